export type Queue<T> = {
  push(item: T, bytes: number): void;
  /** What waits is still given, then no more. */
  end(): void;
  /** No more from now on. */
  drop(): void;
  readonly items: AsyncGenerator<T>;
};

/**
 * Items in their order for one who takes them one by one. When more wait than may, they are dropped and whoever takes the
 * next gets the error that `overflow` gives, at once if nobody is waiting.
 */
export function boundedQueue<T>(
  { mostWaiting, mostWaitingBytes }: { readonly mostWaiting: number; readonly mostWaitingBytes: number },
  overflow: () => Error,
): Queue<T> {
  let waiting: { readonly item: T; readonly bytes: number }[] = [];
  let bytesWaiting = 0;
  let state = 'open' as 'open' | 'ended' | Error;
  let wake: (() => void) | undefined;
  const close = (to: 'ended' | Error): void => {
    if (state === 'open') state = to;
    wake?.();
  };
  const empty = (): void => {
    waiting = [];
    bytesWaiting = 0;
  };
  return {
    push(item, bytes) {
      if (state !== 'open') return;
      waiting.push({ item, bytes });
      bytesWaiting += bytes;
      if (waiting.length <= mostWaiting && bytesWaiting <= mostWaitingBytes) wake?.();
      else {
        empty();
        close(overflow());
      }
    },
    end: () => close('ended'),
    drop() {
      empty();
      close('ended');
    },
    items: (async function* () {
      for (;;) {
        const next = waiting.shift();
        if (next) {
          bytesWaiting -= next.bytes;
          yield next.item;
        } else if (state instanceof Error) throw state;
        else if (state === 'ended') return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    })(),
  };
}
