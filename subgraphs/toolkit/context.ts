import type { GraphQLFieldResolver } from 'graphql';
import type { Caller } from './caller.ts';
import type { Records, StoredRecord } from './records.ts';

/** What every resolver of a department gets: the records of this request, and who asks. */
export type Context = { readonly records: Records; readonly caller: Caller };

export type Resolver = GraphQLFieldResolver<StoredRecord, Context>;
export type Resolvers = { readonly [type: string]: { readonly [field: string]: Resolver } };
