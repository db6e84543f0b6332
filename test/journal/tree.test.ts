import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consistencyPath, inclusionPath, isConsistent, rootByPath } from '#gateway/journal/proof/paths.ts';
import { emptyRoot, grown, leafHash, rootOf, rootOver } from '#gateway/journal/proof/tree.ts';

// The reference data of Certificate Transparency for RFC 6962: eight leaves, the roots over the first of them, proofs.

const leaves = ['', '\0', '\x10', ' !', '01', '@ABC', 'PQRSTUVW', '`abcdefghijklmno'].map(leafHash);
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
] as const;
const [leaf2, pair34, four58, leaf5, pair78] = [
  '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
] as const;

describe('the tree of RFC 6962', () => {
  it('has the hash of nothing as the root of nothing', () => {
    expect(emptyRoot).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(rootOver([])).toBe(emptyRoot);
    expect(rootOf([])).toBe(emptyRoot);
  });

  it('has the published roots', () => {
    expect(roots.map((_, last) => rootOver(leaves.slice(0, last + 1)))).toEqual(roots);
  });

  it('has the published inclusion proofs', () => {
    expect(inclusionPath(0, leaves)).toEqual([leaf2, pair34, four58]);
    expect(inclusionPath(5, leaves)).toEqual([leaf5, pair78, roots[3]]);
    expect(inclusionPath(2, leaves.slice(0, 3))).toEqual([roots[1]]);
    expect(inclusionPath(1, leaves.slice(0, 5))).toEqual([roots[0], pair34, leaf5]);
    expect(inclusionPath(0, leaves.slice(0, 1))).toEqual([]);
  });

  it('has the published consistency proofs', () => {
    expect(consistencyPath(1, leaves)).toEqual([leaf2, pair34, four58]);
    expect(consistencyPath(6, leaves)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      pair78,
      roots[3],
    ]);
    expect(consistencyPath(2, leaves.slice(0, 5))).toEqual([pair34, leaf5]);
    expect(consistencyPath(1, leaves.slice(0, 1))).toEqual([]);
  });

  it('grows by its frontier to the same roots', () => {
    const size = 300;
    const many = Array.from({ length: size }, (_, at) => leafHash(`${at}`));
    let frontier: readonly string[] = [];
    for (const [at, leaf] of many.entries()) {
      frontier = grown(frontier, at, leaf);
      expect(rootOf(frontier)).toBe(rootOver(many.slice(0, at + 1)));
    }
  });
});

describe('proofs over any tree', () => {
  const sized = fc.integer({ min: 1, max: 70 }).chain((size) =>
    fc.record({
      size: fc.constant(size),
      index: fc.nat(size - 1),
      older: fc.integer({ min: 1, max: size }),
    }),
  );

  it('lead each leaf to the root, and no other leaf, place or size', () => {
    fc.assert(
      fc.property(sized, ({ size, index }) => {
        const all = leavesOf(size);
        const path = inclusionPath(index, all);
        const leaf = all[index] ?? '';
        expect(rootByPath(leaf, { index, size }, path)).toBe(rootOver(all));
        expect(rootByPath(leafHash('other'), { index, size }, path)).not.toBe(rootOver(all));
        expect(rootByPath(leaf, { index, size: index }, path)).toBeNull();
        expect(rootByPath(leaf, { index, size }, [...path, leaf])).toBeNull();
        if (size > 1)
          expect(rootByPath(leaf, { index: (index + 1) % size, size }, path)).not.toBe(rootOver(all));
      }),
    );
  });

  it('show that a tree only grew, and of a changed one nothing', () => {
    fc.assert(
      fc.property(sized, ({ size, older, index }) => {
        const all = leavesOf(size);
        const [before, after] = [
          { size: older, root: rootOver(all.slice(0, older)) },
          { size, root: rootOver(all) },
        ];
        const proof = consistencyPath(older, all);
        expect(isConsistent(before, after, proof)).toBe(true);
        const changed = all.with(index, leafHash('changed'));
        const forged = { size, root: rootOver(changed) };
        expect(isConsistent(before, forged, proof)).toBe(false);
        if (index < older) expect(isConsistent(before, forged, consistencyPath(older, changed))).toBe(false);
      }),
    );
  });
});

function leavesOf(size: number): readonly string[] {
  return Array.from({ length: size }, (_, at) => leafHash(`leaf ${at}`));
}
