import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allOf, type Requirement, remainder, unmet } from '#schema/federation/requirement.ts';

const none: Requirement = { authenticated: false, scopes: [], policies: [] };
const nobody = { isAuthenticated: false, scopes: [], meetsPolicy: () => false };

describe('a requirement', () => {
  it('is met by all of one set of every part, and by nothing less', () => {
    const needed = { ...none, scopes: [[['a', 'b'], ['c']], [['d']]] };
    expect(unmet(needed, { ...nobody, scopes: ['c', 'd'] })).toBeNull();
    expect(unmet(needed, { ...nobody, scopes: ['b', 'a', 'd'] })).toBeNull();
    expect(unmet(needed, { ...nobody, scopes: ['a', 'd'] })).toEqual({ kind: 'SCOPES', missing: ['b'] });
    expect(unmet(needed, { ...nobody, scopes: ['a', 'b'] })).toEqual({ kind: 'SCOPES', missing: ['d'] });
    expect(unmet(needed, nobody)).toEqual({ kind: 'SCOPES', missing: ['c', 'd'] });
  });

  it('is told first of authentication, then of scopes, then of policies', () => {
    const needed = { authenticated: true, scopes: [[['a']]], policies: [[['p']]] };
    expect(unmet(needed, nobody)).toEqual({ kind: 'UNAUTHENTICATED' });
    expect(unmet(needed, { ...nobody, isAuthenticated: true })).toEqual({ kind: 'SCOPES', missing: ['a'] });
    const known = { ...nobody, isAuthenticated: true, scopes: ['a'] };
    expect(unmet(needed, known)).toEqual({ kind: 'POLICY', missing: ['p'] });
    expect(unmet(needed, { ...known, meetsPolicy: (name) => name === 'p' })).toBeNull();
  });

  it('takes names for what they are, whatever objects have by themselves', () => {
    const needed = { ...none, scopes: [[['__proto__']], [['constructor']]] };
    expect(unmet(needed, nobody)).toEqual({ kind: 'SCOPES', missing: ['__proto__', 'constructor'] });
    expect(unmet(needed, { ...nobody, scopes: ['__proto__', 'constructor'] })).toBeNull();
    expect(unmet(needed, { ...nobody, scopes: ['a'] })).not.toBeNull();
  });

  it('tells a scope from another that only looks like it', () => {
    const needed = { ...none, scopes: [[['read:tax']]] };
    for (const scope of ['read', 'read:taxes', 'READ:TAX', 'read:tax ', 'read:tax,a', ''])
      expect(unmet(needed, { ...nobody, scopes: [scope] })).toEqual({
        kind: 'SCOPES',
        missing: ['read:tax'],
      });
  });
});

describe('any requirement', () => {
  const names = ['a', 'b', 'c', 'd'] as const;
  const set = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 });
  const parts = fc.array(fc.array(set, { minLength: 1, maxLength: 3 }), { maxLength: 4 });
  const requirement: fc.Arbitrary<Requirement> = fc.record({
    authenticated: fc.boolean(),
    scopes: parts,
    policies: parts,
  });
  const held = fc.subarray([...names]);

  const everySubset = names.reduce<string[][]>(
    (all, name) => [...all, ...all.map((each) => [...each, name])],
    [[]],
  );

  it('is met exactly when each of its parts has a set that the caller has whole', () => {
    fc.assert(
      fc.property(requirement, fc.boolean(), held, held, (needed, isAuthenticated, scopes, policies) => {
        const rights = {
          isAuthenticated,
          scopes,
          meetsPolicy: (name: string) => policies.includes(name as 'a'),
        };
        expect(unmet(needed, rights) === null).toBe(meets(needed, isAuthenticated, [scopes, policies]));
      }),
      { numRuns: 500 },
    );
  });

  it('is met of a kind once the caller has what was told missing', () => {
    fc.assert(
      fc.property(requirement, held, (needed, scopes) => {
        const rights = { isAuthenticated: true, meetsPolicy: () => false };
        const told = unmet(needed, { ...rights, scopes });
        if (told?.kind !== 'SCOPES') return;
        expect(told.missing.filter((name) => scopes.includes(name as 'a'))).toEqual([]);
        expect(unmet(needed, { ...rights, scopes: [...scopes, ...told.missing] })?.kind).not.toBe('SCOPES');
      }),
    );
  });

  it('joined with others is met exactly when each of them is', () => {
    fc.assert(
      fc.property(
        fc.array(requirement, { maxLength: 3 }),
        fc.boolean(),
        held,
        (all, isAuthenticated, own) => {
          const each = all.every((needed) => meets(needed, isAuthenticated, [own, own]));
          expect(meets(allOf(all), isAuthenticated, [own, own])).toBe(each);
        },
      ),
    );
  });

  it('leaves of itself, beside another, just the parts that meeting the other does not meet', () => {
    fc.assert(
      fc.property(parts, parts, (needed, met) => {
        const left = beyond(needed, met);
        const callers = everySubset.filter((own) => meets({ ...none, scopes: met }, false, [own]));
        const open = needed.filter(
          (part) => !callers.every((own) => meets({ ...none, scopes: [part] }, false, [own])),
        );
        expect(left).toEqual(open);
      }),
      { numRuns: 500 },
    );
  });

  it('is compared with another in little work, however many alternatives both have', () => {
    const twelve = Array.from({ length: 12 }, (_, each) => each);
    const many = Array.from({ length: 40 }, (_, part) => twelve.map((each) => [`${part}:${each}`, 'common']));
    expect(beyond(many, many)).toEqual([]);
    const other = many.flat().map(([own = '']) => [own, 'other']);
    expect(beyond([other], many)).toEqual([other]);
  });

  // Together p and q meet this; no other part does, nor do many.
  const both = three('p').flatMap((one) => three('q').map((two) => [...one, ...two]));
  const forks = Array.from({ length: 40 }, (_, each) => [[`x${each}`], [`y${each}`]]);
  const sides = forks.map((fork) => fork.flat());

  it('is seen to be met by two parts together among many that are no help', () => {
    const noHelp = forks.map(([one = []]) => [one, ['elsewhere']]);
    expect(beyond([[...both, ...sides]], [...noHelp, three('p'), three('q')])).toEqual([]);
  });

  it('counts as not met where it would take too long to know', () => {
    const needed = [[...both, ...sides]];
    expect(beyond(needed, [...forks.slice(0, 3), three('p'), three('q')])).toEqual([]);
    expect(beyond(needed, [...forks, three('p'), three('q')])).toEqual(needed);
    expect(beyond(needed, [...forks, ...needed])).toEqual([]);
  });
});

// The oracle: written as the specification says it, without any of the shortcuts.
function meets(
  { authenticated, scopes, policies }: Requirement,
  isAuthenticated: boolean,
  own: readonly (readonly string[])[],
): boolean {
  const [ownScopes = [], ownPolicies = []] = own;
  if (authenticated && !isAuthenticated) return false;
  for (const part of scopes)
    if (!part.some((each) => each.every((name) => ownScopes.includes(name)))) return false;
  for (const part of policies)
    if (!part.some((each) => each.every((name) => ownPolicies.includes(name)))) return false;
  return true;
}

function beyond(needed: Requirement['scopes'], met: Requirement['scopes']): Requirement['scopes'] {
  return remainder({ ...none, scopes: needed }, { ...none, scopes: met }).scopes;
}

function three(word: string): readonly (readonly string[])[] {
  return ['1', '2', '3'].map((each) => [word + each]);
}
