import { parse } from 'graphql';
import { type Asked, askedBy, rewrittenAsked } from './asked.ts';
import type { EntityFetch, Fetch, PathSegment, Plan } from './plan.ts';

// Where the values of a plan's answer stand. A department's answer about an entity is not copied into the record that it
// adds to but linked to it, under a name that no department can send, and every value is read from those who were asked
// for it. So nobody's word counts for what was asked of another, an answer about an entity that stands at a hundred
// places is kept once, and what one department failed to say is one fault and not one for each field.

/** A place of the answer: where records stand, by the keys that lead there from the root; types aside. */
export type Place = {
  /** The places under its records' keys. */
  readonly inner: Map<string, Place>;
  readonly keys: Map<string, Told>;
};

/** Who is asked for a key. */
type Told = {
  /** Whether whoever gives the record itself is asked. */
  isDirect: boolean;
  readonly links: string[];
  isComposite: boolean;
};

export type Places = {
  readonly root: Place;
  /** The name under which a part's answers are linked. */
  readonly linkOf: (entity: EntityFetch) => string;
  readonly askedOf: (fetch: Fetch) => Asked;
};

/** Looks over a plan for who is asked for what, where. */
export function survey(plan: Plan): Places {
  const places = surveyor();
  for (const fetch of fetchesOf(plan)) places.note(fetch);
  return places;
}

/** Looks over a plan fetch by fetch, so that one can be seen by what went before. */
export function surveyor(): Places & { note(fetch: Fetch): void } {
  const root = newPlace();
  const links = new Map<EntityFetch, string>();
  const asked = new Map<Fetch, Asked>();
  const noteFetch = (fetch: Fetch): void => {
    const all = rewrittenAsked(askedBy(parse(fetch.operation, { noLocation: true })), fetch.outputRewrites);
    asked.set(fetch, all);
    if (fetch.entities.length === 0) note(root, all, null);
    for (const entity of fetch.entities) {
      const link = `__link${links.size}`;
      links.set(entity, link);
      for (const path of entity.paths) note(placeAt(root, path), askedOfEntities(all, entity), link);
    }
  };
  return {
    root,
    note: noteFetch,
    linkOf: (entity) => links.get(entity) as string,
    askedOf: (fetch) => asked.get(fetch) as Asked,
  };
}

/** What an operation asks of the entities under one alias. */
export function askedOfEntities({ fields }: Asked, { alias, outputRewrites }: EntityFetch): Asked {
  const inner = fields.find(({ key }) => key === alias)?.inner;
  if (!inner) throw new Error('a plan asks for entities that its operation does not');
  return rewrittenAsked(inner, outputRewrites);
}

/** The place that a path leads to. */
export function placeAt(root: Place, path: readonly PathSegment[]): Place {
  let at = root;
  for (const segment of path) if (segment.kind === 'field') at = entered(at, segment.name);
  return at;
}

/**
 * Whether a key's value is merged into the record itself: the parts of what several tell, and the type, since a department
 * that knows a record by its interface alone says no more than that. Of another key without parts the best word is taken.
 */
export function isMerged({ keys }: Place, key: string): boolean {
  const told = keys.get(key);
  if (!told) return false;
  if (key === '__typename') return told.links.length > 0;
  return told.isComposite && told.links.length + (told.isDirect ? 1 : 0) > 1;
}

/** The links at which a key's value may be found besides the record itself; none where it stands in the record. */
export function linksTo(place: Place, key: string): readonly string[] {
  return isMerged(place, key) ? [] : (place.keys.get(key)?.links ?? []);
}

/** Whether whoever gives the record is asked for the key, or nobody is known to be. */
export function isDirect(place: Place, key: string): boolean {
  return isMerged(place, key) || (place.keys.get(key)?.isDirect ?? true);
}

/** All requests of a plan, in the order in which it names them. */
export function fetchesOf(plan: Plan): readonly Fetch[] {
  return plan.kind === 'fetch' ? [plan] : plan.steps.flatMap(fetchesOf);
}

function note(place: Place, { fields, on }: Asked, link: string | null): void {
  for (const { key, inner } of fields) {
    const told = place.keys.get(key) ?? { isDirect: false, links: [], isComposite: false };
    place.keys.set(key, told);
    if (link === null) told.isDirect = true;
    else if (!told.links.includes(link)) told.links.push(link);
    if (!inner) continue;
    told.isComposite = true;
    note(entered(place, key), inner, null);
  }
  for (const { asked } of on) note(place, asked, link);
}

function entered({ inner }: Place, key: string): Place {
  const known = inner.get(key);
  if (known) return known;
  const fresh = newPlace();
  inner.set(key, fresh);
  return fresh;
}

function newPlace(): Place {
  return { inner: new Map(), keys: new Map() };
}
