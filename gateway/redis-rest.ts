/** A time in which nothing is asked of a Redis. */
export type Rest = {
  isOn(): boolean;
  begin(): void;
  end(): void;
  /** It never begins again. */
  close(): void;
};

/**
 * A rest for a Redis that was silent, until it answers a probe: each request would wait in vain, and its command pile up.
 * One that is silent again soon after is left alone for longer.
 */
export function restOf(probe: () => Promise<boolean>): Rest {
  let timer: NodeJS.Timeout | undefined;
  let attempt = 0;
  let lastProbe = -Infinity;
  let isClosed = false;
  const end = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const begin = (): void => {
    attempt = performance.now() - lastProbe > calmMs ? 1 : attempt + 1;
    const current = setTimeout(() => void look(), backoffMs(attempt));
    const look = async (): Promise<void> => {
      lastProbe = performance.now();
      const answered = await probe().catch(() => false);
      if (timer !== current) return;
      end();
      if (!answered) begin();
    };
    timer = current;
  };
  return {
    isOn: () => timer !== undefined,
    begin() {
      if (!timer && !isClosed) begin();
    },
    end,
    close() {
      isClosed = true;
      end();
    },
  };
}

const calmMs = 10_000;

/** 50 ms doubled with each attempt up to 2 s, half of it at random: many gateways don't come back in step. */
export function backoffMs(attempt: number): number {
  return Math.min(50 * 2 ** (attempt - 1), 2_000) * (0.5 + Math.random() / 2);
}
