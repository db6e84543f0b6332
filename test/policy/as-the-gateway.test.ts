import { describe, expect, it } from 'vitest';
import { createAccess } from '#gateway/access/authorize.ts';
import { callerOf, effectOf, effectsFor, rightsOf } from '#gateway/access/cli/deciding.ts';
import { openSupergraph } from '#gateway/access/cli/opened.ts';
import { policyAtHand } from '#gateway/access/cli/policy-at-hand.ts';
import { tracing } from '#gateway/access/cli/traced.ts';
import { combinationsOf, waysOf } from '#gateway/access/cli/ways.ts';
import { loadPolicySet } from '#gateway/access/policy/set.ts';
import { type FactName, fact } from '#gateway/effect.ts';
import { readPersonas } from '#gateway/identity/personas.ts';
import { todayInChina } from '#schema/identifiers/china-time.ts';
import { supergraph } from './small-policy.ts';
import { shippedFolder } from './written-policy.ts';

// What the command tells of the policy is what the gateway does.

const opened = openSupergraph(supergraph);
const reading = policyAtHand(shippedFolder, opened);
if (reading.kind === 'problems') throw new Error(reading.problems.join('\n'));
const { source } = reading;
const set = loadPolicySet(source, () => undefined);
const all = combinationsOf(31);

const standings = {
  none: { kind: 'none' },
  unverified: { kind: 'unverified', since: 0 },
  verified: { kind: 'verified', parties: ['330199198506079810'] },
} as const;

const askings = readPersonas().personas.flatMap((persona) =>
  (['none', 'unverified', 'verified'] as const).map((standing) => ({
    name: `${persona.persona}, ${standing}`,
    caller: callerOf(persona),
    matter: persona.matter ?? null,
    standing,
    isUnmasking: false,
    today: todayInChina(),
  })),
);

describe.each(askings)('$name', (asking) => {
  const rights = rightsOf(asking, source.policy);
  const effects = effectsFor(rights, set, opened);

  it('sees of every field what the gateway’s own access says', () => {
    const access = createAccess({
      graph: { document: opened.document, apiSchema: opened.schema },
      rules: opened.rules,
      federation: opened.federation,
      policySet: set,
    });
    const { of } = access.effectsFor({
      caller: asking.caller,
      purpose: { matter: asking.matter, case: null },
      standing: standings[asking.standing],
      unmasked: null,
    });
    const different = [...opened.rules.keys()].filter((coordinate) =>
      all.some(
        (facts) =>
          JSON.stringify(effectOf(effects(coordinate), facts)) !==
          JSON.stringify(effectOf(of(coordinate), facts)),
      ),
    );
    expect(different).toEqual([]);
  });

  it('is explained by the same decisions', () => {
    const trace = tracing(rights, source);
    const some = [...opened.rules.values()].filter((_, index) => index % 20 === 0);
    for (const rule of some) {
      const { effect } = trace(rule);
      for (const facts of all)
        expect(effectOf(effect, facts), rule.coordinate).toEqual(effectOf(effects(rule.coordinate), facts));
    }
  });
});

describe('ways in which records are', () => {
  it('are exactly the combinations that they stand for, and few', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const facts = (seed * 7) % 32;
      const combinations = combinationsOf(facts).filter((each) => ((each * 31 + seed * 17) * seed) % 3 !== 0);
      const ways = waysOf(combinations, facts);
      const covered = combinationsOf(facts).filter((each) =>
        ways.some(
          ({ holds, lacks }) =>
            holds.every((name) => each & bitOf(name)) && !lacks.some((name) => each & bitOf(name)),
        ),
      );
      expect(covered).toEqual(combinations);
      expect(ways.length).toBeLessThanOrEqual(combinations.length);
    }
  });

  it('ask nothing where every combination is meant', () => {
    expect(waysOf(combinationsOf(31), 31)).toEqual([{ holds: [], lacks: [] }]);
    expect(waysOf([], 31)).toEqual([]);
  });
});

function bitOf(name: FactName): number {
  return fact[name];
}
