import { isRecord } from '../../record.ts';
import { badArgument } from '../forbidden.ts';
import type { Places } from './look-ups.ts';

/** Where the next page begins, as text; null where there is none. */
export function cursorOf(places: Places): string | null {
  if (places.size === 0) return null;
  return Buffer.from(JSON.stringify(Object.fromEntries(places))).toString('base64url');
}

/** Reads such a text; throws a Refusal for any other. */
export function placesOf(cursor: string | null): Places {
  if (cursor === null) return new Map();
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (isRecord(value)) {
      const places = Object.entries(value).flatMap(([log, before]) =>
        typeof before === 'number' && Number.isSafeInteger(before) && before >= 0
          ? [[log, before] as const]
          : [],
      );
      if (places.length > 0 && places.length === Object.keys(value).length) return new Map(places);
    }
  } catch {
    // Told below.
  }
  throw badArgument('before', 'must be the "next" of the page before.', '须为上一页的 next。');
}
