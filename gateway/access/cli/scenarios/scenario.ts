import type { Caller } from '../../../identity/caller.ts';
import type { Asking } from '../deciding.ts';
import type { Form } from '../words.ts';

/** A case of business, and what must be seen in it. */
export type Scenario = {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly asking: Asking;
  /** What is known of the record, as bits. */
  readonly facts: number;
  /** Whether the matter must not be the caller's at all. */
  readonly isRefused: boolean;
  readonly expected: readonly Expected[];
  /** The code of the reason for which what is denied must be; null for any. */
  readonly because: string | null;
};

/** A field and how it must be shown. */
export type Expected = { readonly coordinate: string; readonly form: Form; readonly line: number };

/** What scenarios may speak of. */
export type Known = {
  readonly callers: ReadonlyMap<string, Caller>;
  readonly matters: Iterable<string>;
  readonly roles: Iterable<string>;
  readonly fields: ReadonlySet<string>;
};
