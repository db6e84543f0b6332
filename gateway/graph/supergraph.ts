import { createHash } from 'node:crypto';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import {
  type DocumentNode,
  type GraphQLSchema,
  getNullableType,
  isInterfaceType,
  isObjectType,
  parse,
} from 'graphql';
import { isAnsweredHere } from '#schema/own.ts';

/** One loaded version of the supergraph. */
export type LoadedSupergraph = {
  readonly sdl: string;
  readonly document: DocumentNode;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** Addresses by department, as composed; not of what the gateway answers itself. */
  readonly departmentUrls: Readonly<Record<string, string>>;
  /**
   * The shares, of a hundred, at which requests change sides of a progressive `@override`: 0 first, then each percentage in
   * order.
   */
  readonly shares: readonly number[];
  /** SHA-256 of the SDL, shortened: names the version in logs and health. */
  readonly version: string;
};

/** The fields, as `Type.field`, that somebody may be refused. */
export type Guarded = (document: DocumentNode, schema: GraphQLSchema) => ReadonlySet<string>;

/**
 * Loads a supergraph. What clients see promises no value where somebody may be refused it: a null there is an answer like
 * any other, and does not take the record around it away. Throws an Error that says what is wrong.
 */
export function loadSupergraph(sdl: string, guarded: Guarded = () => new Set()): LoadedSupergraph {
  const supergraph = Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const document = parse(sdl);
  const apiSchema = supergraph.apiSchema().toGraphQLJSSchema();
  makeNullable(apiSchema, guarded(document, apiSchema));
  return {
    sdl,
    document,
    apiSchema,
    departmentUrls: urlsOf(supergraph),
    shares: sharesOf(sdl),
    version: createHash('sha256').update(sdl).digest('hex').slice(0, 12),
  };
}

/** Nobody else has the schema yet. An interface can promise no more than each of its types does. */
function makeNullable(schema: GraphQLSchema, guarded: ReadonlySet<string>): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const types = isObjectType(type) ? [type] : schema.getPossibleTypes(type);
    for (const field of Object.values(type.getFields()))
      if (types.some(({ name }) => guarded.has(`${name}.${field.name}`)))
        field.type = getNullableType(field.type);
  }
}

function urlsOf(supergraph: Supergraph): LoadedSupergraph['departmentUrls'] {
  const elsewhere = supergraph.subgraphsMetadata().filter(({ url }) => !isAnsweredHere(url));
  return Object.fromEntries(elsewhere.map(({ name, url }) => [name, url]));
}

function sharesOf(sdl: string): readonly number[] {
  const percentages = [...sdl.matchAll(/overrideLabel: "percent\(([\d.]+)\)"/g)].map(([, percent]) =>
    Number(percent),
  );
  return [...new Set([0, ...percentages])].toSorted((one, other) => one - other);
}
