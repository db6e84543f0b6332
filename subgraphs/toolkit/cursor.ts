import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Value } from './database.ts';

// A cursor names the row after which a page goes on: its sort value and its key. Both may be a citizen number or a
// masked amount, so a cursor is sealed; a reader of the page learns nothing from it. The nonce is derived from what is
// sealed (synthetic IV), so that the same row has the same cursor and answers stay cacheable.

/** Where a page goes on: the sort column, its value and the key of the row before. */
export type Position = readonly [sortedBy: string, value: Value, key: Value];

export type Cursors = {
  seal(position: Position): string;
  /** The position, or null for a text that this seal did not make. */
  open(cursor: string): Position | null;
};

/** Cursors under a secret; processes that share it accept each other's. Without one, cursors end with the process. */
export function createCursors(secret: Buffer = randomBytes(32)): Cursors {
  const [sealing, naming] = ['seal', 'nonce'].map((use) =>
    Buffer.from(hkdfSync('sha256', secret, '', `tongcha cursor ${use}`, 32)),
  ) as [Buffer, Buffer];
  return {
    seal(position) {
      const text = JSON.stringify(position);
      const nonce = createHmac('sha256', naming).update(text).digest().subarray(0, nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open(cursor) {
      const bytes = Buffer.from(cursor, 'base64url');
      if (bytes.length <= nonceBytes + tagBytes) return null;
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, nonceBytes));
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        const text = Buffer.concat([
          decipher.update(bytes.subarray(nonceBytes + tagBytes)),
          decipher.final(),
        ]);
        return JSON.parse(text.toString('utf8')) as Position;
      } catch {
        return null;
      }
    },
  };
}

const nonceBytes = 12;
const tagBytes = 16;
