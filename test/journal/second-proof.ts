import { createHash, createHmac, createPublicKey, verify } from 'node:crypto';

// What the second verifier knows of entries, the tree and signed notes, from FORMAT.md and the RFCs that it names.

/** An entry as section 1 has it. */
export type Entry = {
  readonly [member in 'kind' | 'log' | 'prev']: string;
} & {
  readonly behind?: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly part?: number;
  readonly seq: number;
  readonly subjects: readonly string[];
  readonly time: number;
  readonly trace: string | null;
  readonly values?: { readonly count: number; readonly digest: string };
};

const kinds = 'INTENT OUTCOME POLICY PUBLISH BREAK_GLASS REVIEW EXPORT READ RECHECK START STOP'.split(' ');
const members: Readonly<Record<string, (value: unknown) => boolean>> = {
  behind: (value) => isWhole(value) && value > 0,
  body: isObject,
  kind: (value) => typeof value === 'string' && kinds.includes(value),
  log: (value) => typeof value === 'string' && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(value),
  part: (value) => isWhole(value) && value > 0,
  prev: isHash,
  seq: isWhole,
  subjects: (value) =>
    Array.isArray(value) &&
    value.every((each, at) => isHash(each) && (at === 0 || String(value[at - 1]) < each)),
  time: isWhole,
  trace: (value) => value === null || typeof value === 'string',
  v: (value) => value === 1,
  values: (value) =>
    isObject(value) &&
    Object.keys(value).sort().join() === 'count,digest' &&
    isWhole(value['count']) &&
    isHash(value['digest']),
};

/** The entry that a text holds, or null where the text is not canonical JSON of the form of section 1. */
export function entryOf(text: string): Entry | null {
  const value = parsed(text);
  return isEntry(value) && canonical(value) === text ? value : null;
}

function isEntry(value: unknown): value is Entry {
  if (!isObject(value)) return false;
  const optional = new Set(['behind', 'part', 'values']);
  return (
    Object.keys(value).every((name) => Object.hasOwn(members, name)) &&
    Object.entries(members).every(([name, holds]) =>
      Object.hasOwn(value, name) ? holds(value[name]) : optional.has(name),
    )
  );
}

/** What a checkpoint says, its root in hexadecimal; or what is wrong with it. */
export type Checkpoint = { readonly size: number; readonly root: string } | { readonly finding: string };

/** Reads a checkpoint of a log as a signed note, section 3. */
export function checkpointOf(note: string, log: string, keys: readonly JsonWebKey[]): Checkpoint {
  const end = note.indexOf('\n\n') + 1;
  const [text, lines] = [note.slice(0, end), note.slice(end + 1).split('\n')];
  const [origin, size = '', root = ''] = text.split('\n');
  const isForm = origin === `tongcha/${log}` && /^(0|[1-9]\d*)$/.test(size) && bytes(root)?.length === 32;
  const signatures = lines.slice(0, -1).map((line) => /^— (\S+) (\S+)$/.exec(line));
  if (!isForm || lines.at(-1) !== '' || signatures.includes(null)) return { finding: 'FORGED' };
  const signed = signatures.flatMap((line) => {
    const signature = bytes(line?.[2] ?? '') ?? Buffer.alloc(0);
    return keys
      .filter((key) => line?.[1] === origin && keyId(origin, key).equals(signature.subarray(0, 4)))
      .map((key) => isSigned(text, key, signature.subarray(4)));
  });
  if (signed.length === 0) return { finding: 'UNKNOWN_KEY' };
  if (signed.includes(false)) return { finding: 'FORGED' };
  return { size: Number(size), root: Buffer.from(root, 'base64').toString('hex') };
}

function isSigned(text: string, key: JsonWebKey, signature: Uint8Array): boolean {
  return verify(null, Buffer.from(text), createPublicKey({ key, format: 'jwk' }), signature);
}

/** The id of a public key under a name, section 3. */
export function keyId(name: string, key: JsonWebKey): Buffer {
  return sha256(name, '\n\x01', Buffer.from(key.x ?? '', 'base64url')).subarray(0, 4);
}

/** Decodes Base64 with padding, and nothing that only looks like it. */
function bytes(encoded: string): Buffer | null {
  const decoded = Buffer.from(encoded, 'base64');
  return decoded.toString('base64') === encoded ? decoded : null;
}

/** The hash under which an entry names a subject, under one subject key (section 1). */
export function subjectHash(key: JsonWebKey, identifier: string): string {
  return createHmac('sha256', Buffer.from(key.k ?? '', 'base64url'))
    .update(identifier)
    .digest('hex');
}

/** The hash of an entry's text: the leaf hash of RFC 6962. */
export function leafHash(text: Uint8Array | string): Buffer {
  return sha256('\0', text);
}

/** The Merkle tree hash of RFC 6962, section 2.1, over leaf hashes. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (!first) return sha256();
  if (leaves.length === 1) return first;
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  return sha256('\x01', rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

/** The root to which an inclusion proof leads, as RFC 9162, section 2.1.3.2, checks it; null where it can't be one. */
export function rootByPath(
  leaf: Buffer,
  { index, size, path }: { readonly index: number; readonly size: number; readonly path: readonly string[] },
): string | null {
  if (!isWhole(index) || index >= size) return null;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const each of path) {
    if (last === 0 || !isHash(each)) return null;
    const other = Buffer.from(each, 'hex');
    if (node % 2 === 1 || node === last) {
      hash = sha256('\x01', other, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else hash = sha256('\x01', hash, other);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash.toString('hex') : null;
}

/** What entry 0 of a log names as the entry before. */
export function beginningOf(name: string): string {
  return sha256('tongcha-journal/1\n', name, '\n').toString('hex');
}

/** RFC 8785. Numbers and strings are written as ECMAScript does, which is where the RFC has them from. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (!isObject(value)) return JSON.stringify(value);
  const sorted = Object.keys(value).sort();
  return `{${sorted.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(',')}}`;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** SHA-256 of parts one after the other. */
export function sha256(...parts: readonly (Uint8Array | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
