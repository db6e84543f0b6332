import type { Rewrite } from '../graph/plan.ts';
import { type Growing, type IsOfType, recordsAt, waysIn } from './place.ts';

/** Carries out a plan's rewrites on a department's answer. */
export type Rewriter = (record: Growing) => void;

/** Compiles rewrites: each sets a value or renames a key wherever its path leads. */
export function rewriter(rewrites: readonly Rewrite[], isOfType: IsOfType): Rewriter {
  if (rewrites.length === 0) return unchanged;
  const wayTo = waysIn(null, isOfType);
  const compiled = rewrites.map(({ path, key, change }) => ({ way: wayTo(path), key, change }));
  return (record) => {
    for (const { way, key, change } of compiled)
      for (const place of recordsAt(way, record)) applyTo(place, key, change);
  };
}

/** Most answers stay as they are. */
function unchanged(): void {
  // Deliberately nothing.
}

function applyTo(place: Growing, key: string, change: Rewrite['change']): void {
  if (!Object.hasOwn(place, key)) return;
  if ('setTo' in change) place[key] = change.setTo;
  else {
    place[change.renameTo] = place[key];
    delete place[key];
  }
}
