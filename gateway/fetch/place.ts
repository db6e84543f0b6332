import type { PathSegment } from '../graph/plan.ts';

/** A record of the answer as it grows, keyed by response keys. */
export type Growing = Record<string, unknown>;

/** A record and where it stands in the answer. */
export type Place = { readonly record: Growing; readonly path: readonly (string | number)[] };

export type IsOfType = (typename: string, type: string) => boolean;

/** Every record that a plan's path reaches; lists are entered item by item, nulls and other types passed over. */
export function placesAt(root: Growing, path: readonly PathSegment[], isOfType: IsOfType): readonly Place[] {
  let reached: readonly { readonly value: unknown; readonly path: readonly (string | number)[] }[] = [
    { value: root, path: [] },
  ];
  for (const segment of path)
    reached = reached.flatMap(({ value, path: at }) => {
      if (segment.kind === 'each') return items(value, at);
      if (segment.kind === 'type')
        return items(value, at).filter((item) => {
          const typename = isRecord(item.value) ? item.value['__typename'] : undefined;
          return typeof typename === 'string' && segment.names.some((name) => isOfType(typename, name));
        });
      return items(value, at).flatMap((item) =>
        isRecord(item.value) ? [{ value: item.value[segment.name], path: [...item.path, segment.name] }] : [],
      );
    });
  return reached
    .flatMap(({ value, path: at }) => items(value, at))
    .filter((item): item is { value: Growing; path: readonly (string | number)[] } => isRecord(item.value))
    .map((item) => ({ record: item.value, path: item.path }));
}

export function isRecord(value: unknown): value is Growing {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list's items at their indexes, nested lists too; anything else is its own one item. */
function items(
  value: unknown,
  path: readonly (string | number)[],
): { value: unknown; path: readonly (string | number)[] }[] {
  if (!Array.isArray(value)) return [{ value, path }];
  return value.flatMap((item, index) => items(item, [...path, index]));
}
