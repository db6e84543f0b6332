import { createCipheriv, createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { committed, leavesOf, saltsOf } from '#gateway/journal/proof/commitments.ts';

const seed = '07'.repeat(32);

describe('the leaves of an answer', () => {
  it('are its values in canonical order, each at its path, with what is empty', () => {
    const data = { firm: { name: '明远', staff: 97, tags: [], notes: {} }, 'a/b~c\0': [null, true, [1.5]] };
    expect(leavesOf(data)).toEqual([
      { path: '/a~1b~0c~2/0', text: 'null' },
      { path: '/a~1b~0c~2/1', text: 'true' },
      { path: '/a~1b~0c~2/2/0', text: '1.5' },
      { path: '/firm/name', text: '"明远"' },
      { path: '/firm/notes', text: '{}' },
      { path: '/firm/staff', text: '97' },
      { path: '/firm/tags', text: '[]' },
    ]);
    expect(leavesOf(null)).toEqual([{ path: '', text: 'null' }]);
  });
});

describe('commitments', () => {
  it('are made as the format says', () => {
    const data = { a: '水', b: [1, 2] };
    const salts = [0, 1, 2].map((index) => {
      const block = Buffer.alloc(16);
      block.writeUInt32BE(index, 12);
      return createCipheriv('aes-256-ecb', Buffer.from(seed, 'hex'), null).update(block);
    });
    const said = ['/a\0"水"', '/b/0\x001', '/b/1\x002'];
    const made = salts.map((salt, at) =>
      createHash('sha256')
        .update(Buffer.concat([Buffer.from([2]), salt, Buffer.from(said[at] ?? '')]))
        .digest('hex'),
    );
    expect(saltsOf(seed, 3)).toEqual(salts.map((salt) => salt.toString('hex')));
    expect(committed(leavesOf(data), seed)).toEqual({ count: 3, digest: digestBy(made) });
  });

  it('are those of long values too', () => {
    const text = '水'.repeat(20_000);
    const made = createHash('sha256')
      .update(
        Buffer.concat([
          Buffer.from([2]),
          Buffer.from(saltsOf(seed, 1)[0] ?? '', 'hex'),
          Buffer.from(`/a\0"${text}"`),
        ]),
      )
      .digest('hex');
    expect(committed(leavesOf({ a: text }), seed).digest).toBe(digestBy([made]));
  });

  it('differ for any other value, place or seed, and not for another order of members', () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(json, json, (one, other) => {
        const data: unknown = JSON.parse(JSON.stringify(one));
        const isSame =
          JSON.stringify(leavesOf(data)) === JSON.stringify(leavesOf(JSON.parse(JSON.stringify(other))));
        expect(rootOfData(JSON.parse(JSON.stringify(other))) === rootOfData(data)).toBe(isSame);
        expect(rootOfData({ x: data, y: 1 })).toBe(rootOfData({ y: 1, x: data }));
        expect(rootOfData([data])).not.toBe(rootOfData({ x: data }));
        expect(rootOfData(data, '08'.repeat(32))).not.toBe(rootOfData(data));
      }),
    );
  });
});

function rootOfData(data: unknown, under = seed): string {
  return committed(leavesOf(data), under).digest;
}

function digestBy(commitments: readonly string[]): string {
  const bytes = commitments.map((commitment) => Buffer.from(commitment, 'hex'));
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from([3]), ...bytes]))
    .digest('hex');
}
