import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { World } from '#subgraphs/world/world.ts';
import { checkDeclaration } from './check.ts';
import type { Resolvers } from './context.ts';
import type { Entities } from './entity.ts';
import { executableSchema, readDocument } from './subgraph.ts';
import type { RowOf, Tables } from './table.ts';

export type Declaration<T extends Tables> = {
  /** The subgraph's name, as in supergraph.yaml. */
  readonly name: string;
  /** The department's Chinese name. */
  readonly title: string;
  /** Where schema.graphql is: `import.meta.dirname`. */
  readonly folder: string;
  readonly tables: T;
  readonly entities: Entities;
  readonly resolvers: Resolvers;
  /** Fields, as `Type.field`, that are answered only for a caller who says for which matter. */
  readonly matterOnly?: readonly string[];
  /** What this department's register holds of the fictional world, in a fixed order. */
  seed(world: World): Iterable<RowOf<T>>;
};

export type Department = Omit<Declaration<Tables>, 'seed'> & {
  seed(world: World): Iterable<readonly [string, object]>;
  /** Its SDL with the shared vocabulary: what it publishes. */
  readonly document: DocumentNode;
  readonly schema: GraphQLSchema;
};

/** Makes a department of its declaration. Throws one error that lists everything which does not fit together. */
export function defineDepartment<const T extends Tables>(declaration: Declaration<T>): Department {
  const document = readDocument(declaration.folder);
  const { name, tables, entities, resolvers, matterOnly = [] } = declaration;
  const schema = executableSchema(document, { entities, resolvers, matterOnly });
  checkDeclaration({ name, schema, tables, entities, resolvers, matterOnly });
  return { ...declaration, document, schema };
}
