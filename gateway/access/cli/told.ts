/** What a command says: data as lines or as one JSON value, notes for whoever watches, and whether all is well. */
export type Told = {
  readonly isGood: boolean;
  readonly data: unknown;
  readonly lines: readonly string[];
  readonly notes: readonly string[];
};
