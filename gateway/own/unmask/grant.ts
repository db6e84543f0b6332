import { createHmac, timingSafeEqual } from 'node:crypto';
import { isRecord } from '../../record.ts';

/** By what a mask is lifted: for this clerk, matter and case, of this subject (its HMAC), until a time (ms since 1970). */
export type Grant = {
  readonly id: string;
  readonly clerk: string;
  readonly matter: string;
  readonly case: string | null;
  readonly subject: string;
  readonly until: number;
};

/** Seals a grant under a journal's subject key (base64url): whoever has the key can open it, and nobody else make one. */
export function sealGrant({ id, clerk, matter, case: number, subject, until }: Grant, key: string): string {
  const statement = Buffer.from(JSON.stringify([id, clerk, matter, number, subject, until])).toString(
    'base64url',
  );
  return `${statement}.${seal(statement, key).toString('base64url')}`;
}

/** The grant in a text that one of the keys sealed; null for any other text. */
export function openGrant(text: string, keys: readonly string[]): Grant | null {
  const [statement = '', own = ''] = text.split('.');
  const given = Buffer.from(own, 'base64url');
  const isSealed = keys.some((key) => {
    const expected = seal(statement, key);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isSealed ? grantIn(Buffer.from(statement, 'base64url').toString()) : null;
}

function seal(statement: string, key: string): Buffer {
  const own = createHmac('sha256', Buffer.from(key, 'base64url'))
    .update('tongcha-unmasking/1 grant')
    .digest();
  return createHmac('sha256', own).update(statement).digest();
}

function grantIn(json: string): Grant | null {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) return null;
  const [id, clerk, matter, number, subject, until] = value as readonly unknown[];
  const grant = { id, clerk, matter, case: number, subject, until };
  return isGrant(grant) ? grant : null;
}

function isGrant(value: unknown): value is Grant {
  return (
    isRecord(value) &&
    ['id', 'clerk', 'matter', 'subject'].every((name) => typeof value[name] === 'string') &&
    (value['case'] === null || typeof value['case'] === 'string') &&
    typeof value['until'] === 'number'
  );
}
