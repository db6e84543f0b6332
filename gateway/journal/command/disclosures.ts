import type { Entry } from '../entry.ts';
import { findEntries } from '../find.ts';
import type { LogReader } from '../store/store.ts';

/** One operation as it was recorded: what was asked for, and what became of it. */
export type Disclosure = { readonly intent: Entry | null; readonly outcome: Entry | null };

/** The operations of a trace, oldest first, from all logs; other entries of the trace are none. */
export async function disclosuresOf(
  logs: readonly LogReader[],
  trace: string,
): Promise<readonly Disclosure[]> {
  const found: Disclosure[] = [];
  for (const log of logs) {
    const entries = [...(await findEntries(log, { trace, limit: 1_000 }, []))].reverse();
    const pairs = new Map<string, Disclosure>();
    for (const entry of entries) {
      if (entry.kind === 'INTENT') pairs.set(`${entry.part} ${pairs.size}`, { intent: entry, outcome: null });
      if (entry.kind !== 'OUTCOME') continue;
      const open = [...pairs].find(([, { intent, outcome }]) => intent?.part === entry.part && !outcome);
      pairs.set(open?.[0] ?? `alone ${entry.index}`, { intent: open?.[1].intent ?? null, outcome: entry });
    }
    found.push(...pairs.values());
  }
  return found;
}

/** The operations about a subject, newest first, from all logs. */
export async function disclosuresAbout(
  logs: readonly LogReader[],
  subject: string,
  subjectKeys: readonly string[],
): Promise<readonly Disclosure[]> {
  const found: Disclosure[] = [];
  for (const log of logs) {
    const traces = new Set<string>();
    for (let before: number | undefined; ; ) {
      const search = { subject, limit: 1_000, ...(before !== undefined && { before }) };
      const entries = await findEntries(log, search, subjectKeys);
      for (const { kind, trace } of entries)
        if (trace !== null && (kind === 'INTENT' || kind === 'OUTCOME')) traces.add(trace);
      before = entries.at(-1)?.index;
      if (entries.length < 1_000) break;
    }
    for (const trace of traces) found.push(...(await disclosuresOf([log], trace)));
  }
  return found.sort((one, other) => timeOf(other) - timeOf(one));
}

/** Whether a department was to be asked, or was. */
export function concerns({ intent, outcome }: Disclosure, department: string): boolean {
  const asked = intent?.body['departments'];
  const answers = outcome?.body['departments'];
  return (
    (Array.isArray(asked) && asked.includes(department)) ||
    (Array.isArray(answers) &&
      answers.some((answer: { department?: unknown }) => answer.department === department))
  );
}

/** When an operation began, in milliseconds since 1970. */
export function timeOf({ intent, outcome }: Disclosure): number {
  return intent?.time ?? outcome?.time ?? 0;
}
