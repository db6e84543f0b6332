import type { Row } from './town-rows.ts';

/** Looks a row up by type and key in what the asked department keeps. */
export type Find = (type: string, key: unknown) => Row | null;
type Resolve = (row: Row, args: Row, find: Find) => unknown;

const one =
  (type: string, from: string): Resolve =>
  (row, _, find) =>
    find(type, row[from]);

const many =
  (type: string, from: string): Resolve =>
  (row, { first = 9 }, find) =>
    (row[from] as unknown[] | null | undefined)?.slice(0, first as number).map((key) => find(type, key));

const all =
  (type: string, keys: readonly string[]): Resolve =>
  (_, __, find) =>
    keys.map((key) => find(type, key));

/** The fields of each department that aren't simply a key of the row. */
export const townFields: Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, Resolve>>>>>
> = {
  registry: {
    Query: {
      enterprise: (_, { uscc }, find) => find('Enterprise', uscc),
      enterprises: (_, { filter, first }, find) =>
        ['E1', 'E9', 'E2', 'E3']
          .slice(0, first as number)
          .map((key) => find('Enterprise', key))
          .map((found) => (found && passes(found, filter as Filter | undefined) ? found : null)),
      search: (_, { text }, find) =>
        [
          find('Enterprise', 'E1'),
          find('Citizen', 'C1'),
          find('Enterprise', 'E2'),
          find('Citizen', 'C3'),
        ].filter((each) => String(each?.['name']).includes(String(text))),
      parties: (_, { limit = 9 }, find) =>
        [find('Citizen', 'C2'), find('Enterprise', 'E1'), find('Citizen', 'C1')].slice(0, limit as number),
      grid: (_, __, find) => {
        const [one, two] = [find('Enterprise', 'E1'), find('Enterprise', 'E2')];
        return [[one, null], null, [], [two, one]];
      },
      echo: (_, args) => JSON.stringify(args),
    },
    Mutation: {
      found: (_, { uscc, name }) => ({ uscc, name, kind: 'SHOP' }),
      rename: (_, { uscc, name }, find) => ({ ...find('Enterprise', uscc), name }),
    },
    Enterprise: {
      founded: (_, { format = 'plain' }) => `2000 ${String(format)}`,
      owner: one('Citizen', 'owner'),
      partners: many('Citizen', 'partners'),
    },
    Branch: {
      constructor: (row: Row) => (Object.hasOwn(row, 'constructor') ? row['constructor'] : null),
      head: one('Citizen', 'head'),
      parent: one('Enterprise', 'parent'),
    },
    Address: { floor: ({ metres }, { unit }) => (metres as number) * (unit === 'FOOT' ? 4 : 1) },
  },
  tax: {
    Query: {
      permits: all('Permit', ['north/1', 'north/2', 'south/1']),
      assets: all('Asset', ['A1', 'A2', 'A3']),
    },
    Mutation: {
      pay: (_, { uscc, amount }, find) => {
        const found = find('Enterprise', uscc);
        return found && { ...found, due: Number(found['due']) - Number(amount) };
      },
    },
    Enterprise: {
      burden: ({ capital, rate }, { rounded }) =>
        typeof capital === 'number' ? (rounded ? Math.round : Number)(capital * Number(rate)) : null,
      permits: many('Permit', 'permits'),
      representative: one('Citizen', 'representative'),
    },
    Permit: { holder: one('Enterprise', 'holder') },
    House: { owner: one('Citizen', 'owner') },
    Ship: { owner: one('Enterprise', 'owner'), crew: many('Citizen', 'crew') },
  },
  water: {
    Query: {
      wells: (_, { deep }, find) =>
        ['W1', 'W2', 'W3']
          .map((key) => find('Well', key))
          .map((well) => (deep && Number(well?.['depth']) < 20 ? null : well)),
    },
    Permit: { wells: many('Well', 'wells') },
    Well: { permit: one('Permit', 'permit') },
    Citizen: {
      household: ({ household }) => ({ size: (household as string[]).length, members: household }),
      guardian: one('Citizen', 'guardian'),
    },
    Household: { members: many('Citizen', 'members') },
  },
  insurance: {
    Query: { insured: all('Citizen', ['C3', 'C1']) },
    Citizen: { employer: one('Enterprise', 'employer') },
  },
};

type Filter = { readonly kind?: string; readonly not?: Filter; readonly nameContains: string };

function passes(row: Row, filter: Filter | undefined): boolean {
  if (!filter) return true;
  const { kind, not, nameContains } = filter;
  return (
    (kind === undefined || row['kind'] === kind) &&
    String(row['name']).includes(nameContains) &&
    (not === undefined || !passes(row, not))
  );
}
