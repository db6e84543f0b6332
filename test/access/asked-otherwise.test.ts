import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { company, shen, zhou } from './governed-departments.ts';
import { type GovernedGraph, matter, reasonsOf, startGovernedGraph } from './governed-graph.ts';

// However a field is asked for, what becomes of it is the same: by any name, from any fragment, at any depth.

let graph: GovernedGraph;
beforeAll(async () => {
  graph = await startGovernedGraph({
    matters: [
      matter('some', {
        'Query.citizen': 'clear',
        'Query.citizens': 'clear',
        'Citizen.idNumber': 'masked',
        'Citizen.phone': 'clear',
        'Citizen.alias': 'masked',
        'Citizen.household': 'clear',
        'Household.address': 'masked',
      }),
    ],
  });
});
afterAll(() => graph?.close());
const ask = (query: string, variables: Readonly<Record<string, unknown>> = {}) =>
  graph.asking(query, { matter: 'some', variables });
const one = `citizen(idNumber: "${shen}")`;
const told = JSON.stringify;

const home = (members: number) => ({
  members: Array.from({ length: members }, () => ({ name: null, sex: '1' })),
  town: null,
});

describe('a refused field', () => {
  it.each(['name', 'phone', 'constructor', '__proto__', 'toString', 'hasOwnProperty', '__as_1', '__link0'])(
    'is refused when it is called %s',
    async (alias) => {
      const reply = await ask(`{ ${one} { ${alias}: name sex } }`);
      expect(reply.text).toContain(`{"${alias}":null,"sex":"1"}`);
      expect(reply.errors.map(({ path }) => path)).toEqual([['citizen', alias]]);
      expect(told(reply.operations)).not.toMatch(/\bname\b/);
      expect(reply.text).not.toContain('沈秋萍');
    },
  );

  it('does not become another’s by a name that the other had', async () => {
    const { data } = await ask(`{ ${one} { phone: name name: phone idNumber: alias alias: idNumber } }`);
    expect(data).toEqual({
      citizen: { phone: null, name: '13900000002', idNumber: '沈**', alias: '330199********9802' },
    });
  });

  it('is refused once for each name', async () => {
    const reply = await ask(
      `{ ${one} { a: name b: name ...F ...F } } fragment F on Citizen { b: name c: name }`,
    );
    expect(reply.data).toEqual({ citizen: { a: null, b: null, c: null } });
    expect(reasonsOf(reply)).toEqual(['a', 'b', 'c'].map((each) => `citizen.${each} NOT_GRANTED`));
  });

  it('is null though it must not be, and takes nothing else away', async () => {
    const reply = await ask('{ citizens { name tags sex household { members { name sex } town } } }');
    expect(reply.data).toEqual({
      citizens: [2, 1, 2].map((members) => ({ name: null, tags: null, sex: '1', household: home(members) })),
    });
    expect(told(reply.operations)).not.toMatch(/\bname\b|tags|town/);
  });

  it('is null though it must not be, where federation’s own directives refuse it too', async () => {
    const query = `{ enterprise(uscc: "${company}") { name seal } }`;
    const reply = await graph.asking(query, { by: 'anonymous' });
    expect(reply.data).toEqual({ enterprise: { name: '明远饮品', seal: null } });
    expect(reasonsOf(reply)).toEqual(['enterprise.seal REQUIREMENT_UNMET']);
    expect(told(reply.operations)).not.toContain('seal');
    expect((await graph.asks(query)).data).toEqual({ enterprise: { name: '明远饮品', seal: '印章' } });
  });

  it('is left out with all that is under it', async () => {
    const reply = await ask(
      `{ enterprise(uscc: "${company}") { name boss { accounts { bank grant } secret } } }`,
    );
    expect(reply.data).toEqual({
      enterprise: {
        name: '明远饮品',
        boss: { accounts: [1, 2].map(() => ({ bank: null, grant: null })), secret: null },
      },
    });
    expect(reply.operations['civil']).toBeUndefined();
    expect(told(reply.operations)).not.toMatch(/bank|grant|secret/);
  });

  it('is null in every item of a list in lists', async () => {
    const reply = await ask('{ households { members { phone name ventures { capital uscc } } } }');
    expect(reply.text).not.toContain('1234567');
    expect(new Set(reasonsOf(reply).map((each) => each.replace(/\d/g, '@')))).toEqual(
      new Set([
        'households.@.members.@.name NOT_GRANTED',
        'households.@.members.@.ventures.@.capital NOT_GRANTED',
        'households.@.members.@.phone MINOR',
      ]),
    );
  });

  it('is refused on its own type alone where several can stand', async () => {
    const reply = await ask(`{ enterprise(uscc: "${company}") { owners {
      __typename ... on Citizen { same: ventureCodes phone name } ... on Enterprise { same: codes title: name phone } } } }`);
    expect(reply.data).toEqual({
      enterprise: {
        owners: [
          { __typename: 'Citizen', same: ['923301********0291', company], phone: '13900000001', name: null },
          { __typename: 'Enterprise', same: [company, '923301********0291'], title: '晓燕百货', phone: null },
        ],
      },
    });
  });

  it('is not told by sibling fragments that share its name, nor does it take theirs', async () => {
    const reply = await ask(`{ enterprise(uscc: "${company}") { owners {
      ... on Citizen { both: name } ... on Enterprise { both: name } } } }`);
    expect(reply.data).toEqual({ enterprise: { owners: [{ both: null }, { both: '晓燕百货' }] } });
    expect(reasonsOf(reply)).toEqual(['enterprise.owners.@.both NOT_GRANTED']);
  });

  it('is refused where one fragment reaches it and another a permitted part of the same record', async () => {
    const reply = await ask(`{ ${one} { ...A ...B } }
      fragment A on Citizen { household { town address } } fragment B on Citizen { household { number members { phone } } }`);
    expect(reply.data).toEqual({
      citizen: {
        household: {
          town: null,
          address: '浙江省杭州市上城区***',
          number: 'H2',
          members: [{ phone: '13900000002' }],
        },
      },
    });
  });
});

describe('a condition', () => {
  const query = `query($yes: Boolean!) { ${one} {
    a: name @include(if: $yes) b: phone @skip(if: $yes) ...F @include(if: $yes) ... @skip(if: $yes) { d: tags }
  } } fragment F on Citizen { c: secret }`;

  it.each([
    [true, { a: null, c: null }, ['a NOT_GRANTED', 'c NOT_SHARED']],
    [false, { b: '13900000002', d: null }, ['d NOT_GRANTED']],
    [true, { a: null, c: null }, ['a NOT_GRANTED', 'c NOT_SHARED']],
  ])(
    'by a variable (%s) refuses what is asked then, and tells nothing of the rest',
    async (yes, citizen, reasons) => {
      const reply = await ask(query, { yes });
      expect(reply.data).toEqual({ citizen });
      expect(reasonsOf(reply)).toEqual(reasons.map((each) => `citizen.${each}`));
    },
  );

  it('by a literal too', async () => {
    const reply = await ask(
      `{ ${one} { a: name @skip(if: true) b: name @include(if: false) c: name @skip(if: false) } }`,
    );
    expect(reply.data).toEqual({ citizen: { c: null } });
    expect(reasonsOf(reply)).toEqual(['citizen.c NOT_GRANTED']);
  });
});

describe('introspection', () => {
  it.each([
    ['__schema', '__schema { queryType { name } }'],
    ['__type', '__type(name: "Citizen") { name }'],
    ['__typename', '__typename'],
  ])('beside data opens nothing: %s', async (_, words) => {
    const reply = await ask(`{ a: ${words} ${one} { __typename name phone secret ...T } b: ${words} }
      fragment T on Citizen { t: __typename tags }`);
    expect(reply.data).toMatchObject({
      citizen: {
        __typename: 'Citizen',
        t: 'Citizen',
        name: null,
        secret: null,
        tags: null,
        phone: '13900000002',
      },
    });
    expect(Object.keys(reply.data as object)).toEqual(['a', 'citizen', 'b']);
    expect(told(reply.operations)).not.toMatch(/\bname\b|secret|tags|__schema|__type\(/);
  });

  it('alone asks nobody', async () => {
    const reply = await ask(
      `{ __typename ${one} @skip(if: true) { name } __type(name: "Citizen") { kind } }`,
    );
    expect(reply.data).toEqual({ __typename: 'Query', __type: { kind: 'OBJECT' } });
    expect(reply.operations).toEqual({});
  });

  it('of an operation of which all is refused answers the types alone', async () => {
    const reply = await graph.asking(`{ ${one} { __typename name } citizens { __typename } }`, {
      by: 'anonymous',
    });
    expect(reply.data).toEqual({ citizen: null, citizens: null });
    expect(reasonsOf(reply)).toEqual(['citizen NO_MATTER', 'citizens NO_MATTER']);
    expect(reply.operations).toEqual({});
  });
});

describe('an operation of several', () => {
  it('is judged by itself, with what it spreads', async () => {
    const query = `query A { ${one} { phone } } query B { citizen(idNumber: "${zhou}") { name } }`;
    const body = (operationName: string) => JSON.stringify({ query, operationName });
    const answers = await Promise.all(
      ['A', 'B'].map(async (name) =>
        (
          await fetch(`${graph.url}/graphql`, {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              authorization: 'Bearer clerk',
              'x-matter': 'some',
            },
            body: body(name),
          })
        ).json(),
      ),
    );
    expect(answers).toMatchObject([
      { data: { citizen: { phone: '13900000002' } } },
      { data: { citizen: { name: null } } },
    ]);
    expect(answers[0]).not.toHaveProperty('errors');
    expect((await graph.asks(`{ ${one} { phone } }`, { matter: 'some' })).errors).toEqual([]);
  });
});
