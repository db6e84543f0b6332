import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import {
  buildSchema,
  type ExecutionResult,
  type GraphQLSchema,
  graphql,
  isObjectType,
  printSchema,
} from 'graphql';
import { keyOf, type Thing, truthOf, valueOf } from './answers.ts';
import { root } from './subgraphs.ts';
import type { World } from './world.ts';

export type Truth = {
  readonly schema: GraphQLSchema;
  readonly ask: (query: string, variables: Readonly<Record<string, unknown>>) => Promise<ExecutionResult>;
};

/** The whole world as one schema in one process: its answers are what federated ones are compared with. */
export function truthFrom(world: World, supergraphSdl: string): Truth {
  const supergraph = Supergraph.build(supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  });
  const schema = buildSchema(printSchema(supergraph.apiSchema().toGraphQLJSSchema()));
  const resolve = (type: string, name: string, resolver: (thing: Thing, args: Args) => unknown) => {
    const found = schema.getType(type);
    const field = isObjectType(found) ? found.getFields()[name] : undefined;
    if (field) field.resolve = resolver as never;
  };
  for (const object of world.objects) {
    for (const name of ['id', 'part', 'place', 'code'])
      resolve(object.name, name, ({ n }) => keyOf(object, n, name));
    for (const field of object.fields)
      resolve(object.name, field.name, (thing, args) => truthOf(world, thing, { field, args }));
  }
  for (const field of world.roots)
    resolve('Query', field.name, (_, args) => valueOf(world, root, { field, args }));
  return { schema, ask: (source, variableValues) => graphql({ schema, source, variableValues }) };
}

type Args = Readonly<Record<string, unknown>>;
