import { hash, randomFillSync } from 'node:crypto';
import { type Hmac, hmacUnder } from '../hmac.ts';
import type { EntryKind, Packed } from './entry.ts';
import { canonical, objectOf } from './proof/canonical.ts';
import { type Committed, committed, leavesOf } from './proof/commitments.ts';
import { leafHash } from './proof/tree.ts';

/** What the next entry of a log is tied to. */
export type Tip = {
  /** How many entries there are. */
  readonly size: number;
  /** The hash of the last entry, or the log's own beginning. */
  readonly hash: string;
  /** The time of the last entry; 0 where there is none. */
  readonly time: number;
};

/** An entry as it will stand in the log. */
export type Sealed = {
  readonly seq: number;
  readonly kind: EntryKind;
  readonly trace: string | null;
  readonly part: number;
  readonly time: number;
  readonly text: string;
  readonly hash: string;
  readonly subjects: readonly string[];
  /** What the salts of its values come of; null without values. */
  readonly seed: string | null;
};

/** What an empty log's first entry is tied to: the name of the log and of this format. */
export function beginningOf(log: string): string {
  return hash('sha256', `tongcha-journal/1\n${log}\n`, 'hex');
}

/** A subject as a log keeps it: HMAC-SHA256 under the subject key (base64url), hexadecimal. */
export function subjectHash(subject: string, key: string): string {
  let hmac = subjectHmacs.get(key);
  if (!hmac) {
    hmac = hmacUnder(Buffer.from(key, 'base64url'));
    subjectHmacs.set(key, hmac);
  }
  return Buffer.from(hmac(Buffer.from(subject)), 'latin1').toString('hex');
}

/** As few as there are keys. */
const subjectHmacs = new Map<string, Hmac>();

/** Ties an entry to the tip of a log. Throws where it can't be JSON. */
export function sealed(
  entry: Packed,
  tip: Tip,
  { log, subjectKey }: { log: string; subjectKey: string },
): Sealed {
  const [kind, trace, part, time, body, raw, clear, data] = entry;
  const subjects = [...new Set(clear.map((subject) => subjectHash(subject, subjectKey)))].sort();
  const seed = data === null ? null : drawnSeed();
  const values = data === null || seed === null ? null : committed(leavesOf(JSON.parse(data)), seed);
  // Members in RFC 8785's order; what is absent is left out.
  const text =
    `{${time < tip.time ? `"behind":${tip.time - time},` : ''}"body":${bodyText(body, raw)},"kind":"${kind}",` +
    `"log":${canonical(log)},${part === 0 ? '' : `"part":${part},`}"prev":"${tip.hash}","seq":${tip.size},` +
    `"subjects":${canonical(subjects)},"time":${time},"trace":${canonical(trace)},"v":1${valuesText(values)}}`;
  return { seq: tip.size, kind, trace, part, time, text, hash: leafHash(text), subjects, seed };
}

function valuesText(values: Committed | null): string {
  return values ? `,"values":{"count":${values.count},"digest":"${values.digest}"}` : '';
}

function bodyText(plain: string, raw: readonly string[] | null): string {
  const body = JSON.parse(plain) as Readonly<Record<string, unknown>>;
  if (!raw) return canonical(body);
  const members = Object.keys(body).map((name) => [name, canonical(body[name])] as const);
  const given = raw.flatMap((name, at) =>
    at % 2 === 0 ? [[name, madeCanonical(raw[at + 1] ?? '')] as const] : [],
  );
  return objectOf([...members, ...given]);
}

function drawnSeed(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += seedBytes;
  return drawn.toString('hex', used - seedBytes, used);
}

/** Random bytes are drawn for many seeds at once: each draw costs more than a seed. */
const seedBytes = 32;
const drawn = Buffer.alloc(128 * seedBytes);
let used = drawn.length;

/** The same verdict's text comes again and again. */
function madeCanonical(text: string): string {
  const known = canonicalTexts.get(text);
  if (known !== undefined) return known;
  const made = canonical(JSON.parse(text));
  if (canonicalTexts.size >= mostTexts) canonicalTexts.clear();
  canonicalTexts.set(text, made);
  return made;
}

const canonicalTexts = new Map<string, string>();
const mostTexts = 1_000;
