import { parse } from 'graphql';
import { channel } from './channel.ts';
import type { FeedKind } from './feeding.ts';
import { type SmallGraph, type SmallOptions, startSmallGraph } from './small-graph.ts';

/** A change of a firm, as its department tells it. */
export type Change = {
  readonly __typename?: 'Renamed' | 'Opened';
  readonly at?: number;
  readonly firm?: string | null;
  readonly note?: string;
  readonly words?: string;
};

/** A small graph whose first department tells what changes; the second knows what firms pay. */
export type Watched = SmallGraph & {
  /** Something changed. */
  change(...changes: readonly Change[]): void;
  /** The department says that nothing more will. */
  end(): void;
  /** Who listens to the department. */
  listeners(): number;
  everListened(): number;
  readonly url: string;
  readonly http: Awaited<ReturnType<SmallGraph['listen']>>['http'];
};

/** What a department says to itself. */
export const secret = '内部口令 330199197903129813';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])';
const watch = parse(`${link}
  type Query { now: Int firm(id: ID!): Firm }
  type Mutation { wind(by: Int!): Int }
  type Subscription { changed(since: Int): Change strict: Change! forbidden: Int }
  interface Change { at: Int firm: Firm note: String }
  type Renamed implements Change { at: Int firm: Firm note: String before: String }
  type Opened implements Change { at: Int firm: Firm note: String words: String }
  type Firm @key(fields: "id") { id: ID! name: String! }
`);
const tax = parse(`${link}
  type Firm @key(fields: "id") { id: ID! paid: Int must: Int! }
`);
const names: Readonly<Record<string, string>> = { a: '甲', b: '乙', c: '丙' };

/** Starts it, its first department offering subscriptions in one way or the other. */
export async function watchFirms(feed: FeedKind, options: SmallOptions = {}): Promise<Watched> {
  const changes = channel<Change>();
  const told = {
    subscribe: () => changes.listen(),
    resolve: ({ __typename = 'Opened', firm, ...rest }: Change) => ({
      __typename,
      ...rest,
      firm: firm === undefined || firm === null ? null : { id: firm, name: names[firm] },
      note: () => {
        if (rest.note === 'failing') throw new Error(secret);
        return rest.note;
      },
    }),
  };
  const graph = await startSmallGraph(
    {
      watch: {
        typeDefs: watch,
        feed,
        resolvers: {
          Query: {
            now: () => 7,
            firm: (_: never, { id }: { id: string }) => (names[id] ? { id, name: names[id] } : null),
          },
          Mutation: { wind: (_: never, { by }: { by: number }) => 7 + by },
          Subscription: {
            changed: told,
            strict: { ...told, resolve: (event: Change) => (event.at === 0 ? null : told.resolve(event)) },
            forbidden: {
              subscribe: () => Promise.reject(new Error(secret)),
              resolve: () => null,
            },
          },
          Renamed: { before: () => '旧名' },
        },
      },
      tax: {
        typeDefs: tax,
        resolvers: {
          Firm: {
            __resolveReference: ({ id }: { id: string }) => ({
              id,
              paid: id.charCodeAt(0),
              must: id === 'c' ? null : 1,
            }),
          },
        },
      },
    },
    options,
  );
  const { url, http } = await graph.listen();
  return {
    ...graph,
    change: (...events) => changes.send(...events),
    end: () => changes.end(),
    listeners: () => changes.listeners(),
    everListened: () => changes.everListened(),
    url,
    http,
  };
}
