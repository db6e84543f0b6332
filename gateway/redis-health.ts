/** Whether Redis does what it is asked, and if not, why. */
export type RedisState = { readonly kind: 'available' } | { readonly kind: 'unavailable'; readonly why: Why };

type Why =
  | 'no-connection'
  | 'too-slow'
  | 'access-refused'
  | 'read-only'
  | 'full'
  | 'not-ready'
  | 'unexpected-reply';

/** There was no reply within the bound. */
export class TooSlow extends Error {}

/** What is known of a Redis; each change is told once. */
export type RedisHealth = {
  /** It did what was asked. */
  works(): void;
  /** It answers, which cures silence, but not a Redis that answers and does not count. */
  answers(): void;
  fails(why: Why): void;
  /** Nothing more is told. */
  close(): void;
};

/** Starts with nothing known. */
export function watchHealth(onChange: (state: RedisState) => void): RedisHealth {
  let told: RedisState | null = null;
  let isClosed = false;
  const tell = (state: RedisState): void => {
    if (isClosed) return;
    told = state;
    onChange(state);
  };
  return {
    works() {
      if (told?.kind !== 'available') tell({ kind: 'available' });
    },
    answers() {
      if (!told || (told.kind === 'unavailable' && curedByAnswer.has(told.why))) tell({ kind: 'available' });
    },
    fails(why) {
      // That a connection is lost again and again, for a reason that was told, is nothing new.
      const isKnown = told?.kind === 'unavailable' && (told.why === why || why === 'no-connection');
      if (!isKnown) tell({ kind: 'unavailable', why });
    },
    close() {
      isClosed = true;
    },
  };
}

const curedByAnswer: ReadonlySet<Why> = new Set<Why>(['no-connection', 'too-slow', 'access-refused']);

/** The kind of an error, which may be told on; its words may quote a key. */
export function whyOf(error: unknown): Why {
  if (error instanceof TooSlow) return 'too-slow';
  const message = error instanceof Error ? error.message : '';
  return words.find(([form]) => form.test(message))?.[1] ?? 'no-connection';
}

const words: readonly (readonly [RegExp, Why])[] = [
  [/^(WRONGPASS|NOAUTH|NOPERM|ERR invalid password|ERR AUTH)/, 'access-refused'],
  [/^READONLY/, 'read-only'],
  [/^(OOM|MISCONF|NOREPLICAS)/, 'full'],
  [/^(LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)/, 'not-ready'],
  [/^([A-Z]+ |Protocol error|Unknown RESP type)/, 'unexpected-reply'],
];
