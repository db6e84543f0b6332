import { isRecord } from '../record.ts';

/** The proof that entries stand in a log: FORMAT.md, section 9. */
export type Receipt = {
  readonly format: 'tongcha-receipt/1';
  readonly log: string;
  readonly checkpoint: string;
  readonly entries: readonly ReceiptEntry[];
};

export type ReceiptEntry = {
  readonly index: number;
  readonly text: string;
  readonly path: readonly string[];
  /** What opens the commitments of its values, in their order; absent where there are none or the seed was deleted. */
  readonly values?: readonly ReceiptValue[];
};

/** A value's salt, with the place and commitment where they were known, or its commitment alone, which hides it. */
export type ReceiptValue =
  | { readonly salt: string; readonly path?: string; readonly commitment?: string }
  | { readonly commitment: string };

/** A receipt from its text; null where it isn't one of this format. */
export function readReceipt(text: string): Receipt | null {
  try {
    const value: unknown = JSON.parse(text);
    return isReceipt(value) ? value : null;
  } catch {
    return null;
  }
}

function isReceipt(value: unknown): value is Receipt {
  return (
    isRecord(value) &&
    value['format'] === 'tongcha-receipt/1' &&
    typeof value['log'] === 'string' &&
    typeof value['checkpoint'] === 'string' &&
    Array.isArray(value['entries']) &&
    value['entries'].length > 0 &&
    value['entries'].every(isReceiptEntry)
  );
}

function isReceiptEntry(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { index, text, path, values } = value;
  const areValues = values === undefined || (Array.isArray(values) && values.every(isReceiptValue));
  return (
    Number.isSafeInteger(index) &&
    typeof text === 'string' &&
    isRecord(parsed(text)) &&
    Array.isArray(path) &&
    path.every(isHash) &&
    areValues
  );
}

function isReceiptValue(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { salt, path, commitment } = value;
  const isSalt = typeof salt === 'string' && /^[0-9a-f]{32}$/.test(salt);
  return (
    (isSalt || (salt === undefined && commitment !== undefined)) &&
    (path === undefined || typeof path === 'string') &&
    (commitment === undefined || isHash(commitment))
  );
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}
