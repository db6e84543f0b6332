import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import type { Documents } from './documents.ts';

/** A valid document, or what is wrong with it. */
export type Validated =
  | { readonly document: DocumentNode; readonly errors?: never }
  | { readonly document?: never; readonly errors: readonly GraphQLError[] };

export type Validate = (source: string) => Validated;

/** Validates admitted documents against a schema, each that is kept once. Errors carry the codes that Apollo Server gives. */
export function validator(schema: GraphQLSchema, documents: Documents): Validate {
  const valid = new WeakSet<DocumentNode>();
  return (source) => {
    const kept = documents.find(source)?.document;
    if (kept && valid.has(kept)) return { document: kept };
    let document: DocumentNode;
    try {
      // Parsed anew, as errors tell the place in the text, which a kept document has not.
      document = parse(source);
    } catch (error) {
      return { errors: coded([error as GraphQLError], 'GRAPHQL_PARSE_FAILED') };
    }
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors: coded(errors, 'GRAPHQL_VALIDATION_FAILED') };
    if (kept) valid.add(kept);
    return { document: kept ?? document };
  };
}

function coded(errors: readonly GraphQLError[], code: string): readonly GraphQLError[] {
  return errors.map(
    ({ message, nodes = null, source = null, positions = null }) =>
      new GraphQLError(message, { nodes, source, positions, extensions: { code } }),
  );
}
