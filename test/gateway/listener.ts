import { readEvents, type ServerSentEvent } from '#gateway/fetch/feed/event-stream.ts';

/** A client's side of one stream of server-sent events. */
export type Listener = {
  readonly status: number;
  readonly headers: Headers;
  /** The next event; waits for it. */
  next(): Promise<Heard>;
  /** All events until the stream ends. */
  rest(): Promise<readonly Heard[]>;
  leave(): void;
};

export type Heard = { readonly name: string; readonly told: Told | null };
export type Told = {
  readonly data?: unknown;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
};

/** Asks for an operation by events alone. */
export async function listen(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Listener> {
  const left = new AbortController();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify(body),
    signal: left.signal,
  });
  // Read from now on: a body that nobody reads is cancelled when its response is collected as garbage.
  const bytes = (response.body as unknown as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const events = readEvents({ [Symbol.asyncIterator]: () => bytes }, 2 ** 26);
  return {
    status: response.status,
    headers: response.headers,
    async next() {
      const { value, done } = await events.next();
      if (done) throw new Error('the stream is over');
      return heard(value);
    },
    rest: async () => (await Array.fromAsync(events)).map(heard),
    leave: () => left.abort(),
  };
}

function heard({ name, data }: ServerSentEvent): Heard {
  return { name, told: data === '' ? null : (JSON.parse(data) as Told) };
}
