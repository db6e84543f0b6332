/** What is listened to, and for whom. */
export type Subscription = {
  /** GraphQL over HTTP, as JSON text. */
  readonly body: string;
  /** Headers that tell who asks. */
  readonly vouched: Readonly<Record<string, string>>;
  readonly trace: string;
};

/** How a way of transport tells what it hears. */
export type Hearing = {
  /** An event's value, and how large its text was. */
  event(value: unknown, bytes: number): void;
  /** An event that can't be read. */
  garbage(): void;
  complete(): void;
  broken(cause: unknown): void;
};

export type ListenerOptions = { readonly openMs: number; readonly largestEventBytes: number };

/** A way of transport: listens until it is stopped or has told `complete` or `broken`. */
export type Listener = {
  listen(subscription: Subscription, hearing: Hearing): { stop(): void };
  close(): Promise<void>;
};
