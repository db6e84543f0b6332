import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createWorld } from '#subgraphs/world/create-world.ts';
import { NAMED_CITIZENS } from '#subgraphs/world/named/citizens.ts';
import { NAMED_ENTERPRISES } from '#subgraphs/world/named/enterprises.ts';
import type { World } from '#subgraphs/world/world.ts';

const size = { citizens: 10_000, enterprises: 2000 };

describe('a world', () => {
  it('is the same to the byte for the same seed, in whatever order it is asked', () => {
    const forwards = createWorld({ seed: 1714, ...size });
    const backwards = createWorld({ seed: 1714, ...size });
    for (let index = 1999; index >= 0; index -= 7) backwards.enterprise(index);
    for (let index = 9999; index >= 0; index -= 13) backwards.citizen(index);
    expect(fingerprint(backwards)).toBe(fingerprint(forwards));
  });

  it('differs with the seed, but for the named', () => {
    const one = createWorld({ seed: 1, ...size });
    const two = createWorld({ seed: 2, ...size });
    expect(fingerprint(two)).not.toBe(fingerprint(one));
    const named = NAMED_ENTERPRISES.length;
    for (const world of [one, two]) {
      expect(NAMED_CITIZENS.map(({ index }) => world.citizen(index))).toEqual(NAMED_CITIZENS);
      expect(NAMED_ENTERPRISES.map(({ index }) => world.enterprise(index))).toEqual(NAMED_ENTERPRISES);
    }
    expect(one.citizen(NAMED_CITIZENS.length).idNumber).not.toBe(two.citizen(NAMED_CITIZENS.length).idNumber);
    expect(one.enterprise(named).uscc).not.toBe(two.enterprise(named).uscc);
  });

  it('says the same of a citizen in a larger world', () => {
    const small = createWorld({ seed: 5, citizens: 100, enterprises: 60 });
    const large = createWorld({ seed: 5, citizens: 1_000_000, enterprises: 60 });
    for (const citizen of small.citizens()) expect(large.citizen(citizen.index)).toEqual(citizen);
  });

  it('creates ten thousand citizens and two thousand enterprises well within a second', () => {
    const world = createWorld({ seed: 3, ...size });
    const started = performance.now();
    let seen = 0;
    for (const _ of world.citizens()) seen += 1;
    for (const _ of world.enterprises()) seen += 1;
    const elapsedMs = performance.now() - started;
    console.info(`${seen} subjects in ${elapsedMs.toFixed(0)} ms`);
    expect(seen).toBe(12_000);
    expect(elapsedMs).toBeLessThan(1000);
  });

  it('streams 300,000 citizens in bounded memory', () => {
    const world = createWorld({ seed: 3, citizens: 1_000_000, enterprises: 60 });
    let seen = 0;
    let early = 0;
    for (const _ of world.citizens()) {
      seen += 1;
      if (seen === 30_000) early = heapBytes();
      if (seen === 300_000) break;
    }
    expect((heapBytes() - early) / 2 ** 20).toBeLessThan(8);
  });

  it('draws for a department by label and index alone', () => {
    const world = createWorld({ seed: 9, ...size });
    const four = (label: string, index: number) => {
      const random = world.random(label, index);
      return [random.next(), random.next(), random.int(1, 6), random.pick(['a', 'b', 'c'])];
    };
    expect(four('tax.arrears', 7)).toEqual(four('tax.arrears', 7));
    expect(four('tax.arrears', 7)).not.toEqual(four('tax.arrears', 8));
    expect(four('tax.arrears', 7)).not.toEqual(four('tax.credit', 7));
  });
});

describe('a wrong use', () => {
  it.each([
    [{ citizens: 99, enterprises: 60 }, 'citizens must be a whole number from 100'],
    [{ citizens: 100, enterprises: 59 }, 'enterprises must be a whole number from 60'],
    [{ citizens: 1e9, enterprises: 60 }, 'citizens must be a whole number from 100 to 19'],
    [{ citizens: 100.5, enterprises: 60 }, 'but is 100.5'],
  ])('refuses a world of %o', (wrong, message) => {
    expect(() => createWorld({ seed: 1, ...wrong })).toThrow(message);
  });

  it('is told which citizens there are', () => {
    const world = createWorld({ seed: 1, citizens: 100, enterprises: 60 });
    expect(() => world.citizen(100)).toThrow('This world has no citizen 100: they run from 0 to 99.');
    expect(() => world.enterprise(-1)).toThrow('no enterprise -1');
    expect(() => world.household(world.householdCount)).toThrow('no household');
  });
});

/** SHA-256 over the JSON of the first 2,000 citizens and all enterprises. */
function fingerprint(world: World): string {
  const hash = createHash('sha256');
  const add = (fact: unknown) =>
    hash.update(JSON.stringify(fact, (_, value: unknown) => (value instanceof Set ? [...value] : value)));
  for (let index = 0; index < 2000; index += 1) add(world.citizen(index));
  for (const enterprise of world.enterprises()) add(enterprise);
  return hash.digest('hex');
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
