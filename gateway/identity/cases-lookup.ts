import { keepRecent } from '../recent.ts';
import { type Finding, findingOf } from './cases-finding.ts';
import type { RegisterConnection } from './cases-register.ts';
import type { Identity } from './identify.ts';

/** Headers that tell the register who asks. */
export type Vouch = (identity: Identity) => Promise<Readonly<Record<string, string>>>;

/** Looks cases up at the register, and remembers for a short time what it said. */
export type CaseLookup = {
  /** What the register said so lately that it still holds. */
  fresh(identity: Identity): Finding | null;
  /** What the register said last, however long ago; null where that is forgotten. */
  last(identity: Identity): Finding | null;
  /** What the register says now; null where it says nothing. Those who ask the same at the same time ask once. */
  ask(identity: Identity): Promise<Finding | null>;
};

export type LookupOptions = {
  readonly vouch: Vouch;
  readonly goodForMs: number;
  readonly refusedForMs: number;
  /** Told of each answer of the register. */
  readonly learned: (identity: Identity, finding: Finding) => void;
  /** Told of each question without an answer. */
  readonly lost: (identity: Identity, cause: Error) => void;
};

/** Makes the lookup over a connection; what it remembers is bounded. */
export function lookUpCases(register: RegisterConnection, options: LookupOptions): CaseLookup {
  const { vouch, goodForMs, refusedForMs, learned, lost } = options;
  const answers = keepRecent<Answer>(mostAnswerBytes);
  const inFlight = new Map<string, Promise<Finding | null>>();

  const ask = async (key: string, identity: Identity): Promise<Finding | null> => {
    // An answer holds from the question on: the register may have read the case at any time since.
    const started = performance.now();
    try {
      const record = await register.find(identity.purpose.case ?? '', await vouch(identity));
      const finding = findingOf(record, identity);
      const until = started + (finding.kind === 'verified' ? goodForMs : refusedForMs);
      answers.set(key, { finding, until }, bytesOf(key, finding));
      learned(identity, finding);
      return finding;
    } catch (error) {
      lost(identity, error instanceof Error ? error : new Error('the case register failed'));
      return null;
    } finally {
      inFlight.delete(key);
    }
  };
  return {
    fresh(identity) {
      const answer = answers.get(caseKey(identity));
      return answer && answer.until > performance.now() ? answer.finding : null;
    },
    last: (identity) => answers.get(caseKey(identity))?.finding ?? null,
    ask(identity) {
      const key = caseKey(identity);
      const running = inFlight.get(key) ?? ask(key, identity);
      inFlight.set(key, running);
      return running;
    },
  };
}

/** All that an answer depends on: two requests share one only if they are alike in it. */
export function caseKey({ caller, purpose }: Identity): string {
  return JSON.stringify([purpose.case, purpose.matter, caller.subject, caller.org]);
}

type Answer = { readonly finding: Finding; readonly until: number };

const mostAnswerBytes = 8_388_608;

function bytesOf(key: string, finding: Finding): number {
  return 2 * key.length + (finding.kind === 'verified' ? 48 * finding.parties.length : 0) + 200;
}
