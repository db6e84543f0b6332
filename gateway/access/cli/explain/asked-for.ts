import { existsSync, readFileSync } from 'node:fs';
import { type DocumentNode, GraphQLError, parse, validate } from 'graphql';
import { didYouMean } from '#schema/policy/nearest.ts';
import type { Reason } from '../../../effect.ts';
import { Refusal } from '../../../errors.ts';
import { askedBy } from '../../asked.ts';
import type { FieldRule, FieldRules } from '../../field-rules.ts';
import type { Rights } from '../../policy/decide.ts';
import type { PolicySet } from '../../policy/set.ts';
import { readsOf } from '../../reads.ts';
import { judge, withArguments } from '../../verdict.ts';
import type { Explain } from '../arguments.ts';
import { effectOf, effectsFor } from '../deciding.ts';
import type { Opened } from '../opened.ts';

/** What is to be explained, or what is wrong with the question. */
export type AskedFor =
  | {
      readonly kind: 'asked';
      readonly rules: readonly FieldRule[];
      readonly refusedArguments: readonly RefusedArgument[];
    }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

/** An argument that would reveal what the caller may not see, by the field that takes it. */
export type RefusedArgument = { readonly argument: string; readonly reason: Reason };

type Parts = { readonly opened: Opened; readonly set: PolicySet };

/** The fields of a coordinate (`Type.field` or `Type.*`), a file or stdin, with the arguments that would be refused. */
export function askedFor({ target, variables }: Explain, rights: Rights, { opened, set }: Parts): AskedFor {
  if (/^\w+\.(\w+|\*)$/.test(target) && !existsSync(target)) return ofCoordinate(target, opened.rules);
  const document = documentIn(target, opened);
  if (document.kind === 'wrong') return document;
  const reads = readsOf(opened.document);
  const asked = askedBy(document.document, opened.schema, reads);
  const effects = effectsFor(rights, set, opened);
  const standing = judge(asked, {
    rules: opened.rules,
    reads,
    decisions: ({ coordinate }) => effects(coordinate),
    required: (type, field) => {
      const effect = opened.rules.has(`${type}.${field}`) ? effectOf(effects(`${type}.${field}`), 0) : null;
      return effect?.kind === 'DENIED' && effect.reason.code === 'REQUIREMENT_UNMET' ? effect.reason : null;
    },
  });
  const verdict = withArguments(standing, asked, { reads, variables });
  const refusedArguments = asked.revealing.flatMap(({ node, coordinate }) => {
    const reason = verdict.refusalOf(node);
    return reason ? [{ argument: coordinate, reason }] : [];
  });
  const rules = asked.coordinates.flatMap((coordinate) => opened.rules.get(coordinate) ?? []);
  return { kind: 'asked', rules, refusedArguments };
}

function ofCoordinate(target: string, rules: FieldRules): AskedFor {
  const found = target.endsWith('.*')
    ? [...rules.values()].filter(({ coordinate }) => coordinate.startsWith(target.slice(0, -1)))
    : [rules.get(target)].filter((rule) => rule !== undefined);
  if (found.length > 0) return { kind: 'asked', rules: found, refusedArguments: [] };
  throw new Refusal('BAD_REQUEST', `There is no field "${target}"${didYouMean(target, rules.keys())}.`, {
    messageZh: `没有「${target}」这个字段。`,
  });
}

type Document =
  | { readonly kind: 'document'; readonly document: DocumentNode }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

const stdin = 0;

function documentIn(target: string, { schema }: Opened): Document {
  try {
    const document = parse(readFileSync(target === '-' ? stdin : target, 'utf8'));
    const errors = validate(schema, document);
    if (errors.length === 0) return { kind: 'document', document };
    return { kind: 'wrong', problems: errors.map((error) => told(target, error)) };
  } catch (error) {
    const problem = error instanceof GraphQLError ? told(target, error) : (error as Error).message;
    return { kind: 'wrong', problems: [problem] };
  }
}

function told(target: string, { message, locations }: GraphQLError): string {
  return `${target}:${locations?.[0]?.line ?? 1}: ${message}`;
}
