import { originOf, readCheckpoint } from '../proof/checkpoint.ts';
import type { Finding, FindingKind } from './findings.ts';

/** A checkpoint that the tree must meet when it has grown to its size. */
export type Milestone = {
  readonly size: number;
  readonly root: string;
  readonly source: 'log' | 'memory';
};

/** What checkpoints are there. */
export type Marks = {
  /** Those that are signed as they should be, by size. */
  readonly milestones: readonly Milestone[];
  /** The sizes of all that stand in the log. */
  readonly sizes: ReadonlySet<number>;
  /** What is wrong with the others. */
  readonly findings: readonly Finding[];
};

/** Reads the checkpoints of a log, and of those that were remembered the ones of this log. */
export function readMarks(
  { inLog, remembered }: { readonly inLog: readonly string[]; readonly remembered: readonly string[] },
  { log, keys }: { readonly log: string; readonly keys: readonly JsonWebKey[] },
): Marks {
  const milestones: Milestone[] = [];
  const sizes = new Set<number>();
  const findings = new Map<string, Finding>();
  const find = (kind: FindingKind, what: string) => {
    const finding = { kind, log, from: null, to: null, what };
    // One key that is missing makes as many unknown signatures as there are checkpoints.
    findings.set(kind === 'UNKNOWN_KEY' ? kind : what, finding);
  };
  const read = (note: string, source: Milestone['source']) => {
    const checkpoint = readCheckpoint(note, keys);
    const isOurs = checkpoint?.origin === originOf(log);
    if (source === 'memory' && !isOurs) return;
    const whose = source === 'log' ? 'in the log' : 'that was remembered';
    if (!checkpoint || !isOurs)
      return find('FORGED', `what stands ${whose} as a checkpoint is none of this log`);
    const { size, root, standing } = checkpoint;
    if (source === 'log') sizes.add(size);
    const which = `the checkpoint of ${size} entries ${whose}`;
    if (standing === 'forged') return find('FORGED', `${which} does not bear its key's signature`);
    if (standing === 'unknown') return find('UNKNOWN_KEY', `${which} is signed with no known key`);
    milestones.push({ size, root, source });
  };
  for (const note of inLog) read(note, 'log');
  for (const note of remembered) read(note, 'memory');
  milestones.sort((one, other) => one.size - other.size);
  return { milestones, sizes, findings: [...findings.values()] };
}
