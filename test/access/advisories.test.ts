import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type GovernedGraph, matter, reasonsOf, startGovernedGraph } from './governed-graph.ts';
import { namedDepartments, namedGuard, renamedDepartment } from './named-departments.ts';

// Public advisories of this class, each asked of the running gateway.

const named = { departments: () => namedDepartments(), guard: namedGuard, takesAnyGuard: true };
let graph: GovernedGraph;
beforeAll(async () => {
  graph = await startGovernedGraph(named);
});
afterAll(() => graph?.close());
afterEach(() => {
  for (const department of Object.values(graph.departments)) department.answersTruly();
});
const dataOf = async (query: string, by: string) => (await graph.asks(query, { by })).data;
const both = (member: string, one: unknown, other: unknown) => ({
  parties: [{ [member]: one }, { [member]: other }],
});

describe('CVE-2025-64530: a field of an interface', () => {
  it('needs what its types’ fields do, asked through the interface or in fragments', async () => {
    for (const query of [
      '{ parties { seal } }',
      '{ parties { ... on Party { seal } } }',
      '{ parties { ... on Firm { seal } ... on Person { seal } } }',
      '{ parties { ...F } } fragment F on Party { ... on Firm { seal } ... on Person { ... on Party { seal } } }',
    ]) {
      const reply = await graph.asking(query, { by: 'anonymous' });
      expect(reply.data).toEqual(both('seal', null, null));
      expect(JSON.stringify(reply.operations)).not.toContain('seal');
    }
    expect(await dataOf('{ parties { ... on Firm { seal } ... on Person { seal } } }', 'clerk')).toEqual(
      both('seal', '甲印', null),
    );
    expect(await dataOf('{ parties { seal } }', 'clerk')).toEqual(both('seal', null, null));
    expect(await dataOf('{ parties { seal } }', 'analyst')).toEqual(both('seal', '甲印', '乙印'));
  });

  it('needs what an older composition wrote on the interface alone', async () => {
    const older = await startGovernedGraph({
      ...named,
      rewrite: (sdl) => sdl.replace(/(interface Party[^{]*\{[^}]*\bname: String)/, '$1 @authenticated'),
    });
    try {
      const query =
        '{ parties { ... on Firm { name } ... on Person { name } } any { ... on Firm { name } } }';
      const reply = await older.asking(query, { by: 'anonymous' });
      expect(reply.text).not.toMatch(/甲|乙/);
      expect(JSON.stringify(reply.operations)).not.toMatch(/\bname\b/);
      expect((await older.asks('{ any { ... on Firm { name } } }')).data).toEqual({
        any: [{ name: '甲' }, {}],
      });
    } finally {
      await older.close();
    }
  });
});

describe('CVE-2025-64173: a field of several types', () => {
  it('is shown through the interface only to whoever may see it of each, and in a fragment of its own type', async () => {
    expect(await dataOf('{ parties { name } }', 'anonymous')).toEqual(both('name', null, null));
    expect(await dataOf('{ parties { name ... on Firm { name } } }', 'anonymous')).toEqual(
      both('name', '甲', null),
    );
    expect(await dataOf('{ parties { name } }', 'scoped')).toEqual(both('name', '甲', '乙'));
  });

  it('is no less guarded in a union', async () => {
    const query = '{ any { ... on Firm { name income } ... on Person { name } ... on Party { n: name } } }';
    expect(await dataOf(query, 'anonymous')).toEqual({
      any: [
        { name: '甲', income: null, n: null },
        { name: null, n: null },
      ],
    });
    expect(await dataOf(query, 'scoped')).toEqual({
      any: [
        { name: '甲', income: 90, n: '甲' },
        { name: '乙', n: '乙' },
      ],
    });
  });
});

describe('CVE-2025-64347: a directive under another name', () => {
  it('guards, and one of its name that is another’s does not', async () => {
    const own = await startGovernedGraph({
      ...named,
      guard: namedGuard.split('\n')[1] ?? '',
      departments: renamedDepartment,
    });
    try {
      const reply = await own.asking('{ firm { kept homonym } }', { by: 'anonymous' });
      expect(reply.data).toEqual({ firm: { kept: null, homonym: '公开' } });
      expect(JSON.stringify(reply.operations)).not.toContain('kept');
      expect((await own.asks('{ firm { kept } }')).data).toEqual({ firm: { kept: '内部' } });
    } finally {
      await own.close();
    }
  });
});

const older = (field: string) => (sdl: string) =>
  sdl.replace(
    new RegExp(`(\\n +${field}(\\(.*\\))?: Int .*?)@requiresScopes\\(scopes: \\[\\["read"\\]\\]\\)`),
    '$1',
  );

describe('GHSA-m8jr-fxqx-8xx6: a field that reads a guarded one', () => {
  const query = '{ firm(id: "F1") { score branch { share } open } }';

  it('is refused with it, and neither it nor what it reads is asked for', async () => {
    const reply = await graph.asking(query, { by: 'clerk' });
    expect(reply.data).toEqual({ firm: { score: null, branch: { share: null }, open: 1 } });
    expect(JSON.stringify(reply.operations)).not.toMatch(/income|score|share/);
    expect(await dataOf('{ firm(id: "F1") { score open } }', 'scoped')).toEqual({
      firm: { score: 91, open: 1 },
    });
  });

  it('does not compose with less, and what was composed so is not served', async () => {
    await expect(
      startGovernedGraph({ ...named, departments: () => namedDepartments('@authenticated') }),
    ).rejects.toThrow('@requiresScopes');
    await expect(startGovernedGraph({ ...named, rewrite: older('score') })).rejects.toThrow(
      /refuses to start.*score reads Firm.income by @requires/s,
    );
  });

  it('is not served where it reads by @fromContext, which no planner here gives departments', async () => {
    await expect(
      startGovernedGraph({ ...named, departments: () => namedDepartments(undefined, 'by context') }),
    ).rejects.toThrow('can not be planned here');
  });
});

describe('CVE-2026-32621: names that JavaScript objects inherit', () => {
  const hostile =
    '"__proto__":{"polluted":1,"isAuthenticated":true},"constructor":{"prototype":{"polluted":1}},';

  it('in departments’ answers change nothing, of any record or any caller', async () => {
    for (const department of Object.values(graph.departments))
      department.answersInstead((truth) => ({ body: JSON.stringify(truth).replaceAll('{', `{${hostile}`) }));
    const query =
      '{ parties { id seal } firm(id: "F1") { open score } any { __typename ... on Firm { income open } } }';
    const reply = await graph.asks(query, { by: 'anonymous' });
    expect(reply.data).toEqual({
      parties: [
        { id: 'F1', seal: null },
        { id: 'P1', seal: null },
      ],
      firm: { open: 1, score: null },
      any: [{ __typename: 'Firm', income: null, open: 1 }, { __typename: 'Person' }],
    });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(await dataOf('{ firm(id: "F1") { income } }', 'anonymous')).toEqual({ firm: { income: null } });
  });

  it('as aliases and in variables neither open a field nor change a value', async () => {
    const query = `query($f: Filter) { __proto__: firm(id: "F1") { constructor: income __proto__: open toString: seal }
      constructor: open(filter: $f) }`;
    const body = `{"query":${JSON.stringify(query)},"variables":{"__proto__":{"f":{"text":"x"}},"constructor":1,"f":{"text":"a"}}}`;
    const headers = { 'content-type': 'application/json' };
    const text = await (await fetch(`${graph.url}/graphql`, { method: 'POST', headers, body })).text();
    expect(text).toContain(
      '"data":{"__proto__":{"constructor":null,"__proto__":1,"toString":null},"constructor":"{\\"text\\":\\"a\\"}"}',
    );
    const inside = body.replace(
      '"f":{"text":"a"}',
      '"f":{"__proto__":{"text":"b"},"inner":{"constructor":{}}}',
    );
    const refused = await fetch(`${graph.url}/graphql`, { method: 'POST', headers, body: inside });
    expect(refused.status).toBe(400);
    expect(({} as Record<string, unknown>)['text']).toBeUndefined();
  });

  it('as matter, case and token are no one’s', async () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect((await graph.asks('{ open }', { matter: name })).status).toBeGreaterThanOrEqual(400);
      expect((await graph.asks('{ open }', { by: name })).status).toBe(401);
    }
  });
});

describe('a forbid that can’t be evaluated, which Cedar skips', () => {
  const overflow = `${namedGuard}
    @id("broken") forbid (principal, action == Action::"Firm.name", resource) when { principal.level + 9223372036854775807 > 0 };`;
  const missing = `${namedGuard}
    @id("broken") forbid (principal, action == Action::"Firm.name", resource) when { resource.unheardOf };`;
  const policy = namedGuard.replace(
    '"policy staff", resource)',
    '"policy staff", resource) when { principal.level * 9223372036854775807 > 0 }',
  );

  it.each([
    ['an overflow', overflow],
    ['an attribute that is not there', missing],
  ])('denies what it is about, and alarms: %s', async (_, guard) => {
    const own = await startGovernedGraph({ ...named, guard });
    try {
      const reply = await own.asking('{ firm(id: "F1") { name id } parties { ... on Firm { name } } }');
      expect(reply.data).toEqual({ firm: { name: null, id: 'F1' }, parties: [{ name: null }, {}] });
      expect(reasonsOf(reply)).toEqual(['firm.name POLICY_FAILED', 'parties.@.name POLICY_FAILED']);
      expect(own.alarms).toContain('Firm.name: broken');
      expect(JSON.stringify(reply.operations)).not.toMatch(/\bname\b/);
    } finally {
      await own.close();
    }
  });

  it('is no policy that is met', async () => {
    const own = await startGovernedGraph({ ...named, guard: policy });
    try {
      const reply = await own.asks('{ parties { ... on Person { seal } } }', { by: 'analyst' });
      expect(reply.data).toEqual({ parties: [{}, { seal: null }] });
      expect(own.alarms).toContain('policy staff: staff');
    } finally {
      await own.close();
    }
  });

  it('is not loaded where Cedar’s schema can tell', async () => {
    await expect(startGovernedGraph({ guard: missing, matters: [matter('any', {})] })).rejects.toThrow(
      'broken',
    );
  });
});
