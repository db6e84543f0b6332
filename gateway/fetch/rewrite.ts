import type { Rewrite } from '../graph/plan.ts';
import { type Growing, type IsOfType, recordsAt } from './place.ts';

/** Carries out a plan's rewrites on a record: sets a value or renames a key wherever a path leads. */
export function rewrite(record: Growing, rewrites: readonly Rewrite[], isOfType: IsOfType): void {
  for (const { path, key, change } of rewrites)
    for (const place of recordsAt(record, path, isOfType)) {
      if (!Object.hasOwn(place, key)) continue;
      if ('setTo' in change) place[key] = change.setTo;
      else {
        place[change.renameTo] = place[key];
        delete place[key];
      }
    }
}
