import type { PathSegment } from '../graph/plan.ts';
import type { Step } from './place.ts';

/** A plan's path as steps; entering lists goes without saying. */
export function wayOf(path: readonly PathSegment[]): readonly Step[] {
  return path.flatMap((segment): Step[] => {
    switch (segment.kind) {
      case 'each':
        return [];
      case 'field':
        return [{ field: segment.name }];
      case 'type':
        return [{ types: segment.names }];
    }
  });
}
