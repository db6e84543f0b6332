import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

// Signed notes as C2SP's signed-note specification has them, with Ed25519 (signature type 0x01).

/** A text and who signed it. The text ends with a line break and has no empty line at its end. */
export type SignedNote = { readonly text: string; readonly signatures: readonly Signature[] };

export type Signature = {
  readonly name: string;
  /** The eight hexadecimal digits of the key's id. */
  readonly keyId: string;
  readonly bytes: Buffer;
};

/** The note over `text` with one signature, made with an Ed25519 private JWK under a name. */
export function signedNote(text: string, name: string, key: JsonWebKey): string {
  const secret = createPrivateKey({ key, format: 'jwk' });
  const id = Buffer.from(keyIdOf(name, key), 'hex');
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), secret)]);
  return `${text}\n— ${name} ${signature.toString('base64')}\n`;
}

/** A note's parts; null where it isn't one. */
export function readNote(note: string): SignedNote | null {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return null;
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures = lines.map(readSignature);
  return signatures.every((signature) => signature !== null)
    ? { text: note.slice(0, end + 1), signatures }
    : null;
}

/** What keys make of a note: signed by one that is known, falsely signed in its name, or by unknown ones only. */
export type Standing = 'signed' | 'forged' | 'unknown';

/** Checks a note's signatures under a name against public keys. */
export function standingOf(
  { text, signatures }: SignedNote,
  name: string,
  keys: readonly JsonWebKey[],
): Standing {
  let standing: Standing = 'unknown';
  for (const signature of signatures) {
    const key = keys.find((each) => signature.name === name && keyIdOf(name, each) === signature.keyId);
    if (!key) continue;
    if (!verify(null, Buffer.from(text), publicKeyOf(key), signature.bytes)) return 'forged';
    standing = 'signed';
  }
  return standing;
}

/** A key's id under a name: the first four bytes of SHA-256 of name, line break, 0x01 and the 32 bytes of the public key. */
export function keyIdOf(name: string, { x = '' }: JsonWebKey): string {
  const bytes = Buffer.concat([Buffer.from(`${name}\n\x01`), Buffer.from(x, 'base64url')]);
  return hash('sha256', bytes, 'hex').slice(0, 8);
}

function publicKeyOf({ kty, crv, x }: JsonWebKey): KeyObject {
  return createPublicKey({ key: { kty, crv, x } as JsonWebKey, format: 'jwk' });
}

function readSignature(line: string): Signature | null {
  const [, name, text] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
  if (name === undefined || text === undefined) return null;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < 5 || bytes.toString('base64') !== text) return null;
  return { name, keyId: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4) };
}
