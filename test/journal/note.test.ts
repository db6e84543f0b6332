import { describe, expect, it } from 'vitest';
import { originOf, readCheckpoint, signedCheckpoint } from '#gateway/journal/proof/checkpoint.ts';
import { keyIdOf, readNote, signedNote, standingOf } from '#gateway/journal/proof/note.ts';

// The keys and the note that the documentation of Go's golang.org/x/mod/sumdb/note has as its example.
const words =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const neumann = keyOf(
  'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  'ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
);
const note = `${words}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

describe('a signed note', () => {
  it('is signed as the known example is', () => {
    expect(keyIdOf('PeterNeumann', neumann)).toBe('c74f20a3');
    expect(signedNote(words, 'PeterNeumann', neumann)).toBe(note);
  });

  it('stands by its key, by no other, and not for other words', () => {
    const read = readNote(note);
    if (!read) throw new Error('not read');
    expect(read.text).toBe(words);
    expect(standingOf(read, 'PeterNeumann', [neumann])).toBe('signed');
    expect(standingOf(read, 'PeterNeumann', [])).toBe('unknown');
    expect(standingOf(read, 'Another', [neumann])).toBe('unknown');
    expect(standingOf({ ...read, text: `${words}more\n` }, 'PeterNeumann', [neumann])).toBe('forged');
  });

  it('may bear signatures of keys that are not known beside one that is', () => {
    const read = readNote(`${note}— somebody AAAAAAAA\n`);
    if (!read) throw new Error('not read');
    expect(read.signatures).toHaveLength(2);
    expect(standingOf(read, 'PeterNeumann', [neumann])).toBe('signed');
  });

  it.each([
    '',
    'words\n',
    'words\n\n',
    'words\n\n- name AAAAAAAA\n',
    'words\n\n— name AAA=\n',
    note.slice(0, -1),
  ])('is not %j', (text) => {
    expect(readNote(text)).toBeNull();
  });
});

describe('a checkpoint', () => {
  const root = 'ab'.repeat(32);

  it('says origin, size and root, each on a line', () => {
    const signed = signedCheckpoint({ origin: originOf('gateway'), size: 42, root }, neumann);
    expect(signed.split('\n').slice(0, 4)).toEqual([
      'tongcha/gateway',
      '42',
      Buffer.from(root, 'hex').toString('base64'),
      '',
    ]);
    expect(readCheckpoint(signed, [neumann])).toEqual({
      origin: 'tongcha/gateway',
      size: 42,
      root,
      standing: 'signed',
    });
  });

  it('is forged where its size was changed, and none where it has another form', () => {
    const signed = signedCheckpoint({ origin: originOf('gateway'), size: 42, root }, neumann);
    expect(readCheckpoint(signed.replace('\n42\n', '\n43\n'), [neumann])?.standing).toBe('forged');
    expect(readCheckpoint(signed.replace('\n42\n', '\n042\n'), [neumann])).toBeNull();
    expect(readCheckpoint(note, [neumann])).toBeNull();
  });
});

/** A JWK from the two encoded keys of that example, whose first byte is the algorithm. */
function keyOf(secret: string, open: string): JsonWebKey {
  return { kty: 'OKP', crv: 'Ed25519', d: withoutFirstByte(secret), x: withoutFirstByte(open) };
}

function withoutFirstByte(text: string): string {
  return Buffer.from(text, 'base64').subarray(1).toString('base64url');
}
