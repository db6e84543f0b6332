import { parse } from 'graphql';
import type { SmallDepartment } from '../gateway/small-graph.ts';

// Two departments guarded by federation's own directives.

const link = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`;
const imports =
  '"@key", "@external", "@requires", "@authenticated", "@requiresScopes", "@policy", "@context", "@fromContext"';
const plainly = 'share: Int';
const byContext = 'share(income: Int @fromContext(field: "$firm { income }")): Int';
const read = '@requiresScopes(scopes: [["read"]])';

const parties = (share: string) => `${link(imports)}
  type Query { parties: [Party!] firm(id: ID!): Firm any: [Any!] open(filter: Filter): String }
  type Subscription { changed: Firm }
  input Filter { text: String inner: Filter }
  interface Party { id: ID! name: String seal: String }
  union Any = Firm | Person
  type Firm implements Party @key(fields: "id") @context(name: "firm") {
    id: ID! name: String seal: String @authenticated income: Int ${read} branch: Branch
  }
  type Person implements Party @key(fields: "id") {
    id: ID! name: String ${read} seal: String @policy(policies: [["staff"]])
  }
  type Branch @key(fields: "id") {
    id: ID! ${share} ${read}
  }`;
const rating = (score: string) => `${link(imports)}
  type Firm @key(fields: "id") { id: ID! income: Int @external score: Int @requires(fields: "income") ${score} open: Int }`;
const renamed = `${link('{ name: "@authenticated", as: "@login" }')}
  directive @authenticated on FIELD_DEFINITION
  type Query { firm: Firm } type Firm { kept: String @login homonym: String @authenticated }`;

/** Parties and their ratings; `score` is what guards the field that requires another. */
export function namedDepartments(
  score: string = read,
  share: 'plainly' | 'by context' = 'plainly',
): Readonly<Record<string, SmallDepartment>> {
  const firm = { __typename: 'Firm', id: 'F1', name: '甲', seal: '甲印', income: 90 };
  const person = { __typename: 'Person', id: 'P1', name: '乙', seal: '乙印' };
  return {
    parties: {
      typeDefs: parse(parties(share === 'plainly' ? plainly : byContext)),
      resolvers: {
        Query: {
          parties: () => [firm, person],
          any: () => [firm, person],
          firm: () => firm,
          open: (_: never, { filter }: { filter?: object }) => JSON.stringify(filter ?? null),
        },
        Subscription: { changed: { subscribe: changes, resolve: () => firm } },
        Firm: { __resolveReference: () => firm, branch: () => ({ id: 'B1' }) },
        Branch: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          share: () => 1,
        },
      },
    },
    rating: {
      typeDefs: parse(rating(score)),
      resolvers: { Firm: { score: ({ income }: { income: number }) => income + 1, open: () => 1 } },
    },
  };
}

async function* changes(): AsyncGenerator<number> {
  yield 1;
  yield 2;
}

/** A department that calls a directive otherwise than its specification does. */
export function renamedDepartment(): Readonly<Record<string, SmallDepartment>> {
  return {
    firms: {
      typeDefs: parse(renamed),
      resolvers: { Query: { firm: () => ({ kept: '内部', homonym: '公开' }) } },
    },
  };
}

/** A guard for departments that have no share classes: everything is permitted but what federation's directives ask. */
export const namedGuard = `
  @id("all") permit (principal, action in Action::"class NONE", resource);
  @id("staff") permit (principal in Role::"analyst", action == Action::"policy staff", resource);`;
