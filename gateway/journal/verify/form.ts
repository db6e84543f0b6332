import { isRecord } from '../../record.ts';
import { type EntryKind, entryKinds, type Written } from '../entry.ts';

/** All that an entry's text says: what is read of it, and what ties it to its place. */
export type Formed = Written & {
  readonly seq: number;
  readonly log: string;
  readonly prev: string;
  readonly behind?: number;
};

/** Whether a value has the members of an entry, each in its form, and no others: FORMAT.md, section 1. */
export function isFormed(value: unknown): value is Formed {
  if (!isRecord(value)) return false;
  const { behind, body, kind, log, part, prev, seq, subjects, time, trace, v, values } = value;
  return (
    v === 1 &&
    kinds.has(kind as EntryKind) &&
    isRecord(body) &&
    isName(log) &&
    isHash(prev) &&
    isWhole(seq) &&
    isWhole(time) &&
    (trace === null || typeof trace === 'string') &&
    areSubjects(subjects) &&
    (behind === undefined || isAboveZero(behind)) &&
    (part === undefined || isAboveZero(part)) &&
    (values === undefined || areValues(values)) &&
    Object.keys(value).length === always + given(behind) + given(part) + given(values)
  );
}

const kinds: ReadonlySet<EntryKind> = new Set(entryKinds);
/** How many members every entry has. */
const always = 9;

function given(member: unknown): 0 | 1 {
  return member === undefined ? 0 : 1;
}

function areSubjects(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((each: unknown, at) => isHash(each) && (at === 0 || String(value[at - 1]) < each))
  );
}

function areValues(value: unknown): boolean {
  return (
    isRecord(value) && isWhole(value['count']) && isHash(value['digest']) && Object.keys(value).length === 2
  );
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(value);
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isAboveZero(value: unknown): boolean {
  return isWhole(value) && value > 0;
}
