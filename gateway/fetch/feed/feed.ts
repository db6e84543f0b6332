import { Fault, Refusal } from '../../errors.ts';
import { answerOf, type DepartmentReply } from '../department.ts';
import { listenByEvents } from './by-events.ts';
import { listenBySocket } from './by-socket.ts';
import type { Subscription } from './listener.ts';
import { boundedQueue } from './queue.ts';

/** The way to a department's events. */
export type Feed = {
  /**
   * The events of a subscription in their order, until the department completes it or the signal aborts. An event that is
   * no GraphQL is a Fault in its place, a stream that breaks a last one. Throws a Refusal if events wait that nobody takes.
   */
  events(subscription: Subscription, signal: AbortSignal): AsyncIterable<DepartmentReply>;
  close(): Promise<void>;
};

export type FeedOptions = {
  /** What a subscription has until it is open; once it is, it may be silent for any time. */
  readonly openMs: number;
  readonly largestEventBytes?: number;
  readonly mostWaiting?: number;
  readonly mostWaitingBytes?: number;
};

/**
 * Opens the way to a department's events, when it is first asked for any: by WebSocket to a `ws` address, else by
 * server-sent events. Throws an Error for an address of neither kind.
 */
export function openFeed(name: string, url: string, options: FeedOptions): Feed {
  if (!URL.canParse(url) || !/^(https?|wss?):/.test(url))
    throw new Error(`department ${name} has no address for subscriptions: "${url}" is no http or ws URL`);
  const { openMs, largestEventBytes = 1_048_576, mostWaiting = 256, mostWaitingBytes = 4_194_304 } = options;
  const open = url.startsWith('ws') ? listenBySocket : listenByEvents;
  const listener = open(new URL(url), { openMs, largestEventBytes });
  return {
    async *events(subscription, signal) {
      if (signal.aborted) return;
      // Held back, the department's own memory would fill for a client that sleeps: who is too slow is told so and cut.
      const queue = boundedQueue<DepartmentReply>({ mostWaiting, mostWaitingBytes }, () => {
        listening.stop();
        return tooSlow();
      });
      const listening = listener.listen(subscription, {
        event(value, bytes) {
          queue.push(answerOf(value, name), bytes);
        },
        garbage() {
          const cause = new Error('not JSON');
          queue.push(new Fault('DEPARTMENT_ANSWER_INVALID', { cause, department: name }), 0);
        },
        complete: () => queue.end(),
        broken(cause) {
          queue.push(new Fault('DEPARTMENT_UNAVAILABLE', { cause, department: name }), 0);
          queue.end();
        },
      });
      const leave = () => {
        queue.drop();
        listening.stop();
      };
      signal.addEventListener('abort', leave);
      try {
        yield* queue.items;
      } finally {
        signal.removeEventListener('abort', leave);
        listening.stop();
      }
    },
    close: () => listener.close(),
  };
}

function tooSlow(): Refusal {
  return new Refusal(
    'TOO_SLOW',
    'Events came faster than you took them: subscribe anew, and read faster or ask for less of each event.',
  );
}
