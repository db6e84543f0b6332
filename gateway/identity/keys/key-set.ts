import { Fault } from '../../errors.ts';
import { fetchKeys, type PublishedKeys } from './fetch-keys.ts';
import { type IssuerKey, issuerKeys, keyFor, type Wanted } from './issuer-key.ts';

// Three things pull at how often an issuer is asked for its keys: a key that it dropped must stop being trusted, a key that
// it just made must be found by the first token that names it, and a flood of tokens with invented key ids must cost it
// nothing. So keys are renewed in the background half-way through their time, and no longer believed unrenewed at its end;
// an unknown key id has them fetched at once, but only a few times in a row; and while the issuer is dark, the keys known
// last serve on, for an hour.

/** The keys of one issuer. */
export type KeySet = {
  /** The key that a token wants, null if the issuer has none such. Throws a Fault where its keys can't be had. */
  find(wanted: Wanted): Promise<IssuerKey | null>;
  /** Another number each time the keys are others: what was believed by the ones before must be looked at anew. */
  edition(): number;
};

export type KeyTimes = {
  /** How long keys are believed where the issuer's `cache-control` says no less. */
  readonly freshMs: number;
  /** How long they are while the issuer can't be reached. */
  readonly darkMs: number;
  /** How often an issuer that fails is tried. */
  readonly retryMs: number;
  /** How long it has to answer. */
  readonly timeoutMs: number;
  /** Fetches for unknown key ids: so many in a row, */
  readonly lookups: number;
  /** and one more each time that this has passed. */
  readonly lookupMs: number;
};

/** Keys that never change: given as public JWKs. */
export function fixedKeys(keys: readonly unknown[]): KeySet {
  const known = issuerKeys({ keys });
  return { find: (wanted) => Promise.resolve(keyFor(known, wanted)), edition: () => 0 };
}

/** The keys that an issuer publishes at a URL, fetched with the first question. */
export function publishedKeys(url: string, own: Partial<KeyTimes> = {}): KeySet {
  const times = { ...usualTimes, ...own };
  const mayLookUp = allowance(times);
  let known: (PublishedKeys & { readonly at: number }) | null = null;
  let failed: { readonly cause: unknown; readonly at: number } | null = null;
  let underWay: Promise<void> | null = null;
  let edition = 0;

  const fetchOnce = async (): Promise<void> => {
    // As of its beginning: what the issuer changed since then may have been missed.
    const at = performance.now();
    try {
      const fetched = await fetchKeys(url, times);
      if (fetched.text !== known?.text) edition += 1;
      known = { ...fetched, at };
      failed = null;
    } catch (cause) {
      failed = { cause, at: performance.now() };
    } finally {
      underWay = null;
    }
  };
  const fetching = (): Promise<void> => (underWay ??= fetchOnce());
  const age = (): number => (known ? performance.now() - known.at : Number.POSITIVE_INFINITY);
  const renewed = async (): Promise<void> => {
    const freshMs = Math.min(known?.freshMs ?? 0, times.freshMs);
    if (!failed && age() < freshMs / 2) return;
    if (failed && performance.now() - failed.at < times.retryMs) return;
    const isEnough = age() < (failed ? times.darkMs : freshMs);
    const done = fetching();
    if (!isEnough) await done;
  };
  const unavailable = () => new Fault('ISSUER_UNAVAILABLE', { cause: failed?.cause });

  return {
    edition: () => edition,
    async find(wanted) {
      const asked = performance.now();
      await renewed();
      for (;;) {
        if (!known || age() >= times.darkMs) throw unavailable();
        const found = keyFor(known.keys, wanted);
        if (found || known.at >= asked) return found;
        if (failed && !underWay) throw unavailable();
        if (!underWay && !mayLookUp()) return null;
        await fetching();
      }
    },
  };
}

const usualTimes: KeyTimes = {
  freshMs: 300_000,
  darkMs: 3_600_000,
  retryMs: 2_000,
  timeoutMs: 3_000,
  lookups: 3,
  lookupMs: 10_000,
};

function allowance({ lookups, lookupMs }: KeyTimes): () => boolean {
  let left = lookups;
  let at = performance.now();
  return () => {
    const earned = Math.floor((performance.now() - at) / lookupMs);
    at += earned * lookupMs;
    left = Math.min(lookups, left + earned);
    if (left === 0) return false;
    left -= 1;
    return true;
  };
}
