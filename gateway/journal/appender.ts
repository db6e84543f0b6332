import type { Packed } from './entry.ts';
import { advanced, type Head, headOf } from './head.ts';
import { subjectKeyIdOf } from './keys.ts';
import type { Settled, WriterOptions } from './messages.ts';
import { OpenIntents } from './open-intents.ts';
import { originOf, signedCheckpoint } from './proof/checkpoint.ts';
import { keyIdOf } from './proof/note.ts';
import { rootOf } from './proof/tree.ts';
import { type Sealed, sealed } from './seal.ts';
import type { Store, StoredCheckpoint } from './store/store.ts';

/**
 * The one writer of a log. A group is written whole or not at all; after a failure nothing is, until `begin` has read the
 * log's end anew, so that no number is given twice.
 */
export class Appender {
  readonly #store: Store;
  readonly #options: WriterOptions;
  readonly #intents = new OpenIntents();
  #head: Head | null = null;
  #groups = 0;

  constructor(store: Store, options: WriterOptions) {
    this.#store = store;
    this.#options = options;
  }

  get groups(): number {
    return this.#groups;
  }

  get size(): number {
    return this.#head?.size ?? 0;
  }

  /** Opens the store and writes a START entry and a checkpoint; it says why, and which INTENTs failed since and so end here. */
  async begin(reason: 'OPENED' | 'RECOVERED'): Promise<void> {
    await this.end();
    await this.#store.open();
    const { log, keys, about } = this.#options;
    this.#head = headOf(log, await this.#store.newest(), [keys.signing, ...keys.retired.signing]);
    const refused = this.#intents.refused();
    await this.#write([start({ ...about, reason, refused }, this.#options)], 'now');
    this.#intents.forget(refused);
  }

  /** Writes a group and tells of each entry what became of it. Rejects where nothing was written. */
  async append(batch: readonly Packed[]): Promise<Settled> {
    const first = this.size;
    const { entries, refused } = await this.#write(batch, 'if due');
    const hashes = entries.map(({ hash }) => hash).join('');
    return { count: batch.length, first, hashes, refused, groups: this.#groups };
  }

  /** Notes that these were not written, whether it was tried or not. */
  missed(tried: readonly Packed[], untried: readonly Packed[]): void {
    for (const entry of tried) this.#intents.refuse(entry);
    for (const entry of untried) this.#intents.pass(entry);
  }

  /** Writes a checkpoint where entries have come since the last one. */
  async checkpoint(): Promise<void> {
    if (this.#head && this.#head.size > this.#head.checkpointed) await this.#write([], 'now');
  }

  /** Writes a STOP entry and the last checkpoint. */
  async stop(): Promise<void> {
    await this.#write([['STOP', null, 0, Date.now(), '{}', null, [], null]], 'now');
  }

  /** Closes the store; it may have failed before. */
  async end(): Promise<void> {
    this.#head = null;
    await this.#store.close();
  }

  async #write(batch: readonly Packed[], checkpoint: 'if due' | 'now'): Promise<Made> {
    if (!this.#head) throw new Error('the log is not open');
    const { log, keys, checkpointEvery } = this.#options;
    const { entries, refused, head } = this.#made(batch, this.#head);
    const isDue = checkpoint === 'now' || head.size - head.checkpointed >= checkpointEvery.entries;
    if (entries.length === 0 && !isDue) return { entries, refused, head };
    this.#head = null;
    await this.#store.write({ entries, checkpoint: isDue ? checkpointOf(head, log, keys.signing) : null });
    this.#head = isDue ? { ...head, checkpointed: head.size } : head;
    this.#groups += 1;
    return { entries, refused, head };
  }

  #made(batch: readonly Packed[], from: Head): Made {
    const ties = { log: this.#options.log, subjectKey: this.#options.keys.subject };
    const entries: Sealed[] = [];
    const refused = new Map<number, string>();
    let head = from;
    for (const [at, entry] of batch.entries()) {
      try {
        this.#intents.check(entry);
        const made = sealed(entry, head, ties);
        this.#intents.take(entry);
        entries.push(made);
        head = advanced(head, made);
      } catch (error) {
        // What can't be recorded is told to whoever asked for it; the rest of the group is none the worse.
        refused.set(at, (error as Error).message);
      }
    }
    return { entries, refused, head };
  }
}

type Made = {
  readonly entries: readonly Sealed[];
  readonly refused: ReadonlyMap<number, string>;
  readonly head: Head;
};

function checkpointOf({ size, frontier }: Head, log: string, key: JsonWebKey): StoredCheckpoint {
  const note = signedCheckpoint({ origin: originOf(log), size, root: rootOf(frontier) }, key);
  return { size, time: Date.now(), note, frontier };
}

function start(
  body: Readonly<Record<string, unknown>>,
  { log, keys, checkpointEvery }: WriterOptions,
): Packed {
  const ids = { signingKey: keyIdOf(originOf(log), keys.signing), subjectKey: subjectKeyIdOf(keys.subject) };
  const promises = { ...ids, checkpointEntries: checkpointEvery.entries };
  return ['START', null, 0, Date.now(), JSON.stringify({ ...body, ...promises }), null, [], null];
}
