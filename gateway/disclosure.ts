import type { GraphQLError } from 'graphql';
import type { Matter } from '#schema/policy/policy.ts';
import { Fault, Refusal } from './errors.ts';
import type { Call } from './fetch/execute.ts';
import type { Caller } from './identity/caller.ts';
import type { CaseStanding } from './identity/cases.ts';
import type { Identity } from './identity/identify.ts';
import { RawJson } from './journal/entry.ts';
import type { Journal } from './journal/journal.ts';
import { identifiersOf } from './own/data-subject.ts';
import type { Ready } from './prepare.ts';

// What the journal says of an operation: an INTENT before any department is asked, an OUTCOME before the answer leaves.

/** An operation that is about to be carried out. */
export type Disclosing = {
  readonly trace: string;
  readonly part: number;
  /** Names the document without quoting it. */
  readonly operation: string;
  readonly identity: Identity;
  readonly standing: CaseStanding;
  /** The number of the grant by which masks are lifted. */
  readonly unmasking: string | null;
  /** The citizens and enterprises that are asked about. */
  readonly subjects: readonly string[];
  readonly matter: Matter | null;
  readonly policyVersion: string | null;
  readonly verdict: string;
  readonly ready: Ready;
};

/** What came of it. */
export type Outcome = {
  /** The answer's data as JSON text. */
  readonly text: string;
  readonly subjects: ReadonlySet<string>;
  readonly calls: readonly Call[];
  readonly errors: readonly GraphQLError[];
};

export type Disclosures = {
  /** Hands the intent over; throws a Fault where the journal can't be written, before anybody is asked. */
  begin(disclosing: Disclosing): Disclosure | undefined;
};

export type Disclosure = {
  /** Resolves once intent and outcome are durable; rejects with a Fault where they can't be. */
  end(outcome: Outcome): Promise<void>;
  /** Notes that nothing was answered. */
  fail(error: unknown): void;
};

/**
 * Records what is disclosed. What asks no department discloses nothing; nor does what asks only `own`, the department that
 * the gateway is itself: it records what it tells.
 */
export function recordDisclosures(
  journal: Journal,
  supergraph: string,
  own: string | null = null,
): Disclosures {
  return {
    begin(disclosing) {
      if (disclosing.ready.departments.every((name) => name === own)) return undefined;
      const { kind, reason } = journal.state();
      if (kind === 'unavailable')
        throw new Fault('JOURNAL_UNAVAILABLE', { cause: new Error(reason ?? 'closed') });
      const { trace, part, subjects } = disclosing;
      const intent = journal.append({
        kind: 'INTENT',
        trace,
        part,
        subjects: [...subjects, ...identifiersOf(disclosing.identity.caller)],
        body: intentOf(disclosing, supergraph),
      });
      // It is waited for with the outcome; until then nobody listens.
      intent.catch(() => undefined);
      return {
        async end(outcome) {
          const entry = {
            kind: 'OUTCOME',
            trace,
            part,
            subjects: [...outcome.subjects],
            values: outcome.text,
          } as const;
          await Promise.all([intent, journal.append({ ...entry, body: outcomeOf(outcome) })]);
        },
        fail(cause) {
          const entry = { kind: 'OUTCOME', trace, part, subjects: [], body: failureOf(cause) } as const;
          journal.append(entry).catch(() => undefined);
        },
      };
    },
  };
}

function intentOf(
  {
    identity: { caller, purpose },
    standing,
    unmasking,
    matter,
    operation,
    policyVersion,
    verdict,
    ready,
  }: Disclosing,
  supergraph: string,
): Readonly<Record<string, unknown>> {
  return {
    caller: recordedCaller(caller),
    matter: matter?.code ?? purpose.matter,
    case: purpose.case,
    standing: standing.kind,
    ...(unmasking !== null && { unmasking }),
    operation,
    verdict,
    policy: policyVersion,
    supergraph,
    departments: ready.departments,
    fields: recordOf(ready),
  };
}

/** Who asks for themselves is among the entry's subjects, which are sealed, and named nowhere else. */
function recordedCaller(caller: Caller): Readonly<Record<string, unknown>> {
  const { subject, name, org, dept, roles, region, level } = caller;
  return identifiersOf(caller).length > 0
    ? { subject: 'data-subject', name: '', org: null, dept, roles, region, level }
    : { subject, name, org, dept, roles, region, level };
}

/** The fields of an operation are the same text each time. */
function recordOf(ready: Ready): RawJson {
  const known = records.get(ready) ?? new RawJson(JSON.stringify(sorted(ready.told.fields)));
  records.set(ready, known);
  return known;
}

const records = new WeakMap<Ready, RawJson>();

function sorted(fields: Ready['told']['fields']): Readonly<Record<string, readonly string[]>> {
  const { byRecord, clear, denied, masked } = fields;
  return { byRecord, clear, denied, masked };
}

function outcomeOf({ calls, errors }: Outcome): Readonly<Record<string, unknown>> {
  return {
    status: 'answered',
    departments: calls.map(({ department, outcome, at, wave }) => ({ department, outcome, at, wave })),
    errors: countsOf(errors.map(({ extensions }) => String(extensions['code']))),
  };
}

function failureOf(error: unknown): Readonly<Record<string, unknown>> {
  const code = error instanceof Fault || error instanceof Refusal ? error.code : 'INTERNAL_SERVER_ERROR';
  return { status: 'failed', code };
}

function countsOf(codes: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Object.fromEntries(counts);
}
