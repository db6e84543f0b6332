import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { expect, it, onTestFinished } from 'vitest';
import { createAccess } from '#gateway/access/authorize.ts';
import { governed, guardedFields } from '#gateway/access/governed.ts';
import { loadPolicySet } from '#gateway/access/policy/set.ts';
import type { Graph } from '#gateway/graph/graph.ts';
import type { Matter } from '#schema/policy/policy.ts';
import { withVocabulary } from '#schema/vocabulary.ts';
import { type Resolvers, startSmallGraph } from '#test/gateway/small-graph.ts';

// What the property found, in as few words as show it.

it('shows a field of an interface as the record’s own type may show it, though nothing else needs the type', async () => {
  const ask = await governedGraph(
    `type Query { assets: [Asset!]! @share(as: UNCONDITIONAL) }
     interface Asset { code: ID }
     type Car implements Asset { code: ID @share(as: UNCONDITIONAL) }
     type House implements Asset { code: ID @share(as: CONDITIONAL) @mask(rule: CERTIFICATE) }`,
    { Query: { assets: () => [{ __typename: 'House', code: 'H123456' }] } },
    matterOf({ 'House.code': { show: 'masked', where: [], otherwise: 'denied' } }),
  );
  const { body } = await ask('{ assets { code } }');
  expect(body).not.toContain('H123456');
});

it('answers introspection where federation’s directives guard something', async () => {
  const ask = await governedGraph(
    'type Query { open: String @share(as: UNCONDITIONAL) closed: String @share(as: UNCONDITIONAL) @authenticated }',
    { Query: { open: () => 'open' } },
    matterOf({}),
  );
  const { data, errors } = await ask('{ open __schema { queryType { name } } }');
  expect(errors).toEqual([]);
  expect(data).toEqual({ open: 'open', __schema: { queryType: { name: 'Query' } } });
});

it('refuses a field of an interface whose argument would tell what one of its types hides', async () => {
  const ask = await governedGraph(
    `type Query { assets: [Asset!]! @share(as: UNCONDITIONAL) }
     interface Asset { size(above: Int): Int }
     type Car implements Asset { size(above: Int): Int @share(as: UNCONDITIONAL) }
     type House implements Asset {
       size(above: Int @reads(fields: ["House.price"])): Int @share(as: UNCONDITIONAL)
       price: Int @share(as: CONDITIONAL)
     }`,
    { Query: { assets: () => [{ __typename: 'House', size: 7 }] } },
    matterOf({}),
  );
  const { data } = await ask('{ assets { size(above: 900000) } }');
  expect(data).toEqual({ assets: [{ size: null }] });
});

it('tells nobody how many credit codes a record has where it may show none', async () => {
  const idNumber = '330199202103040048';
  const ask = await governedGraph(
    `type Query { child: Citizen @share(as: UNCONDITIONAL) }
     type Citizen @key(fields: "idNumber") {
       idNumber: ID! @share(as: UNCONDITIONAL) @format(is: CITIZEN_NUMBER)
       codes: [ID] @share(as: UNCONDITIONAL) @sensitive(level: L1, category: PERSONAL) @format(is: CREDIT_CODE)
     }`,
    { Query: { child: () => ({ idNumber, codes: ['91330199MA0000T01G', '92330199MA0000T1X5'] }) } },
    matterOf({}),
  );
  const { data } = await ask('{ child { codes } }');
  expect(data).toEqual({ child: { codes: null } });
});

async function governedGraph(types: string, resolvers: Resolvers, matter: Matter) {
  const own = ['share', 'mask', 'sensitive', 'reads', 'format', 'lookup', 'resource'].map(
    (name) => `"@${name}"`,
  );
  const typeDefs = withVocabulary(
    parse(`extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@authenticated", "@composeDirective"])
      @link(url: "https://tongcha.example/governance/v1.0", import: [${own.join(', ')}])
      ${own.map((name) => `@composeDirective(name: ${name})`).join(' ')}
      ${types}`),
  );
  const graph = await startSmallGraph(
    { registry: { typeDefs, resolvers } },
    { guarded: guardedFields, govern: (loaded) => governing(loaded, matter) },
  );
  onTestFinished(() => graph.close());
  return (query: string) => graph.ask(query);
}

const guard = readFileSync(join(import.meta.dirname, '../../schema/policy/guard.cedar'), 'utf8');

function governing(graph: Graph, matter: Matter) {
  const { rules, federation, policyNames, subjects } = governed(graph.document, graph.apiSchema);
  const explorer = {
    code: 'explorer',
    title: 't',
    says: 's',
    ownDepartment: 'none',
    needsMatter: true,
  } as const;
  const policy = {
    matters: new Map([[matter.code, matter]]),
    roles: new Map([['explorer', explorer]]),
    departments: new Map<string, string>(),
    version: '1',
  };
  const policySet = loadPolicySet({ policy, guard, rules, policyNames }, () => undefined);
  const access = createAccess({ graph, rules, federation, policySet });
  return {
    access: {
      ...access,
      authorize: (...[document, authorizing, variables]: Parameters<typeof access.authorize>) =>
        access.authorize(
          document,
          { ...authorizing, purpose: { matter: matter.code, case: null } },
          variables,
        ),
    },
    subjects,
  };
}

function matterOf(
  fields: Readonly<Record<string, Matter['fields'] extends ReadonlyMap<string, infer G> ? G : never>>,
): Matter {
  return {
    code: 'trial',
    title: 't',
    basis: ['b'],
    subject: 'either',
    roles: ['explorer'],
    departments: [],
    units: [],
    case: 'optional',
    validity: { from: '2020-01-01', to: null },
    accessLog: { kind: 'shown' },
    minors: null,
    fields: new Map(Object.entries(fields)),
    file: 'matters/trial.yaml',
  };
}
