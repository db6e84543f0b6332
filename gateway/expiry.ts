import type { Caller } from './identity/caller.ts';

/** Calls back once the caller's token is no longer good; gives the way to forget about it. Never for a caller without one. */
export function onExpiry({ goodUntil }: Caller, expired: () => void): () => void {
  if (goodUntil === undefined) return () => undefined;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const leftMs = goodUntil - Date.now();
    timer = setTimeout(() => (leftMs > longestTimer ? wait() : expired()), Math.min(leftMs, longestTimer));
  };
  wait();
  return () => clearTimeout(timer);
}

/** A longer one would go off at once. */
const longestTimer = 2 ** 31 - 1;
