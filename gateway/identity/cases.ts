import { type CaseReason, caseRefusal, checkCase, type Finding } from './cases-finding.ts';
import { type CaseLookup, lookUpCases, type Vouch } from './cases-lookup.ts';
import { watchOutages } from './cases-outage.ts';
import { connectToRegister } from './cases-register.ts';
import type { Identity } from './identify.ts';

/** What is known of the case at hand: none was sent; the register bears it out; or the register is down since a time (ms since 1970). */
export type CaseStanding =
  | { readonly kind: 'none' }
  | { readonly kind: 'verified'; readonly parties: readonly string[] }
  | { readonly kind: 'unverified'; readonly since: number };

/** What a case that had passed unverified turned out to be. */
export type Recheck = {
  readonly caseNumber: string;
  readonly subject: string;
  readonly matter: string;
  readonly outcome: 'verified' | 'refused';
  /** Why it is refused; null where it is verified. */
  readonly reason: CaseReason | null;
};

/** The gateway's view of the case register. */
export type Cases = {
  /** Throws a Refusal for a case that doesn't serve the caller's purpose, a Fault once the register is down for too long. */
  standingOf(identity: Identity): Promise<CaseStanding>;
  /** Tells of each case that had passed unverified, once it is known what it is. */
  onRecheck(listener: (result: Recheck) => void): void;
  close(): Promise<void>;
};

export type CaseOptions = {
  /** Headers that tell the register who asks; called anew for each question, rechecks too, for they expire. */
  readonly vouch: Vouch;
  /** Told when the register is lost, and with null when it answers again. */
  readonly onOutage?: (cause: Error | null) => void;
  /** How long a good answer holds; with one question's time it stays within the five seconds in which what is taken back must end. */
  readonly goodForMs?: number;
  readonly refusedForMs?: number;
  /** How long one question may take. */
  readonly timeoutMs?: number;
  /** How long a case may pass unverified, from the outage's first failure on. */
  readonly unverifiedForMs?: number;
  /** The time between questions to a register that is down. */
  readonly probeMs?: number;
  readonly mostUnverified?: number;
};

/**
 * Asks the case register at a URL. While it is down no request waits for it: cases pass as unverified for a bounded time,
 * and once it is back each of them is looked up and told. A case that it had refused before stays refused.
 */
export function caseRegister(url: string, given: CaseOptions): Cases {
  const options = { ...usual, ...given };
  const register = connectToRegister(url, options);
  const listeners: ((result: Recheck) => void)[] = [];
  const outages = watchOutages({ ...options, ask: (identity) => lookup.ask(identity) });
  const lookup: CaseLookup = lookUpCases(register, {
    ...options,
    lost: outages.lost,
    learned(identity, finding) {
      if (!outages.answered(identity)) return;
      const result = recheckOf(identity, finding);
      // Whatever a listener does, the case is answered.
      for (const listener of listeners) queueMicrotask(() => listener(result));
    },
  });
  return {
    async standingOf(identity) {
      const { case: number, matter } = identity.purpose;
      if (number === null) return { kind: 'none' };
      checkCase(number, matter);
      const finding = lookup.fresh(identity) ?? (outages.isDown() ? null : await lookup.ask(identity));
      if (finding) return standing(finding);
      const last = lookup.last(identity);
      if (last?.kind === 'refused') return standing(last);
      return { kind: 'unverified', since: outages.admit(identity) };
    },
    onRecheck: (listener) => void listeners.push(listener),
    close() {
      outages.close();
      return register.close();
    },
  };
}

const usual = {
  onOutage: () => undefined,
  goodForMs: 4_000,
  refusedForMs: 2_000,
  timeoutMs: 1_000,
  unverifiedForMs: 15 * 60_000,
  probeMs: 1_000,
  mostUnverified: 10_000,
};

function standing(finding: Finding): CaseStanding {
  if (finding.kind === 'verified') return finding;
  throw caseRefusal(finding.reason);
}

function recheckOf({ caller, purpose }: Identity, finding: Finding): Recheck {
  return {
    caseNumber: purpose.case ?? '',
    subject: caller.subject,
    matter: purpose.matter ?? '',
    outcome: finding.kind,
    reason: finding.kind === 'refused' ? finding.reason : null,
  };
}
