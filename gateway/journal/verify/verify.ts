import type { Entry } from '../entry.ts';
import type { Head } from '../head.ts';
import { mostInGroup } from '../messages.ts';
import { grown, rootOf } from '../proof/tree.ts';
import { beginningOf } from '../seal.ts';
import type { LogReader } from '../store/store.ts';
import { type Finding, type FindingKind, type Verdict, verdictOn } from './findings.ts';
import { type Marks, type Milestone, readMarks } from './milestones.ts';
import { Pairs } from './pairs.ts';
import { examine } from './rows.ts';
import { SubjectSums } from './subject-index.ts';

/** What a log is verified against. */
export type Against = {
  /** Every public key that ever signed its checkpoints. */
  readonly keys: readonly JsonWebKey[];
  /** Checkpoints that were kept elsewhere, as notes; those of other logs are passed over. */
  readonly remembered: readonly string[];
  /** Milliseconds since 1970: what is younger than two minutes then may be under way. */
  readonly now: number;
  /** Hears how many entries have been read. */
  readonly progress?: (entries: number) => void;
};

/** What became of a verification; its findings in the order of the entries, the rows read as far as the first wrong one. */
export type Verification = {
  readonly log: string;
  readonly verdict: Verdict;
  readonly entries: number;
  readonly checkpoints: number;
  /** INTENTs that ended with their process. */
  readonly interrupted: number;
  /** INTENTs that may be under way still. */
  readonly underWay: number;
  /** How many entries the last checkpoint covers that was met. */
  readonly covered: number;
  readonly findings: readonly Finding[];
};

/** Verifies a log, as of one moment though it may be written: chain, tree, checkpoints, pairs, index. */
export function verifyLog(reader: LogReader, against: Against): Promise<Verification> {
  return reader.still(() => new Walk(reader, against).run());
}

const underWayMs = 120_000;
const mostIncomplete = 100;

class Walk {
  readonly #reader: LogReader;
  readonly #against: Against;
  readonly #findings: Finding[] = [];
  readonly #pairs = new Pairs();
  readonly #sums = new SubjectSums();
  #tip: Omit<Head, 'checkpointed'>;
  #marks: Marks = { milestones: [], sizes: new Set(), findings: [] };
  #checkpoints = 0;
  #met = 0;
  #lastGood = 0;
  #lastMark = 0;
  #mostUncovered = Number.POSITIVE_INFINITY;

  constructor(reader: LogReader, against: Against) {
    this.#reader = reader;
    this.#against = against;
    this.#tip = { size: 0, hash: beginningOf(reader.log), time: 0, frontier: [] };
  }

  async run(): Promise<Verification> {
    if (await this.#isLog()) {
      await this.#readMarks();
      if (await this.#walkRows()) await this.#examineEnd();
    }
    return {
      log: this.#reader.log,
      verdict: verdictOn(this.#findings),
      entries: this.#tip.size,
      checkpoints: this.#checkpoints,
      interrupted: this.#pairs.interrupted,
      underWay: this.#pairs.open().filter(({ time }) => this.#mayBeUnderWay(time)).length,
      covered: this.#lastGood,
      findings: this.#findings,
    };
  }

  /** Nothing else can be said of what isn't one log of the format that is read here. */
  async #isLog(): Promise<boolean> {
    const isLog = await this.#reader.isLog();
    if (!isLog) this.#find('FORMAT', null, 'what is kept there is not one log of format 1');
    return isLog;
  }

  async #readMarks(): Promise<void> {
    const checkpoints = await this.#reader.checkpoints();
    this.#checkpoints = checkpoints.length;
    this.#marks = readMarks(
      { inLog: checkpoints.map(({ note }) => note), remembered: this.#against.remembered },
      { log: this.#reader.log, keys: this.#against.keys },
    );
    this.#findings.push(...this.#marks.findings);
  }

  /** Reads rows as far as the first wrong one; says whether there was none. */
  async #walkRows(): Promise<boolean> {
    if (!this.#meet()) return false;
    for await (const rows of this.#reader.rows()) {
      for (const row of rows) {
        const examined = examine(row, this.#tip, this.#reader.log);
        if (examined.kind === 'wrong') return this.#stop(examined.as, examined.at, examined.what);
        const unpaired = this.#pairs.take(examined.entry);
        if (unpaired) return this.#stop('UNPAIRED', row.seq, unpaired);
        const unsigned = this.#unsigned(examined.entry);
        if (unsigned) return this.#stop('UNSIGNED', row.seq, unsigned);
        for (const subject of examined.entry.subjects) this.#sums.add(subject, row.seq);
        const { size, frontier } = this.#tip;
        this.#tip = {
          size: size + 1,
          hash: row.hash,
          time: row.time,
          frontier: grown(frontier, size, row.hash),
        };
        if (!this.#meet()) return false;
      }
      this.#against.progress?.(this.#tip.size);
    }
    return true;
  }

  /** Compares the tree with the checkpoints of its present size. */
  #meet(): boolean {
    for (
      let next = this.#marks.milestones[this.#met];
      next?.size === this.#tip.size;
      next = this.#marks.milestones[this.#met]
    ) {
      if (next.root !== rootOf(this.#tip.frontier)) return this.#parted(next);
      this.#lastGood = next.size;
      this.#met += 1;
    }
    return true;
  }

  /** A START and a STOP have a checkpoint, and all others one in time: whoever takes checkpoints away is found by that. */
  #unsigned({ kind, index, body }: Entry): string | null {
    const { checkpointEntries } = body;
    if (kind === 'START' && typeof checkpointEntries === 'number')
      this.#mostUncovered = checkpointEntries + mostInGroup;
    if ((kind === 'START' || kind === 'STOP') && !this.#marks.sizes.has(index + 1))
      return `no checkpoint was kept with this ${kind}`;
    if (this.#marks.sizes.has(index)) this.#lastMark = index;
    return index - this.#lastMark >= this.#mostUncovered
      ? 'there should have been a checkpoint before this entry'
      : null;
  }

  #parted({ size, source }: Milestone): boolean {
    const what = `these entries are not those of the checkpoint of ${size} entries`;
    const to = Math.max(0, size - 1);
    return source === 'log'
      ? this.#stop('REWRITTEN', this.#fitting(size), `${what} in the log`, to)
      : this.#stop('FORKED', this.#fitting(size, 'memory'), `${what} that was remembered`, to);
  }

  /**
   * How many entries the last checkpoint covers that fits below a size: all of these were met before. Against one that was
   * remembered only such count, as whoever forks a log makes its own anew.
   */
  #fitting(size: number, source?: Milestone['source']): number {
    const last = this.#marks.milestones.findLast(
      (each) => each.size < size && (source === undefined || each.source === source),
    );
    return last?.size ?? 0;
  }

  async #examineEnd(): Promise<void> {
    const { size } = this.#tip;
    const unmet = this.#marks.milestones.at(-1);
    if (unmet && unmet.size > size) {
      const source = unmet.source === 'log' ? 'in the log' : 'that was remembered';
      this.#stop(
        'CUT',
        size,
        `a checkpoint ${source} covers ${unmet.size} entries, there are ${size}`,
        unmet.size - 1,
      );
    }
    for await (const pairs of this.#reader.subjects())
      for (const [subject, seq] of pairs) this.#sums.subtract(subject, seq);
    if (!this.#sums.areEqual())
      this.#find('INDEX', null, 'the index of subjects is not what the entries say');
    const incomplete = this.#pairs.open().filter(({ time }) => !this.#mayBeUnderWay(time));
    for (const { index } of incomplete.slice(0, mostIncomplete))
      this.#find('INCOMPLETE', index, 'the INTENT has no OUTCOME, and its process went on');
  }

  #mayBeUnderWay(time: number): boolean {
    return this.#against.now - time < underWayMs;
  }

  #stop(kind: FindingKind, from: number, what: string, to = from): false {
    this.#findings.push({ kind, log: this.#reader.log, from, to, what });
    return false;
  }

  #find(kind: FindingKind, at: number | null, what: string): void {
    this.#findings.push({ kind, log: this.#reader.log, from: at, to: at, what });
  }
}
