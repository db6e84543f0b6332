import type { Place } from './read.ts';

/**
 * How references to an entity are answered. With `table`, the entity is a row of it, found by the key column of the
 * same name. With `heldIn`, the department keeps only what belongs to the entity: it is known when any of the places
 * holds its key.
 */
export type Entity =
  | { readonly key: string; readonly table: string }
  | { readonly key: string; readonly heldIn: readonly Place[] };

export type Entities = { readonly [type: string]: Entity };
