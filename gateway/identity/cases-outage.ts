import { Fault } from '../errors.ts';
import type { Finding } from './cases-finding.ts';
import { caseKey } from './cases-lookup.ts';
import type { Identity } from './identify.ts';

/**
 * What is done while the register is down. Cases pass unverified for a bounded time and wait here; one question at a time
 * finds out whether the register is back, and then everything that waits is looked up. What waits is never forgotten to
 * make room: a case that can't be kept doesn't pass.
 */
export type Outages = {
  readonly isDown: () => boolean;
  /** Lets a case pass; gives since when (ms since 1970). Throws a Fault where it may pass no longer. */
  readonly admit: (identity: Identity) => number;
  /** A question had no answer. */
  readonly lost: (identity: Identity, cause: Error) => void;
  /** A question had one; gives whether its case had passed unverified. */
  readonly answered: (identity: Identity) => boolean;
  readonly close: () => void;
};

export type OutageOptions = {
  /** Null for a question without an answer. */
  readonly ask: (identity: Identity) => Promise<Finding | null>;
  /** Told when the register is lost, and with null when it answers again. */
  readonly onOutage: (cause: Error | null) => void;
  readonly unverifiedForMs: number;
  readonly probeMs: number;
  readonly mostUnverified: number;
};

/** Watches over one register. */
export function watchOutages({ ask, onOutage, ...options }: OutageOptions): Outages {
  const waiting = new Map<string, Waiting>();
  let outage: Outage | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  /** The next to be looked up; they go to the end, so that a question which has no answer doesn't stand before all others. */
  const next = (most: number): readonly Identity[] => {
    const taken = waiting.entries().take(most).toArray();
    for (const [key, value] of taken) {
      waiting.delete(key);
      waiting.set(key, value);
    }
    return taken.map(([, { identity }]) => identity);
  };
  const lookAgainLater = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => (outage ? probe(outage) : void settle()), options.probeMs);
  };
  /** By a case that waits, or else by the one that found the register down: only a real answer shows that it is back. */
  const probe = (current: Outage): void => void ask(next(1)[0] ?? current.identity);
  const isUp = (): boolean => !outage && !isClosed;
  const settle = async (): Promise<void> => {
    for (let left = waiting.size; left > 0 && isUp(); left -= mostAtOnce) {
      const findings = await Promise.all(next(Math.min(left, mostAtOnce)).map(ask));
      if (findings.every((finding) => finding === null)) break;
    }
    if (isUp() && waiting.size > 0) lookAgainLater();
  };
  return {
    isDown: () => outage !== null,
    admit(identity) {
      const key = caseKey(identity);
      const passing = waiting.get(key) ?? { ...(outage ?? startingNow(identity)), identity };
      // A register that comes back for a moment only doesn't begin a case's time anew.
      if (performance.now() - passing.began >= options.unverifiedForMs)
        throw unavailable('down for too long');
      if (!waiting.has(key) && waiting.size >= options.mostUnverified) throw unavailable('too many wait');
      waiting.set(key, passing);
      return passing.since;
    },
    lost(identity, cause) {
      // That a waiting case has no answer still says nothing of the others; it is looked up again anyhow.
      if (isClosed || (!outage && waiting.has(caseKey(identity)))) return;
      if (!outage) onOutage(cause);
      outage ??= startingNow(identity);
      lookAgainLater();
    },
    answered(identity) {
      const hadPassed = waiting.delete(caseKey(identity));
      if (outage && !isClosed) {
        outage = null;
        clearTimeout(timer);
        onOutage(null);
        void settle();
      }
      return hadPassed;
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/** `began` as `performance.now()` counts, `since` in ms since 1970. */
type Outage = { readonly began: number; readonly since: number; readonly identity: Identity };
/** A case that passed, since when, and who asked. */
type Waiting = Outage;

const mostAtOnce = 8;

function startingNow(identity: Identity): Outage {
  return { began: performance.now(), since: Date.now(), identity };
}

function unavailable(why: string): Fault {
  return new Fault('CASE_REGISTER_UNAVAILABLE', { cause: new Error(`the case register is lost: ${why}`) });
}
