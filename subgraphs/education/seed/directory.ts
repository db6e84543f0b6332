import type { Random } from '#subgraphs/world/world.ts';
import type { EducationLevel, School, SchoolKind } from '../register.ts';

/** The schools that citizens are sent to: a few of a kind in a place, so it stays small in a world of any size. */
export type Directory = {
  /** Enters a school, unless its place has enough of the kind. */
  add(school: School): void;
  hasPublicSchools(prefecture: string): boolean;
  /**
   * A school of the level that was there on the day: up to the age of eighteen in the prefecture (four digits), later
   * mostly in its province.
   */
  pick(
    random: Random,
    level: EducationLevel,
    where: { readonly prefecture: string; readonly on: string },
  ): School;
};

/** A directory without schools. */
export function createDirectory(): Directory {
  const bySubject = new Map<string, School[]>();
  const served = new Set<string>();
  const enter = (subject: string, school: School, most: number) => {
    const entered = bySubject.get(subject);
    if (!entered) bySubject.set(subject, [school]);
    else if (entered.length < most) entered.push(school);
  };
  return {
    add(school) {
      if (school.kind === 'ADULT_HIGHER') return;
      const place = school.divisionCode?.slice(0, 4) ?? '';
      if (school.kind !== 'REGULAR_HIGHER') {
        enter(`${school.kind} ${place}`, school, mostOfAKind);
        if (!school.isPrivate) served.add(place);
        return;
      }
      enter(`${school.level} ${place.slice(0, 2)}`, school, mostOfAKind);
      enter(`${school.level}`, school, mostUniversities);
    },
    hasPublicSchools: (prefecture) => served.has(prefecture),
    pick(random, level, { prefecture, on }) {
      const kind = kindOfLevel[level];
      const isLocal = kind !== 'UNDERGRADUATE' && kind !== 'JUNIOR_COLLEGE';
      const local = bySubject.get(`${kind} ${isLocal ? prefecture : prefecture.slice(0, 2)}`);
      const from = isLocal || (local && random.chance(0.6)) ? local : bySubject.get(kind);
      if (!from) throw new Error(`no school for ${level} in ${prefecture}`);
      const founded = from.filter(({ foundedOn }) => foundedOn === null || foundedOn <= on);
      return random.pick(founded.length > 0 ? founded : from);
    },
  };
}

const mostOfAKind = 8;
const mostUniversities = 200;

/** Where each level is studied: a kind of school, or a level of university. */
const kindOfLevel: Record<EducationLevel, SchoolKind | 'UNDERGRADUATE' | 'JUNIOR_COLLEGE'> = {
  PRIMARY: 'PRIMARY',
  JUNIOR_SECONDARY: 'JUNIOR_SECONDARY',
  SENIOR_SECONDARY: 'SENIOR_SECONDARY',
  SECONDARY_VOCATIONAL: 'SECONDARY_VOCATIONAL',
  JUNIOR_COLLEGE: 'JUNIOR_COLLEGE',
  UNDERGRADUATE: 'UNDERGRADUATE',
  MASTER: 'UNDERGRADUATE',
  DOCTOR: 'UNDERGRADUATE',
};
