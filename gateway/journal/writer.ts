// The thread that writes a log. Everything that waits is written at once as soon as the store is free (natural group
// commit): the busier the gateway, the more entries share a transaction, and nobody waits for a timer.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Appender } from './appender.ts';
import type { Packed } from './entry.ts';
import { openFinder } from './find.ts';
import {
  type FromWriter,
  mostInGroup,
  type Search,
  type ToWriter,
  type WriterOptions,
  type WriterState,
} from './messages.ts';
import { openStore } from './store/open.ts';
import { LogUnusable } from './store/store.ts';

const port = parentPort;
if (!port) throw new Error('the writer is a thread of its own');
const options = workerData as WriterOptions;
const appender = new Appender(openStore(options.store, options.log), options);
const longestPauseMs = 1_000;

const waiting: Packed[] = [];
const status = {
  isOpen: false,
  isClosing: false,
  isCheckpointDue: false,
  /** Whether the log was ever open: what it is refused for after that may pass. */
  hasBegun: false,
};
let wake = (): void => undefined;

port.on('message', (message: ToWriter) => {
  take(message);
  for (let more = receiveMessageOnPort(port); more; more = receiveMessageOnPort(port))
    take(more.message as ToWriter);
  wake();
});
const timer = setInterval(() => {
  status.isCheckpointDue = true;
  wake();
}, options.checkpointEvery.seconds * 1_000);
const finder = openFinder(options);
await run();

/** One thing at a time, until told to close. */
async function run(): Promise<void> {
  let failures = 0;
  while (!status.isClosing || waiting.length > 0) {
    if (!status.isOpen) {
      await open(failures);
      failures = status.isOpen ? 0 : failures + 1;
    } else if (waiting.length > 0) {
      const batch = waiting.splice(0, mostInGroup);
      await attempt(async () => tell({ kind: 'settled', settled: await appender.append(batch) }), batch);
    } else if (status.isCheckpointDue) {
      status.isCheckpointDue = false;
      await attempt(() => appender.checkpoint(), []);
    } else await woken();
  }
  await close();
}

/** Opens the log, or goes on after a failure; what fails is tried again with growing pauses. */
async function open(failures: number): Promise<void> {
  try {
    await appender.begin(status.hasBegun ? 'RECOVERED' : 'OPENED');
    status.isOpen = true;
    status.hasBegun = true;
    tellState({ kind: 'open', size: appender.size, groups: appender.groups });
  } catch (error) {
    await appender.end().catch(() => undefined);
    tellState({
      kind: !status.hasBegun && error instanceof LogUnusable ? 'refused' : 'unavailable',
      reason: reasonOf(error),
    });
    await Promise.race([woken(), pause(Math.min(longestPauseMs, 50 * 2 ** failures))]);
  }
}

async function attempt(step: () => Promise<void>, batch: readonly Packed[]): Promise<void> {
  try {
    await step();
  } catch (error) {
    status.isOpen = false;
    tellState({ kind: 'unavailable', reason: reasonOf(error) });
    const untried = waiting.splice(0);
    appender.missed(batch, untried);
    refuse([...batch, ...untried], reasonOf(error));
  }
}

function take(message: ToWriter): void {
  if (message.kind === 'close') status.isClosing = true;
  else if (message.kind === 'find') void find(message.id, message.search);
  // While the log can't be written nobody waits to hear it.
  else if (status.isOpen) waiting.push(...message.entries);
  else {
    appender.missed([], message.entries);
    refuse(message.entries, 'the log is not open');
  }
}

function refuse(batch: readonly Packed[], reason: string): void {
  const refused = new Map(batch.map((_, at) => [at, reason]));
  tell({
    kind: 'settled',
    settled: { count: batch.length, first: 0, hashes: '', refused, groups: appender.groups },
  });
}

async function find(id: number, search: Search): Promise<void> {
  try {
    tell({ kind: 'found', id, entries: await finder.find(search) });
  } catch (error) {
    tell({ kind: 'not found', id, reason: reasonOf(error) });
  }
}

async function close(): Promise<void> {
  clearInterval(timer);
  if (status.isOpen) await appender.stop().catch(() => undefined);
  // The writer goes last: only it can bring what stands beside the file into it.
  await finder.close();
  await appender.end().catch(() => undefined);
  tell({ kind: 'closed' });
  port?.close();
}

function woken(): Promise<void> {
  return new Promise((resolve) => {
    wake = resolve;
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function tellState(state: WriterState): void {
  tell({ kind: 'state', state });
}

function tell(message: FromWriter): void {
  port?.postMessage(message);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
