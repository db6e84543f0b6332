import { type DocumentNode, Kind, type ObjectTypeDefinitionNode } from 'graphql';
import { directiveReader } from '#schema/directive-reader.ts';
import { joinsOf } from '#schema/join.ts';
import { type FactsOf, fact, isSoleTraders, type Subject, type Subjects, type Unmasked } from '../effect.ts';

/** The types whose key is a citizen number or a credit code: their records are somebody's. */
export function subjectsOf(supergraph: DocumentNode): Subjects {
  const read = directiveReader(supergraph);
  const subjects = new Map<string, Subject>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const formatOf = (name: string | undefined) =>
      definition.fields
        ?.filter((field) => field.name.value === name)
        .flatMap((field) => read(field, 'format'))
        .map(({ is }) => is)[0];
    for (const key of singleKeys(definition)) {
      const kind = kinds[String(formatOf(key))];
      const division = definition.fields?.find(({ name }) => formatOf(name.value) === 'DIVISION_CODE');
      if (kind) subjects.set(definition.name.value, { kind, key, division: division?.name.value ?? null });
    }
  }
  return subjects;
}

const kinds: Readonly<Record<string, Subject['kind']>> = {
  CITIZEN_NUMBER: 'citizen',
  CREDIT_CODE: 'enterprise',
};

/** Who asks and for which case, as far as a record's facts depend on it. */
export type Circumstances = {
  /** The division that the caller serves (GB/T 2260). */
  readonly region: string | null;
  /** Citizen numbers and credit codes of the parties of the case. */
  readonly parties: readonly string[];
  /** Whose masks are lifted for this caller just now. */
  readonly unmasked: Unmasked | null;
  /** YYYY-MM-DD, in China. */
  readonly today: string;
};

/** Tells the facts of records in these circumstances. */
export function factsIn({ region, parties, unmasked, today }: Circumstances): FactsOf {
  const prefix = region === null ? null : servedBy(region);
  const ofParty = new Set(parties);
  const fourteenYearsAgo = `${Number(today.slice(0, 4)) - 14}${today.slice(4)}`;
  return (subject, { key, division }, inherited) => {
    const own = typeof key === 'string' ? key : '';
    let facts = 0;
    if (subject.kind === 'citizen' && isMinor(own, fourteenYearsAgo)) facts |= fact.minor;
    if (subject.kind === 'enterprise' && isSoleTraders(own)) facts |= fact.soleTrader;
    if (ofParty.has(own)) facts |= fact.party;
    if (unmasked?.covers(own)) facts |= fact.unmasked;
    if (subject.division === null) return facts | (inherited & fact.inRegion);
    if (prefix !== null && typeof division === 'string' && division.startsWith(prefix))
      facts |= fact.inRegion;
    return facts;
  };
}

/** Facts that no record has in these circumstances need no decision. */
export function possibleFacts({ region, parties, unmasked }: Circumstances): number {
  let facts: number = fact.minor | fact.soleTrader;
  if (region !== null) facts |= fact.inRegion;
  if (parties.length > 0) facts |= fact.party;
  if (unmasked) facts |= fact.unmasked;
  return facts;
}

/** 330100 is all of a city, 330000 all of a province: what ends in zeros stands for all that begins like it. */
function servedBy(region: string): string {
  return region.replace(/(00)+$/, '');
}

/** Whose birth date can't be read is taken for a minor. The last numbers of 15 digits were given in 1999. */
function isMinor(number: string, fourteenYearsAgo: string): boolean {
  if (/^\d{15}$/.test(number)) return false;
  const [, year, month, day] = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/.exec(number) ?? [];
  return year === undefined || `${year}-${month}-${day}` > fourteenYearsAgo;
}

function singleKeys(definition: ObjectTypeDefinitionNode): readonly string[] {
  return joinsOf(definition.directives, 'join__type')
    .map(({ key }) => key ?? '')
    .filter((key) => /^\w+$/.test(key));
}
