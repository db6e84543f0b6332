import type { Entry } from '../../journal/entry.ts';
import { findEntries } from '../../journal/find.ts';
import type { LogReader } from '../../journal/store/store.ts';
import type { ReadLogs } from '../logs.ts';

/** One lifting of a mask, as the journal has it; times in milliseconds since 1970. */
export type Unmasking = {
  readonly id: string;
  readonly at: number;
  readonly until: number;
  readonly clerk: string;
  readonly clerkName: string;
  readonly unit: string | null;
  readonly matter: string;
  readonly case: string | null;
  readonly reason: string;
  readonly review: Review | null;
};

export type Review = {
  readonly at: number;
  readonly reviewer: string;
  readonly verdict: 'JUSTIFIED' | 'UNJUSTIFIED';
  readonly note: string;
};

/** What the journal holds of masks lifted, kept in memory. */
export type Unmaskings = {
  /** As all logs have it now, or had it no longer ago than said; throws a Fault where they can't be read. */
  current(maxAgeMs?: number): Promise<readonly Unmasking[]>;
  /** Something was recorded here: what was known is old, however new. */
  changed(): void;
};

/** Reads the entries about masks lifted, and from then on those that came since: what other processes wrote too. */
export function keepUnmaskings(logs: ReadLogs): Unmaskings {
  const lifted = new Map<string, Omit<Unmasking, 'review'>>();
  const reviews = new Map<string, Review>();
  const read = new Map<string, number>();
  let lookedAt = -Infinity;
  let changes = 0;
  const take = ({ kind, body }: Entry): void => {
    const { unmasking: id, ...rest } = body as Recorded;
    if (kind === 'BREAK_GLASS') lifted.set(id, { id, ...(rest as Omit<Unmasking, 'id' | 'review'>) });
    const known = reviews.get(id);
    // Where two processes took a review each, the first holds.
    if (kind === 'REVIEW' && !(known && known.at <= (rest as Review).at)) reviews.set(id, rest as Review);
  };
  const refresh = (): Promise<void> =>
    logs(async (all) => {
      for (const log of all) {
        const size = await log.size();
        const from = read.get(log.log) ?? 0;
        if (size <= from) continue;
        for (const kind of ['BREAK_GLASS', 'REVIEW'] as const)
          for (const entry of await entriesSince(log, kind, from)) if (isRecorded(entry)) take(entry);
        read.set(log.log, size);
      }
    });
  return {
    async current(maxAgeMs = 0) {
      const now = performance.now();
      if (lookedAt < now - maxAgeMs) {
        const before = changes;
        await refresh();
        // What was recorded meanwhile may not have been read.
        if (changes === before) lookedAt = now;
      }
      return [...lifted.values()]
        .map((each) => ({ ...each, review: reviews.get(each.id) ?? null }))
        .toSorted((one, other) => other.at - one.at);
    },
    changed() {
      changes += 1;
      lookedAt = -Infinity;
    },
  };
}

type Recorded = { readonly unmasking: string } & Readonly<Record<string, unknown>>;

/** Other entries of these kinds may be written some day, by others. */
function isRecorded({ body }: Entry): boolean {
  return typeof body['unmasking'] === 'string' && typeof body['at'] === 'number';
}

async function entriesSince(
  log: LogReader,
  kind: 'BREAK_GLASS' | 'REVIEW',
  from: number,
): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  for (let before: number | undefined; ; ) {
    const search = { kind, limit: 1_000, ...(before !== undefined && { before }) };
    const entries = await findEntries(log, search, []);
    found.push(...entries.filter(({ index }) => index >= from));
    before = entries.at(-1)?.index;
    if (entries.length < 1_000 || (before ?? 0) < from) return found;
  }
}
