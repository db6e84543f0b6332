import type { Field, Interface, ObjectType, Union, World } from './world.ts';

/** A world while it is made. */
export type Draft = Omit<World, 'objects' | 'interfaces' | 'unions' | 'roots'> & {
  readonly objects: DraftObject[];
  readonly interfaces: Interface[];
  readonly unions: Union[];
  readonly roots: Field[];
};

export type DraftObject = Omit<ObjectType, 'fields'> & { readonly fields: Field[] };
