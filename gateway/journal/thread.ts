import { Worker } from 'node:worker_threads';
import { Fault } from '../errors.ts';
import { type Entry, type NewEntry, type Packed, type Position, packed } from './entry.ts';
import type { FromWriter, Search, Settled, ToWriter, WriterOptions } from './messages.ts';

/** How a journal is now. */
export type JournalState = {
  readonly kind: 'open' | 'unavailable';
  /** Why it can't be written. */
  readonly reason: string | null;
  readonly size: number;
  readonly waiting: number;
  /** Transactions since it was opened. */
  readonly groups: number;
};

/**
 * A journal whose work is done by a thread of its own: here entries are only packed and posted, all of one turn of the event
 * loop in one message, and their promises kept in the order of the calls, which is the order in which they are settled.
 */
export class ThreadedJournal {
  /** Resolves with why it can't begin, or null once it has or may. */
  readonly begun: Promise<string | null>;
  readonly #options: WriterOptions;
  readonly #began = Promise.withResolvers<string | null>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #overdue: NodeJS.Timeout;
  readonly #searches = new Map<number, PromiseWithResolvers<readonly Entry[]>>();
  #thread: Worker;
  #waiting: Waiting[] = [];
  #outbox: Packed[] = [];
  #state: Pick<JournalState, 'kind' | 'reason' | 'size' | 'groups'> = {
    kind: 'unavailable',
    reason: 'not begun',
    size: 0,
    groups: 0,
  };
  #searchesEver = 0;
  #late: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;
  #isClosing = false;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.begun = this.#began.promise;
    this.#thread = this.#start();
    this.#overdue = setInterval(() => this.#rejectOverdue(), 1_000).unref();
  }

  append(entry: NewEntry): Promise<Position> {
    const { promise, resolve, reject } = Promise.withResolvers<Position>();
    try {
      if (this.#isClosing || this.#waiting.length >= mostWaiting)
        throw new Error(this.#isClosing ? 'closed' : 'full');
      const now = Date.now();
      const item = packed(entry, now);
      this.#outbox.push(item);
      this.#postSoon(entry.kind);
      this.#waiting.push({ resolve, reject, since: performance.now() });
    } catch (cause) {
      reject(new Fault('JOURNAL_UNAVAILABLE', { cause }));
    }
    return promise;
  }

  find(search: Search): Promise<readonly Entry[]> {
    const asked = Promise.withResolvers<readonly Entry[]>();
    this.#searchesEver += 1;
    this.#searches.set(this.#searchesEver, asked);
    this.#tell({ kind: 'find', id: this.#searchesEver, search });
    return asked.promise;
  }

  state(): JournalState {
    return { ...this.#state, waiting: this.#waiting.length };
  }

  async close(): Promise<void> {
    if (!this.#isClosing) {
      this.#isClosing = true;
      this.#post();
      this.#tell({ kind: 'close' });
    }
    await this.#ended.promise;
  }

  #start(): Worker {
    const thread = new Worker(new URL('./writer.ts', import.meta.url), { workerData: this.#options });
    thread.on('message', (message: FromWriter) => this.#hear(message));
    let failure: unknown = null;
    thread.on('error', (error: unknown) => {
      failure = error;
    });
    thread.once('exit', () => this.#died(failure));
    return thread;
  }

  #hear(message: FromWriter): void {
    if (message.kind === 'settled') this.#settle(message.settled);
    else if (message.kind === 'found') this.#searchOf(message.id)?.resolve(message.entries);
    else if (message.kind === 'not found')
      this.#searchOf(message.id)?.reject(
        new Fault('JOURNAL_UNAVAILABLE', { cause: new Error(message.reason) }),
      );
    else if (message.kind === 'state') {
      const { state } = message;
      this.#state =
        state.kind === 'open'
          ? { ...state, reason: null }
          : { ...this.#state, kind: 'unavailable', reason: state.reason };
      this.#began.resolve(state.kind === 'refused' ? state.reason : null);
    }
  }

  #settle({ count, first, hashes, refused, groups }: Settled): void {
    const { log } = this.#options;
    const settled = this.#waiting.splice(0, count);
    let written = 0;
    for (const [at, { resolve, reject }] of settled.entries()) {
      const reason = refused.get(at);
      if (reason !== undefined) {
        reject(new Fault('JOURNAL_UNAVAILABLE', { cause: new Error(reason) }));
        continue;
      }
      resolve({ log, index: first + written, hash: hashes.slice(64 * written, 64 * (written + 1)) });
      written += 1;
    }
    if (written > 0) this.#state = { ...this.#state, size: first + written, groups };
  }

  /**
   * What somebody waits for goes at the end of this turn of the event loop. Nobody waits for an INTENT alone: it goes with
   * what comes next, so that a request costs one message and one group, or by itself when that takes long.
   */
  #postSoon(kind: NewEntry['kind']): void {
    if (kind === 'INTENT') this.#late ??= setTimeout(() => this.#post(), longestHeldMs);
    else this.#soon ??= setImmediate(() => this.#post());
  }

  #post(): void {
    clearTimeout(this.#late);
    clearImmediate(this.#soon);
    this.#late = undefined;
    this.#soon = undefined;
    if (this.#outbox.length === 0) return;
    const entries = this.#outbox;
    this.#outbox = [];
    this.#tell({ kind: 'append', entries });
  }

  #tell(message: ToWriter): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#thread.postMessage(message);
  }

  #searchOf(id: number): PromiseWithResolvers<readonly Entry[]> | undefined {
    const search = this.#searches.get(id);
    this.#searches.delete(id);
    return search;
  }

  #rejectOverdue(): void {
    const overdue = performance.now() - longestWaitMs;
    for (const { since, reject } of this.#waiting) {
      if (since > overdue) break;
      reject(new Fault('JOURNAL_UNAVAILABLE', { cause: new Error('not written in time') }));
    }
  }

  /** The thread ended: as it was told to, or by a fault of its own, after which another takes its place. */
  #died(cause: unknown): void {
    const fault = new Fault('JOURNAL_UNAVAILABLE', { cause });
    for (const { reject } of this.#waiting.splice(0)) reject(fault);
    for (const search of this.#searches.values()) search.reject(fault);
    this.#searches.clear();
    this.#outbox = [];
    this.#state = {
      ...this.#state,
      kind: 'unavailable',
      reason: this.#isClosing ? 'closed' : 'the writer ended',
    };
    this.#began.resolve(this.#isClosing ? null : String(cause));
    if (this.#isClosing) {
      clearInterval(this.#overdue);
      this.#ended.resolve();
    } else
      setTimeout(() => {
        this.#thread = this.#start();
      }, rebirthMs);
  }
}

/** What waits longer is told that it can't be written, though it may be in the end. */
/** An INTENT is on its way to the store after so long at the latest, whatever departments do. */
const longestHeldMs = 5;
const longestWaitMs = 10_000;
const mostWaiting = 100_000;
const rebirthMs = 500;

type Waiting = {
  readonly resolve: (position: Position) => void;
  readonly reject: (fault: Fault) => void;
  readonly since: number;
};
