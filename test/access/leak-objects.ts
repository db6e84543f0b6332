import type { Choose } from '#test/oracle/choose.ts';
import { asksNothing, asksOf, resourcesOf, sayingOf, silent } from './leak-sayings.ts';
import type { Field, ObjectType } from './leak-worlds.ts';

/** A world in the making. */
export type Making = {
  readonly choose: Choose;
  readonly departments: readonly string[];
  /** Where each thing that only one department knows is known. */
  readonly places: Readonly<Record<'values' | 'Asset' | 'Party' | 'Holder', string>>;
};

/** What leaf fields are called, and their types. */
export const leaves: Readonly<Record<string, string>> = {
  name: 'String',
  tel: 'String',
  code: 'ID',
  firmCode: 'ID',
  amount: 'Yuan',
  since: 'Date',
  kind: 'Kind',
  size: 'Int',
};

/** The entities, that every department knows. */
export function entities(making: Making): readonly ObjectType[] {
  const { choose, departments } = making;
  const permitFormat = choose.oneOf([null, null, null, null, 'CREDIT_CODE', 'CITIZEN_NUMBER']);
  return [
    entity('Citizen', { key: 'idNumber', format: 'CITIZEN_NUMBER' }, making),
    entity('Enterprise', { key: 'uscc', format: 'CREDIT_CODE' }, making),
    entity('Permit', { key: 'permitId', format: permitFormat }, making),
  ].map((each) => ({ ...each, departments }));
}

function entity(
  name: string,
  { key, format }: { readonly key: string; readonly format: string | null },
  making: Making,
): ObjectType {
  const { choose, departments } = making;
  const says = new Map(
    departments.map((department, index) => [
      department,
      index === 0 ? { ...sayingOf('ID', choose), asks: asksNothing, format } : silent,
    ]),
  );
  const keyField: Field = { name: key, type: 'ID!', args: [], says, isLookup: false };
  const division: Field = {
    name: 'division',
    type: 'ID',
    args: [],
    says: new Map([
      [choose.oneOf(departments), { ...sayingOf('ID', choose), mask: null, format: 'DIVISION_CODE' }],
    ]),
    isLookup: false,
  };
  return {
    name,
    key,
    fields: [
      keyField,
      ...(name !== 'Permit' && choose.chance(60) ? [division] : []),
      ...leafFields(departments, making),
    ],
    resources: resourcesOf(departments, choose),
    asks: choose.chance(6) ? asksOf(choose) : asksNothing,
    departments,
  };
}

/** The value types, that one department knows each. */
export function values({ places: { values: department, Asset }, ...making }: Making): readonly ObjectType[] {
  const { choose } = making;
  const value = (name: string, place: string): ObjectType => ({
    name,
    key: null,
    fields: leafFields([place], making),
    resources: resourcesOf([place], choose),
    asks: choose.chance(10) ? asksOf(choose) : asksNothing,
    departments: [place],
  });
  return [value('Address', department), value('Car', Asset), value('House', Asset)];
}

function leafFields(departments: readonly string[], { choose }: Pick<Making, 'choose'>): readonly Field[] {
  return choose.some(Object.keys(leaves), 2).map((name) => {
    const base = leaves[name] as string;
    const holders = choose.chance(20) ? choose.some(departments, 1).slice(0, 2) : [choose.oneOf(departments)];
    const type = choose.chance(20) ? `${base}!` : choose.chance(12) ? `[${base}!]` : base;
    const format = name === 'firmCode' ? 'CREDIT_CODE' : null;
    const says = new Map(
      holders.map((department) => [department, { ...sayingOf(base, choose), format }] as const),
    );
    return { name, type, args: [], says, isLookup: false };
  });
}
