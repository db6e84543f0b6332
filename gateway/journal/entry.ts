/** What is recorded. */
export const entryKinds = [
  'INTENT',
  'OUTCOME',
  'POLICY',
  'PUBLISH',
  'BREAK_GLASS',
  'REVIEW',
  'EXPORT',
  'READ',
  'RECHECK',
  'START',
  'STOP',
] as const;

export type EntryKind = (typeof entryKinds)[number];

/** A member of a body that is JSON text already; it should be canonical, and is made so where it isn't. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What is to be recorded. An INTENT and its OUTCOME have the same `trace` and `part`. */
export type NewEntry = {
  readonly kind: EntryKind;
  readonly trace: string | null;
  /** Which of several operations or events of one trace; 0 unless said. */
  readonly part?: number;
  /** Members of the body, as JSON.stringify takes them, and RawJson. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Citizen numbers and credit codes in the clear: only their HMAC under the subject key is kept. */
  readonly subjects: readonly string[];
  /** Of an OUTCOME, the answer's data as JSON text: each leaf becomes a salted commitment, nothing of it is kept. */
  readonly values?: string;
};

/** Where an entry stands: its log, its number there from 0, and its hash (hexadecimal). */
export type Position = { readonly log: string; readonly index: number; readonly hash: string };

/** An entry as it was recorded. */
export type Entry = Position & {
  readonly kind: EntryKind;
  readonly trace: string | null;
  readonly part: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** The subjects' HMACs, hexadecimal. */
  readonly subjects: readonly string[];
  readonly values: { readonly count: number; readonly digest: string } | null;
};

/** An entry on its way to the thread that writes: flat, since each object costs when a message is copied. */
export type Packed = readonly [
  kind: EntryKind,
  trace: string | null,
  part: number,
  time: number,
  body: string,
  raw: readonly string[] | null,
  subjects: readonly string[],
  values: string | null,
];

/** Packs an entry as of a time; throws where its body can't be JSON. */
export function packed({ kind, trace, part = 0, body, subjects, values }: NewEntry, time: number): Packed {
  let raw: string[] | null = null;
  let plain = body;
  for (const name of Object.keys(body)) {
    const member = body[name];
    if (!(member instanceof RawJson)) continue;
    if (!raw) {
      raw = [];
      plain = { ...body };
    }
    raw.push(name, member.text);
    // JSON.stringify leaves out what is undefined.
    (plain as Record<string, unknown>)[name] = undefined;
  }
  return [kind, trace, part, time, JSON.stringify(plain), raw, subjects, values ?? null];
}

/** Reads an entry from the text that was recorded of it. */
export function readEntry(
  log: string,
  { seq, hash, text }: { readonly seq: number; readonly hash: string; readonly text: string },
): Entry {
  return entryOf(JSON.parse(text) as Written, { log, index: seq, hash });
}

/** An entry's members as its text has them; what is left out there is 0 or null. */
export type Written = Omit<Entry, keyof Position | 'part' | 'values'> &
  Partial<Pick<Entry, 'part' | 'values'>>;

/** An entry from the members of its text. */
export function entryOf(written: Written, position: Position): Entry {
  const { kind, trace, part = 0, time, body, subjects, values = null } = written;
  return { ...position, kind, trace, part, time, body, subjects, values };
}
