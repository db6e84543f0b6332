import { type FactName, fact } from '../../effect.ts';

/** One way in which records can be: some facts hold, some don't, and the rest doesn't matter. */
export type Way = { readonly holds: readonly FactName[]; readonly lacks: readonly FactName[] };

/**
 * Few ways that together are exactly these combinations of facts. Two combinations that differ in one fact alone are one in
 * which it doesn't matter, and so on until none can be joined (Quine and McCluskey); of those that are left, the ones that
 * stand for most are taken first.
 */
export function waysOf(combinations: readonly number[], facts: number): readonly Way[] {
  const cubes = joined(combinations.map((value) => ({ cares: facts, value: value & facts })));
  const open = new Set(combinations.map((value) => value & facts));
  const taken: Cube[] = [];
  while (open.size > 0) {
    const [best] = cubes.toSorted((one, other) => countOf(other, open) - countOf(one, open));
    if (!best) break;
    taken.push(best);
    for (const value of open) if (isOf(value, best)) open.delete(value);
  }
  return taken.map(wayOf);
}

/** Every combination of some of the facts. */
export function combinationsOf(facts: number): readonly number[] {
  const all = [0];
  for (let bit = 1; bit <= facts; bit <<= 1) if (facts & bit) all.push(...all.map((each) => each | bit));
  return all;
}

/** The names of facts that hold. */
function namesOf(facts: number): readonly FactName[] {
  return factNames.filter((name) => facts & fact[name]);
}

const factNames: readonly FactName[] = ['minor', 'soleTrader', 'inRegion', 'party', 'unmasked'];

/** All values that agree with one in the bits that it cares for. */
type Cube = { readonly cares: number; readonly value: number };

function joined(cubes: readonly Cube[]): readonly Cube[] {
  const larger = new Map<string, Cube>();
  const used = new Set<Cube>();
  for (const one of cubes)
    for (const other of cubes) {
      const differs = one.value ^ other.value;
      if (one.cares !== other.cares || differs === 0 || (differs & (differs - 1)) !== 0) continue;
      used.add(one).add(other);
      const cube = { cares: one.cares & ~differs, value: one.value & ~differs };
      larger.set(`${cube.cares} ${cube.value}`, cube);
    }
  const rest = cubes.filter((cube) => !used.has(cube));
  return larger.size === 0 ? rest : [...joined([...larger.values()]), ...rest];
}

function isOf(value: number, cube: Cube): boolean {
  return (value & cube.cares) === cube.value;
}

function countOf(cube: Cube, open: ReadonlySet<number>): number {
  return [...open].filter((value) => isOf(value, cube)).length;
}

function wayOf({ cares, value }: Cube): Way {
  return { holds: namesOf(value), lacks: namesOf(cares & ~value) };
}
