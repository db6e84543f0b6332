import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepRecent } from '#gateway/recent.ts';

describe('what was used last', () => {
  it('is kept up to so many bytes, and what was used longest ago is forgotten first', () => {
    const kept = keepRecent<number>(100);
    for (let n = 0; n < 10; n += 1) kept.set(`k${n}`, n, 10);
    expect(kept.get('k0')).toBe(0);
    kept.set('k10', 10, 10);
    expect([kept.get('k0'), kept.get('k1'), kept.get('k2'), kept.get('k10')]).toEqual([0, undefined, 2, 10]);
  });

  it('is not driven out by one that is too large', () => {
    const kept = keepRecent<string>(80);
    kept.set('small', 'is', 10);
    kept.set('large', 'is not', 11);
    expect([kept.get('small'), kept.get('large')]).toEqual(['is', undefined]);
    kept.set('small', 'grown too large', 11);
    expect(kept.get('small')).toBeUndefined();
  });

  it('is what a list in order of use would hold, whatever is done', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const deed = fc.oneof(
      fc.record({ kind: fc.constant('get' as const), key }),
      fc.record({ kind: fc.constant('set' as const), key, bytes: fc.integer({ min: 1, max: 6 }) }),
      fc.record({ kind: fc.constant('delete' as const), key }),
    );
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
        const kept = keepRecent<number>(20);
        let list: { key: string; value: number; bytes: number }[] = [];
        for (const [value, each] of deeds.entries()) {
          const found = list.find((one) => one.key === each.key);
          const others = list.filter((one) => one !== found);
          if (each.kind === 'get') {
            expect(kept.get(each.key)).toBe(found?.value);
            if (found) list = [...others, found];
          } else if (each.kind === 'delete') {
            kept.delete(each.key);
            list = others;
          } else {
            kept.set(each.key, value, each.bytes);
            list = each.bytes * 8 > 20 ? others : [...others, { key: each.key, value, bytes: each.bytes }];
            while (list.reduce((sum, { bytes }) => sum + bytes, 0) > 20) list.shift();
          }
        }
        for (const one of list) expect(kept.get(one.key)).toBe(one.value);
      }),
    );
  });
});
