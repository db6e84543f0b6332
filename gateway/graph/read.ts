import { Fault } from '../errors.ts';
import { Linked } from './linked.ts';
import { isDirect, linksTo, type Place } from './places.ts';
import { propertyReader } from './property.ts';

/**
 * Reads a key of a record from those who were asked for it. Undefined is what was never delivered although it was asked;
 * null was told, or nobody could be asked.
 */
export type Read = (record: Readonly<Record<string, unknown>>) => unknown;

/** Compiles the reading of a key at a place; at a place that no plan knows, of the record itself. */
export function readerOf(place: Place | undefined, key: string): Read {
  const links = place ? linksTo(place, key) : [];
  const [link, ...more] = links;
  if (link === undefined) return directly(key);
  if (more.length === 0 && place && !isDirect(place, key)) return linkedReader(link, key);
  const reads: readonly Read[] = [
    ...(place && isDirect(place, key) ? [directly(key)] : []),
    ...links.map((each) => linkedReader(each, key)),
  ];
  return (record) => {
    let best: unknown;
    for (const read of reads) best = better(best, read(record));
    return best;
  };
}

/** The one link at which a key's value stands, if it stands nowhere else. */
export function onlyLinkTo(place: Place | undefined, key: string): string | undefined {
  const [link, ...more] = place && !isDirect(place, key) ? linksTo(place, key) : [];
  return more.length === 0 ? link : undefined;
}

/** What every object inherits is not what a department said. */
function directly(key: string): Read {
  return key in Object.prototype
    ? (record) => (Object.hasOwn(record, key) ? record[key] : undefined)
    : propertyReader(key);
}

/** A key of what is linked to a record: null if nothing was told of it, a fault for each key if it failed. */
function linkedReader(link: string, key: string): Read {
  const linkOf = propertyReader(link);
  const valueOf = propertyReader(key);
  return (record) => {
    const answer = linkOf(record);
    const told = answer instanceof Linked ? answer.answer : null;
    if (told === null) return null;
    return told instanceof Fault ? told.at(key) : valueOf(told);
  };
}

/** A value before a fault, a fault before null, null before nothing. */
function better(one: unknown, other: unknown): unknown {
  return rank(other) > rank(one) ? other : one;
}

function rank(value: unknown): number {
  if (value === undefined) return 0;
  if (value === null) return 1;
  return value instanceof Fault ? 2 : 3;
}
