import type { Fault } from '../errors.ts';
import type { Read } from '../graph/read.ts';
import type { EntityPart, Route } from './compile.ts';
import type { Growing, Records, Way } from './place.ts';

/** The data of a request, and where its records stand as far as it was looked up since an answer last brought some. */
export type Sighted = { readonly data: Growing; readonly standing: Map<Way, Records> };

type Lose = (fault: Fault, record: Growing) => void;

/** The records that stand for one entity: it is asked about once. */
export type Group = {
  readonly text: string;
  readonly records: Growing[];
  readonly route: Route;
  /** What is read of the first record besides its id. */
  readonly others: readonly unknown[];
};

/** The entities that a part asks about, in the order in which they are asked. */
export type Gathered = { readonly part: EntityPart; readonly groups: readonly Group[] };

/** Groups the records that a part asks about; those that can't be represented, because of a fault, are told of. */
export function gather(part: EntityPart, sighted: Sighted, lose: Lose): Gathered {
  const byId = new Map<string | number, Group>();
  const byText = new Map<string, Group>();
  for (const route of part.routes) {
    const { textOf, idOf, others } = route.represent;
    for (const record of standingAt(route.way, sighted)) {
      // Until somebody tells: null, which is what it means that nobody holds the entity, or that nobody could be asked.
      for (const key of part.mergedKeys) if (!Object.hasOwn(record, key)) record[key] = null;
      const id = idOf(record);
      const known = id === undefined ? undefined : byId.get(id);
      if (known && hasSame(record, others, known)) {
        known.records.push(record);
        continue;
      }
      const text = textOf(record);
      if (typeof text !== 'string') {
        if (text) lose(text, record);
        continue;
      }
      const group = byText.get(text) ?? {
        text,
        records: [],
        route,
        others: others.map((read) => read(record)),
      };
      group.records.push(record);
      byText.set(text, group);
      if (id !== undefined) byId.set(id, group);
    }
  }
  return { part, groups: [...byText.values()] };
}

function hasSame(record: Growing, others: readonly Read[], { others: known }: Group): boolean {
  for (let index = 0; index < others.length; index += 1)
    if (others[index]?.(record) !== known[index]) return false;
  return true;
}

/** The records that a way leads to now. */
function standingAt(way: Way | null, sighted: Sighted): Records {
  if (!way) return [sighted.data];
  const known = sighted.standing.get(way);
  if (known) return known;
  const found = way.step(standingAt(way.before, sighted));
  sighted.standing.set(way, found);
  return found;
}
