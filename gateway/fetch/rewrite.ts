import type { Rewrite } from '../graph/plan.ts';
import { type Growing, type IsOfType, placesAt } from './place.ts';

/** Carries out a plan's rewrites on a record: sets a value or renames a key wherever a path leads. */
export function rewrite(record: Growing, rewrites: readonly Rewrite[], isOfType: IsOfType): void {
  for (const { path, key, change } of rewrites)
    for (const place of placesAt(record, path, isOfType)) {
      if ('setTo' in change) {
        if (key in place.record) place.record[key] = change.setTo;
      } else if (key in place.record) {
        place.record[change.renameTo] = place.record[key];
        delete place.record[key];
      }
    }
}
