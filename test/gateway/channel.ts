/** Events that a test sends, for any number of listeners. */
export type Channel<T> = {
  send(...events: readonly T[]): void;
  end(): void;
  listen(): AsyncGenerator<T>;
  listeners(): number;
  /** How many have ever listened. */
  everListened(): number;
};

export function channel<T>(): Channel<T> {
  const waiting = new Set<{ readonly events: T[]; isOver: boolean; wake: () => void }>();
  let everListened = 0;
  return {
    send(...events) {
      for (const listener of waiting) {
        listener.events.push(...events);
        listener.wake();
      }
    },
    end() {
      for (const listener of waiting) {
        listener.isOver = true;
        listener.wake();
      }
    },
    listen() {
      const listener = { events: [] as T[], isOver: false, wake: () => undefined as void };
      waiting.add(listener);
      everListened += 1;
      const leave = () => {
        waiting.delete(listener);
        listener.isOver = true;
        listener.events.length = 0;
        listener.wake();
      };
      const events = (async function* () {
        for (;;) {
          const [event] = listener.events.splice(0, 1);
          if (event !== undefined) yield event;
          else if (listener.isOver) return leave();
          else await new Promise<void>((resolve) => (listener.wake = resolve));
        }
      })();
      return Object.assign(Object.create(events) as AsyncGenerator<T>, {
        next: () => events.next(),
        return() {
          leave();
          return events.return();
        },
        [Symbol.asyncIterator]() {
          return this;
        },
      });
    },
    listeners: () => waiting.size,
    everListened: () => everListened,
  };
}
