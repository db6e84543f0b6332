import { userInfo } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { type Journal, openJournal } from '../journal.ts';
import type { JournalKeys } from '../keys.ts';
import { placeOf } from '../store/open.ts';
import type { Common } from './arguments.ts';
import { Unusable } from './unusable.ts';

/** What was read: by which command, of what, how many entries were shown. */
export type Reading = {
  readonly command: string;
  readonly trace: string | null;
  readonly subjects: readonly string[];
  readonly logs: readonly string[];
  readonly found: number;
  readonly department: string | null;
};

/**
 * Records a reading, before anything of it is shown, in a log of its own that stands beside the others: theirs belong to the
 * processes that write them, and a command is none of these. Two commands at once wait for each other.
 */
export async function recordReading(
  { command, trace, subjects, ...body }: Reading,
  keys: JournalKeys,
  { store }: Pick<Common, 'store'>,
): Promise<void> {
  const journal = await openReads(store, keys);
  try {
    const reader = userInfo().username;
    await journal.append({ kind: 'READ', trace, subjects, body: { command, reader, ...body } });
  } catch {
    throw new Unusable("the reading can't be recorded, so nothing is shown");
  } finally {
    await journal.close();
  }
}

/** The log of readings. */
export const readsLog = 'reads';

const attempts = 40;

async function openReads(store: string, keys: JournalKeys): Promise<Journal> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openJournal({ store: placeOf(store, readsLog), log: readsLog, keys });
    } catch (error) {
      if (attempt === attempts)
        throw new Unusable(`the reading can't be recorded, so nothing is shown: ${(error as Error).message}`);
      await pause(100);
    }
  }
}
