import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Subjects } from '../effect.ts';
import { canMask } from '../mask/mask.ts';
import { type FederationRules, federationRules } from './federation/rules.ts';
import { type FieldRules, fieldRules, isGuarded } from './field-rules.ts';
import { subjectsOf } from './subjects.ts';

/** All that a supergraph says of who may see what, read once. */
export type Governed = {
  readonly document: DocumentNode;
  readonly rules: FieldRules;
  readonly federation: FederationRules;
  readonly policyNames: readonly string[];
  readonly subjects: Subjects;
};

/** Reads a supergraph's rules, once; throws an Error where federation's directives can't be understood. */
export function governed(document: DocumentNode, schema: GraphQLSchema): Governed {
  const known = read.get(document);
  if (known) return known;
  const federation = federationRules(document);
  const subjects = subjectsOf(document);
  const rules = fieldRules(document, schema, { subjects, canMask });
  const made = { document, rules, federation, policyNames: federation.policyNames, subjects };
  read.set(document, made);
  return made;
}

const read = new WeakMap<DocumentNode, Governed>();

/** The fields that somebody may be refused, by the vocabulary or by federation's directives. */
export function guardedFields(document: DocumentNode, schema: GraphQLSchema): ReadonlySet<string> {
  const { rules, federation } = governed(document, schema);
  const isRequired = (coordinate: string): boolean => {
    const [type = '', field = ''] = coordinate.split('.');
    return federation.requirementOf(type, field) !== null;
  };
  return new Set(
    [...rules.values()]
      .filter((rule) => isGuarded(rule) || isRequired(rule.coordinate))
      .map(({ coordinate }) => coordinate),
  );
}
