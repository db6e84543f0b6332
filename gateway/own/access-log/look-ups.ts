import type { Entry } from '../../journal/entry.ts';
import { findEntries } from '../../journal/find.ts';
import { subjectHash } from '../../journal/seal.ts';
import type { LogReader } from '../../journal/store/store.ts';

/** An operation in which a subject was asked about or answered of. */
export type LookUp = { readonly intent: Entry; readonly outcome: Entry | null };

/** Where reading goes on: in each log, before this entry. */
export type Places = ReadonlyMap<string, number>;

/** The look-ups of a subject in some logs, newest first; `places()` is where to go on after those that were taken. */
export type LookUps = {
  next(): Promise<LookUp | null>;
  places(): Places;
};

export type Searching = {
  readonly subject: string;
  readonly subjectKeys: readonly string[];
  readonly from: Places;
};

/** Looks for a subject in several logs at once. What is recorded after the first look belongs to no page. */
export async function lookUpsIn(logs: readonly LogReader[], searching: Searching): Promise<LookUps> {
  const streams = await Promise.all(
    logs.map(async ({ log }, index) => {
      const found = lookUpsOf(logs[index] as LogReader, searching);
      const first = await found.next();
      const head = first.done ? null : first.value;
      return { log, found, head, before: head ? head.index + 1 : 0 };
    }),
  );
  return {
    async next() {
      const [newest] = streams
        .filter(({ head }) => head)
        .toSorted((one, other) => timeOf(other) - timeOf(one));
      if (!newest?.head) return null;
      const { index, lookUp } = newest.head;
      const following = await newest.found.next();
      newest.head = following.done ? null : following.value;
      newest.before = newest.head ? index : 0;
      return lookUp;
    },
    places: () => new Map(streams.filter(({ head }) => head).map(({ log, before }) => [log, before])),
  };
}

/** A look-up, by the newest of its entries that names the subject. */
type Found = { readonly index: number; readonly lookUp: LookUp };

function timeOf({ head }: { readonly head: Found | null }): number {
  return head?.lookUp.intent.time ?? 0;
}

async function* lookUpsOf(
  log: LogReader,
  { subject, subjectKeys, from }: Searching,
): AsyncGenerator<Found, void> {
  // Of a log that had nothing more on the page before, nothing is to come.
  if (from.size > 0 && !from.has(log.log)) return;
  const hashes = subjectKeys.map((key) => subjectHash(subject, key));
  const names = (entry: Entry | null) => entry?.subjects.some((each) => hashes.includes(each)) ?? false;
  for (let before = from.get(log.log); ; ) {
    const entries = await findEntries(
      log,
      { subject, limit: atATime, ...(before !== undefined && { before }) },
      subjectKeys,
    );
    for (const entry of entries) {
      const lookUp = await lookUpWith(entry, log);
      // Told already, by its outcome.
      if (!lookUp || (entry.kind === 'INTENT' && names(lookUp.outcome))) continue;
      yield { index: entry.index, lookUp };
    }
    before = entries.at(-1)?.index;
    if (entries.length < atATime) return;
  }
}

const atATime = 100;

/** The operation that an entry belongs to; null for entries of other kinds, and for an outcome whose intent is not there. */
async function lookUpWith(entry: Entry, log: LogReader): Promise<LookUp | null> {
  const { kind, trace, part, index } = entry;
  if (trace === null || (kind !== 'INTENT' && kind !== 'OUTCOME')) return null;
  const entries = (await findEntries(log, { trace, limit: 1_000 }, [])).filter((each) => each.part === part);
  // A pair that is closed may be followed by another of the same trace and part.
  const intent = entries.find((each) => each.kind === 'INTENT' && each.index <= index);
  if (!intent) return null;
  const later = entries.filter((each) => each.index > intent.index).toReversed();
  const outcome = later.find((each) => each.kind === 'OUTCOME') ?? null;
  return { intent, outcome };
}
