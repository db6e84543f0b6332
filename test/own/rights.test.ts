import { isObjectType, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Effect, type FieldEffect, fact } from '#gateway/effect.ts';
import { anonymousExplorer, type Caller } from '#gateway/identity/caller.ts';
import type { CaseStanding } from '#gateway/identity/cases.ts';
import {
  callerOf,
  everyPersona,
  type OpenGateway,
  openGateway,
  personaOf,
  purposeOf,
} from './open-gateway.ts';

// What somebody may see is told by the same judgement by which it is shown.

type Right = {
  readonly path: string;
  readonly title: string;
  readonly effect: string;
  readonly mask: string | null;
  readonly otherwise: readonly Other[] | null;
  readonly reason: { readonly code: string; readonly messageZh: string } | null;
  readonly basis: string | null;
  readonly validUntil: string | null;
};
type Other = { readonly facts: readonly string[]; readonly effect: string; readonly mask: string | null };

const rightsQuery = `query ($matter: String) { myRights(matter: $matter) {
  path title effect mask otherwise { facts effect mask } reason { code message messageZh } basis validUntil } }`;

let gateway: OpenGateway;
let standing: CaseStanding = { kind: 'none' };

beforeAll(async () => {
  gateway = await openGateway({ standingOf: () => Promise.resolve(standing) });
});
afterAll(() => gateway.close());

async function rightsOf(
  caller: Caller,
  headers: Readonly<Record<string, string>> = {},
  matter?: string,
): Promise<readonly Right[]> {
  const { data, errors } = await gateway.ask(caller, rightsQuery, { variables: { matter }, headers });
  expect(errors).toEqual([]);
  return (data as unknown as { myRights: Right[] }).myRights;
}

describe('the matters that are offered', () => {
  it('are those that a request may name', async () => {
    const clerk = callerOf('clerk-water');
    const { data, errors } = await gateway.ask(
      clerk,
      '{ myMatters { code title basis subject caseNeeded validUntil } }',
    );
    expect(errors).toEqual([]);
    const offers = (data as unknown as { myMatters: { code: string }[] }).myMatters;
    expect(offers).toEqual([
      expect.objectContaining({ code: 'water-permit-renewal', caseNeeded: true, title: expect.any(String) }),
    ]);
    const everyMatter = [...(gateway.engine.access.policy()?.matters.keys() ?? [])];
    for (const code of everyMatter) {
      const { status } = await gateway.ask(clerk, '{ myMatters { code } }', {
        headers: { 'x-matter': code },
      });
      expect(status, code).toBe(offers.some((offer) => offer.code === code) ? 200 : 403);
    }
  });

  it('are none for whoever has none', async () => {
    const { data } = await gateway.ask(anonymousExplorer, '{ myMatters { code } }');
    expect(data).toEqual({ myMatters: [] });
  });
});

describe('the rights that are told', () => {
  it.each(everyPersona)('are of %s what its requests are judged by, field by field', async (name) => {
    const { engine } = gateway;
    const caller = callerOf(name);
    const { matter, citizen } = personaOf(name);
    for (const kind of matter ? (['none', 'unverified', 'verified'] as const) : (['none'] as const)) {
      standing =
        kind === 'verified'
          ? { kind, parties: [citizen ?? '330199197903129813'] }
          : ({ kind, since: 0 } as never);
      const rights = new Map((await rightsOf(caller, purposeOf(name))).map((right) => [right.path, right]));
      const purpose = { matter: matter ?? null, case: null };
      for (const type of Object.values(engine.graph.apiSchema.getTypeMap())) {
        if (!isObjectType(type) || type.name.startsWith('__')) continue;
        const fields = Object.keys(type.getFields());
        // A document for each type: judged as a request that asks them would be.
        const document = parse(`fragment all on ${type.name} { ${fields.join(' ')} }`);
        const { verdict } = engine.access.authorize(
          document,
          { caller, purpose, standing, unmasked: null },
          {},
        );
        for (const field of fields) {
          const right = rights.get(`${type.name}.${field}`);
          if (right) expect(told(right), right.path).toEqual(judged(verdict.effectOf(type.name, field)));
        }
      }
      expect(rights.size).toBeGreaterThan(450);
    }
  });

  it('are of every field that a department provides, with its Chinese title', async () => {
    const rights = await rightsOf(callerOf('analyst'));
    const missing = Object.values(gateway.engine.graph.apiSchema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !type.name.startsWith('__')
        ? Object.keys(type.getFields())
            .map((field) => `${type.name}.${field}`)
            .filter((path) => !rights.some((right) => right.path === path))
        : [],
    );
    const types = new Set(missing.map((path) => path.split('.')[0]));
    expect(new Set(types)).toEqual(
      new Set([
        'AccessLog',
        'FieldRight',
        'LaterLookUps',
        'LookUp',
        'LookedAtField',
        'MatterOffer',
        'Mutation',
        'Query',
        'RightByRecord',
        'RightReason',
        'Unmasking',
        'UnmaskingReview',
      ]),
    );
    expect(rights.filter(({ title }) => !/^\p{Script=Han}/u.test(title)).map(({ path }) => path)).toEqual([]);
    expect(rights.find(({ path }) => path === 'Citizen.name')?.title).toBe('姓名');
  });

  it('say by what matter and until when, why not, and of which records', async () => {
    standing = { kind: 'verified', parties: ['330199197903129813'] };
    const rights = await rightsOf(callerOf('clerk-enterprise'), purposeOf('clerk-enterprise'));
    const matter = gateway.engine.access.policy()?.matters.get('enterprise-opening');
    const masked = rights.find(({ effect }) => effect === 'MASKED' || effect === 'BY_RECORD');
    expect(masked?.basis).toBe(matter?.basis.join(';'));
    expect(masked?.validUntil).toBe(matter?.validity.to);
    const denied = rights.filter(({ effect }) => effect === 'DENIED');
    expect(denied.length).toBeGreaterThan(10);
    for (const { reason } of denied) expect(reason?.messageZh).toMatch(/\p{Script=Han}/u);
    const notShared = denied.filter(({ reason }) => reason?.code === 'NOT_SHARED');
    for (const { basis } of notShared) expect(basis).toMatch(/法/);
    for (const { effect, otherwise } of rights) {
      if (effect !== 'BY_RECORD') expect(otherwise).toBeNull();
      else expect(new Set(otherwise?.map(({ facts }) => facts.join())).size).toBe(otherwise?.length);
    }
  });

  it('are of the matter that is named, of which no case is known, whatever the request’s own', async () => {
    standing = { kind: 'verified', parties: ['330199197903129813'] };
    const clerk = callerOf('clerk-water');
    const named = await rightsOf(clerk, {}, 'water-permit-renewal');
    expect(named.some(({ reason }) => reason?.code === 'CASE_NEEDED')).toBe(true);
    expect((await rightsOf(clerk)).some(({ reason }) => reason?.code === 'NO_MATTER')).toBe(true);
  });

  it('are refused for a matter that is not the caller’s, as a request is, and what is asked beside them is told', async () => {
    const clerk = callerOf('clerk-enterprise');
    const { data, errors } = await gateway.ask(clerk, rightsQuery, {
      variables: { matter: 'school-enrolment' },
    });
    const asRequest = await gateway.ask(clerk, rightsQuery, { headers: { 'x-matter': 'school-enrolment' } });
    expect(data).toBeNull();
    expect(errors[0]).toMatchObject({
      path: ['myRights'],
      message: asRequest.errors[0]?.message,
      extensions: asRequest.errors[0]?.extensions,
    });
    expect(asRequest.status).toBe(403);
    expect(errors[0]?.extensions['code']).toBe('MATTER_REFUSED');
  });

  it('are computed once for the same rights', async () => {
    const { own, access } = gateway.engine;
    expect(own?.name).toBe('tongcha');
    const clerk = {
      caller: callerOf('clerk-water'),
      purpose: { matter: 'water-permit-renewal', case: null },
    };
    const asking = { ...clerk, standing: { kind: 'none' } as const, unmasked: null };
    expect(access.effectsFor(asking)).toBe(
      access.effectsFor({ ...asking, caller: { ...clerk.caller, subject: 'another' } }),
    );
  });

  it('leave no entry in the journal, and are told while it can not be written', async () => {
    const other = await openGateway();
    const analyst = callerOf('analyst');
    const { size } = { size: other.journalBytes().match(/"kind":"INTENT"/g)?.length ?? 0 };
    expect((await other.ask(analyst, '{ myRights { path } myMatters { code } }')).errors).toEqual([]);
    await other.closeJournal();
    expect((await other.ask(analyst, '{ myRights { path } myMatters { code } }')).errors).toEqual([]);
    const data = await other.ask(analyst, '{ enterprises(first: 1) { edges { node { name } } } }');
    expect([data.status, data.errors[0]?.extensions['code']]).toEqual([503, 'JOURNAL_UNAVAILABLE']);
    expect(size).toBe(0);
    expect(other.journalBytes()).not.toContain('"kind":"INTENT"');
    await other.close();
  });
});

function told({ effect, mask, otherwise }: Right) {
  return {
    effect,
    mask,
    otherwise: otherwise?.map((other) => ({ ...other, facts: [...other.facts].toSorted() })) ?? null,
  };
}

/** Said again from the verdict, by the words of effect.ts alone. */
function judged(effect: FieldEffect) {
  if (effect.kind === 'always') return { ...say(effect.effect), otherwise: null };
  const bits = {
    MINOR: fact.minor,
    SOLE_TRADER: fact.soleTrader,
    IN_REGION: fact.inRegion,
    PARTY: fact.party,
    UNMASKED: fact.unmasked,
  };
  const sets = Object.entries(bits)
    .filter(([, bit]) => (effect.facts & bit) !== 0)
    .reduce<(readonly (readonly [string, number])[])[]>(
      (all, one) => [...all, ...all.map((set) => [...set, one] as const)],
      [[]],
    );
  const otherwise = sets
    .map((set) => ({
      bits: set.reduce((sum, [, bit]) => sum | bit, 0),
      facts: set.map(([name]) => name).toSorted(),
    }))
    .toSorted((one, other) => one.bits - other.bits)
    .map(({ bits: each, facts }) => ({ facts, ...say(effect.of(each)) }));
  return { effect: 'BY_RECORD', mask: null, otherwise };
}

function say(each: Effect) {
  return { effect: each.kind, mask: each.kind === 'MASKED' ? each.rule : null };
}
