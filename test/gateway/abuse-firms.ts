import { parse } from 'graphql';
import { httpAnswer, startWildDepartment, type Way, type WildDepartment } from './abuse-department.ts';
import { type SmallGraph, type SmallOptions, type SmallReply, startSmallGraph } from './small-graph.ts';

// Firms of an honest owner, to which a wild department adds.

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires"])';
const owner = parse(`${link}
  type Query { firm(id: ID!): Firm firms: [Firm!]! count: Int }
  type Mutation { rename: Int }
  type Firm @key(fields: "id") { id: ID! name: String! seat: Seat @shareable }
  type Seat @shareable { town: String }
`);
const tax = parse(`${link}
  scalar Json
  enum State { NORMAL ABNORMAL }
  type Query { taxes: Int tariff: Tariff }
  type Mutation { pay: Int }
  type Tariff { rate: Float! note: String rows: [Row!] }
  type Row { year: Int part: Row firm: Firm }
  type Firm @key(fields: "id") {
    id: ID! state: State paid: Int rate: Float exact: Float! ref: ID note: String is: Boolean raw: Json
    grades: [Grade!] best: Grade must: Int! seat: Seat @shareable
  }
  type Grade { year: Int! level: String }
  type Seat @shareable { town: String street: String }
`);
const audit = parse(`${link}
  type Query { audits: Int }
  type Firm @key(fields: "id") { id: ID! state: State @external score: Int @requires(fields: "state") checked: Boolean }
  enum State { NORMAL ABNORMAL }
`);

const names: Readonly<Record<string, string>> = { E1: '甲', E2: '乙', E3: '丙' };
const firmOf = (id: string) => ({ id, name: names[id], seat: { town: '杭州' } });

/** What the wild department would say of a firm on a good day; it always sends more than it was asked. */
export const goodFirm = { state: 'NORMAL', paid: 5, rate: 0.5, exact: 1, must: 1, note: 'n', is: true };

/** The answer of a good day, whatever is asked and by whatever alias. */
export const good: Way = (socket, { query, variables: { representations } }) => {
  const firm = { ...goodFirm, ...aliased(query, goodFirm) };
  const root = { taxes: 7, pay: 1 };
  const entities = representations && { _entities: representations.map(({ id }) => ({ id, ...firm })) };
  const data = { ...root, ...aliased(query, root), ...entities };
  socket.write(httpAnswer(JSON.stringify({ data })));
};

/** What a query asks for under another name. */
function aliased(query: string, record: Readonly<Record<string, unknown>>): object {
  const pairs = [...query.matchAll(/(\w+): ?(\w+)/g)];
  return Object.fromEntries(
    pairs.flatMap(([, alias = '', name = '']) =>
      Object.hasOwn(record, name) ? [[alias, record[name]]] : [],
    ),
  );
}

export type Firms = {
  readonly graph: SmallGraph;
  readonly wild: WildDepartment;
  close(): Promise<void>;
};

/** Starts the departments and the gateway before them; `tax` is the wild one. */
export async function startFirms(options: SmallOptions = {}): Promise<Firms> {
  const wild = await startWildDepartment(good);
  const graph = await startSmallGraph(
    {
      owner: {
        typeDefs: owner,
        resolvers: {
          Query: {
            firm: (_: never, { id }: { id: string }) => (names[id] ? firmOf(id) : null),
            firms: () => Object.keys(names).map(firmOf),
            count: () => 3,
          },
          Mutation: { rename: () => 1 },
          Firm: { __resolveReference: ({ id }: { id: string }) => firmOf(id) },
        },
      },
      tax: { typeDefs: tax, resolvers: {} },
      audit: {
        typeDefs: audit,
        resolvers: {
          Query: { audits: () => 1 },
          Firm: {
            __resolveReference: (reference: object) => ({ ...reference, checked: true }),
            score: ({ state }: { state: string }) => (state === 'NORMAL' ? 100 : 0),
          },
        },
      },
    },
    { departmentTimeoutMs: 400, ...options, departmentUrls: { tax: wild.url } },
  );
  return {
    graph,
    wild,
    async close() {
      await graph.close();
      await wild.close();
    },
  };
}

/** Each error as its path, code and department. */
export function toldOf({ errors }: SmallReply): readonly string[] {
  return errors
    .map(
      ({ path, extensions }) =>
        `${path?.join('.')} ${String(extensions['code'])} ${String(extensions['department'])}`,
    )
    .toSorted();
}

export const secret = '内部口令 330199197903129813';
