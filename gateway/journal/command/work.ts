import { checkReceipt, type ReceiptCheck } from '../check-receipt.ts';
import type { JournalKeys } from '../keys.ts';
import { originOf } from '../proof/checkpoint.ts';
import { prove as proveIn } from '../prove.ts';
import { type Receipt, readReceipt } from '../receipt.ts';
import type { LogReader } from '../store/store.ts';
import { type Verification, verifyLog } from '../verify/verify.ts';
import type { Common, Work } from './arguments.ts';
import { concerns, type Disclosure, disclosuresAbout, disclosuresOf } from './disclosures.ts';
import { answerData, notesIn, ownKeys, publicKeys, textOf, withLogs } from './inputs.ts';
import { readsLog, recordReading } from './read-recorded.ts';
import { Unusable } from './unusable.ts';

type Asking<K extends Work['kind']> = Common & Extract<Work, { kind: K }>;

/** Hears how many entries of a log have been read, and that it is done. */
export type Progress = { readonly read: (entries: number) => void; readonly done: () => void };

/** Verifies each log. A log that is remembered and isn't there comes out as cut to nothing. */
export function verify(
  asked: Asking<'verify'>,
  progress: (log: string) => Progress,
): Promise<readonly Verification[]> {
  const keys = publicKeys(asked);
  const remembered = notesIn(asked.remembered);
  return withLogs(asked, async (logs) => {
    const verified: Verification[] = [];
    for (const reader of logs) {
      const { read, done } = progress(reader.log);
      verified.push(await verifyLog(reader, { keys, remembered, now: Date.now(), progress: read }));
      done();
    }
    const gone = asked.log === null ? goneOf(remembered, logs) : [];
    return [...verified, ...gone];
  });
}

/** The newest checkpoint of each log. */
export function witness(asked: Asking<'witness'>): Promise<readonly string[]> {
  return withLogs(asked, async (logs) => {
    const newest = await Promise.all(logs.map(async (reader) => (await reader.checkpoints()).at(-1)));
    return newest.flatMap((checkpoint) => (checkpoint ? [checkpoint.note] : []));
  });
}

/** The receipt for a trace or one of its parts, from the first log that has it; recorded as a reading. */
export function prove(asked: Asking<'prove'>): Promise<Receipt | 'not recorded' | 'not covered yet'> {
  const keys = ownKeys(asked);
  const data = answerData(asked.valuesFile);
  return withLogs(asked, async (logs) => {
    for (const reader of disclosing(logs)) {
      const proved = await proveIn(reader, asked, data);
      if (proved.kind === 'not recorded') continue;
      if (proved.kind !== 'receipt') return proved.kind;
      await record(
        asked,
        { trace: asked.trace, found: proved.receipt.entries.length, logs: [reader.log] },
        keys,
      );
      return proved.receipt;
    }
    return 'not recorded';
  });
}

/** Checks a receipt without any log. */
export function verifyReceipt(asked: Asking<'verify-receipt'>): ReceiptCheck {
  const receipt = readReceipt(textOf(asked.file));
  if (!receipt) throw new Unusable(`${asked.file} is not a receipt`);
  const { part, valuesFile } = asked;
  return checkReceipt(receipt, { keys: publicKeys(asked), data: answerData(valuesFile), part });
}

/** The operations of a trace, recorded as a reading. */
export function explain(asked: Asking<'explain'>): Promise<readonly Disclosure[]> {
  const keys = ownKeys(asked);
  return withLogs(asked, async (logs) => {
    const found = shownTo(asked.department, await disclosuresOf(disclosing(logs), asked.trace));
    await record(asked, { trace: asked.trace, found: found.length, logs: namesOf(logs) }, keys);
    return found;
  });
}

/** The operations about a subject, newest first, recorded as a reading. */
export function whoSaw(asked: Asking<'who-saw'>): Promise<readonly Disclosure[]> {
  const keys = ownKeys(asked);
  const subjectKeys = [keys.subject, ...keys.retired.subject];
  return withLogs(asked, async (logs) => {
    const all = await disclosuresAbout(disclosing(logs), asked.subject, subjectKeys);
    const found = shownTo(asked.department, all);
    await record(asked, { subjects: [asked.subject], found: found.length, logs: namesOf(logs) }, keys);
    return found;
  });
}

function shownTo(department: string | null, disclosures: readonly Disclosure[]): readonly Disclosure[] {
  return department === null ? disclosures : disclosures.filter((each) => concerns(each, department));
}

function disclosing(logs: readonly LogReader[]): readonly LogReader[] {
  return logs.filter(({ log }) => log !== readsLog);
}

function namesOf(logs: readonly LogReader[]): readonly string[] {
  return disclosing(logs).map(({ log }) => log);
}

type Found = { trace?: string; subjects?: readonly string[]; found: number; logs: readonly string[] };

async function record(
  asked: Common & Work,
  { trace, subjects, ...rest }: Found,
  keys: JournalKeys,
): Promise<void> {
  const department = 'department' in asked ? asked.department : null;
  const reading = {
    command: asked.kind,
    trace: trace ?? null,
    subjects: subjects ?? [],
    department,
    ...rest,
  };
  await recordReading(reading, keys, asked);
}

function goneOf(remembered: readonly string[], logs: readonly LogReader[]): readonly Verification[] {
  const there = new Set(logs.map(({ log }) => originOf(log)));
  const origins = new Set(remembered.map((note) => note.slice(0, note.indexOf('\n'))));
  return [...origins]
    .filter((origin) => !there.has(origin))
    .map((origin) => ({
      log: origin,
      verdict: 'tampered',
      entries: 0,
      checkpoints: 0,
      covered: 0,
      interrupted: 0,
      underWay: 0,
      findings: [
        { kind: 'CUT', log: origin, from: 0, to: 0, what: 'a log that was remembered is not there' },
      ],
    }));
}
