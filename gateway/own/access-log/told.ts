import { ownSubgraph } from '#schema/own.ts';
import type { Policy } from '#schema/policy/policy.ts';
import { isRecord } from '../../record.ts';
import type { Titles } from '../titles.ts';
import type { LookUp } from './look-ups.ts';
import type { Visibility } from './visibility.ts';

/** Who is told: an auditor all of it, the subject no more than concerns it. */
export type Reader = 'auditor' | 'subject';

export type Telling = {
  readonly reader: Reader;
  readonly policy: Policy | null;
  readonly titles: Titles;
};

/** A look-up as the schema has it, made of what was recorded of it. */
export function told(
  { intent, outcome }: LookUp,
  visibility: Visibility,
  { reader, policy, titles }: Telling,
) {
  const { caller, departments, fields, unmasking } = intent.body;
  const who: Members = isRecord(caller) ? caller : {};
  const department = text(who['dept']);
  const isAuditor = reader === 'auditor';
  return {
    at: new Date(intent.time).toISOString(),
    unit: text(who['org']),
    department,
    departmentTitle: department === null ? null : (policy?.departments.get(department) ?? null),
    clerk: isAuditor ? text(who['subject']) : null,
    clerkName: isAuditor ? text(who['name']) : null,
    matter: matterOf({ intent }),
    matterTitle: policy?.matters.get(matterOf({ intent }) ?? '')?.title ?? null,
    case: text(intent.body['case']),
    departments: texts(departments).filter((name) => name !== ownSubgraph.name),
    fields: fieldsOf(fields, titles),
    isAnswered: outcome?.body['status'] === 'answered',
    unmasking: text(unmasking),
    shownFrom: isAuditor && visibility.kind === 'later' ? new Date(visibility.from).toISOString() : null,
    hiddenBasis: isAuditor && visibility.kind === 'hidden' ? visibility.basis : null,
    trace: isAuditor ? intent.trace : null,
  };
}

/** The code of the matter for which something was looked up. */
export function matterOf({ intent }: Pick<LookUp, 'intent'>): string | null {
  return text(intent.body['matter']);
}

type Members = Readonly<Record<string, unknown>>;

function fieldsOf(fields: unknown, titles: Titles) {
  const of: Members = isRecord(fields) ? fields : {};
  return (
    [
      ['clear', 'CLEAR'],
      ['masked', 'MASKED'],
      ['byRecord', 'BY_RECORD'],
    ] as const
  ).flatMap(([kind, effect]) =>
    texts(of[kind])
      // What is asked for the way to a record is nothing of it.
      .filter((path) => !/^(Query|Mutation|Subscription)\./.test(path))
      .map((path) => ({ path, title: titles(path), effect })),
  );
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
