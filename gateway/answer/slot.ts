import type { FactsOf, MaskRule } from '../effect.ts';
import { Fault, type Refusal } from '../errors.ts';
import { isRecord } from '../record.ts';

/** A value that is masked here and may be clear elsewhere. */
export type MaskedValue = { readonly path: Path; readonly rule: MaskRule };

/** A fault, or what is not shown of this record, at its place in the answer. */
export type Problem = { readonly problem: Fault | Refusal; readonly path: Path };

export type Path = readonly (string | number)[];

/** What one shaping tells besides the text. */
export type Telling = {
  readonly problems: Problem[];
  /** Values that are masked in some records only. */
  readonly masked: MaskedValue[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly factsOf: FactsOf;
  /** Those whose records were written. */
  readonly subjects: Set<string>;
  /** With so many problems told, what is not shown of a record would say nothing new. */
  readonly mostTold: number;
};

/** An object or list of the answer that is being written, and where it stands. */
export type Holder = {
  readonly holder: Holder | null;
  readonly key: string | number;
  readonly telling: Telling;
  /** What is known of whose record it is. */
  readonly facts: number;
};

/** Writes what stands at a key of a holder. */
export type Slot = {
  /**
   * The value as JSON text; `undefined` when there is none although there must be, so that the holder can't be either.
   */
  readonly write: (value: unknown, holder: Holder, key: string | number) => string | undefined;
  readonly pathOf: PathOf;
  /** Whether the text depends on the facts of the holder. */
  readonly inherits: boolean;
};

/** The client's path for a way that a department named within a value, as far as the client asked for it. */
export type PathOf = (within: Path) => Path;

/** The text of a value that is neither null nor undefined, or undefined where it does not fit the type. */
export type LeafText = (value: unknown) => string | undefined;

export type Members = {
  /** An object's members between braces, or undefined where one of them is missing that must be there. */
  readonly textOf: (record: Readonly<Record<string, unknown>>, here: Holder) => string | undefined;
  readonly pathOf: PathOf;
  readonly inherits: boolean;
};

export function leafSlot(textOf: LeafText, isNeeded: boolean): Slot {
  return {
    pathOf: nowhere,
    inherits: false,
    write(value, holder, key) {
      if (value !== null && value !== undefined) {
        const text = textOf(value);
        if (text !== undefined) return text;
      }
      return notThere(value, { isNeeded, holder, key, pathOf: nowhere });
    },
  };
}

export function objectSlot({ textOf, pathOf, inherits }: Members, isNeeded: boolean): Slot {
  return {
    pathOf,
    inherits,
    write(value, holder, key) {
      if (!isRecord(value)) return notThere(value, { isNeeded, holder, key, pathOf });
      const here: Holder = { holder, key, telling: holder.telling, facts: holder.facts };
      return textOf(value, here) ?? (isNeeded ? undefined : 'null');
    },
  };
}

export function listSlot(item: Slot, isNeeded: boolean): Slot {
  const pathOf: PathOf = ([index, ...rest]) =>
    typeof index === 'number' ? [index, ...item.pathOf(rest)] : [];
  return {
    pathOf,
    inherits: item.inherits,
    write(value, holder, key) {
      if (!Array.isArray(value)) return notThere(value, { isNeeded, holder, key, pathOf });
      const here: Holder = { holder, key, telling: holder.telling, facts: holder.facts };
      let text = '[';
      for (let index = 0; index < value.length; index += 1) {
        const written = item.write(value[index], here, index);
        if (written === undefined) return isNeeded ? undefined : 'null';
        text += index === 0 ? written : `,${written}`;
      }
      return `${text}]`;
    },
  };
}

/** Within a value without parts. */
export function nowhere(): Path {
  return [];
}

/** Tells of a record of which nobody can say what it is. */
export function tellOfNoType({ holder, key, telling }: Holder): void {
  const fault = new Fault('DEPARTMENT_ANSWER_INVALID', { cause: new Error('a record is of no known type') });
  telling.problems.push({ problem: fault, path: holder ? pathTo(holder, key) : [] });
}

type Missing = {
  readonly isNeeded: boolean;
  readonly holder: Holder;
  readonly key: string | number;
  readonly pathOf: PathOf;
};

/** Tells why a value is not there, where that was not to be expected; gives what stands in its place. */
export function notThere(value: unknown, { isNeeded, holder, key, pathOf }: Missing): string | undefined {
  if (value === null && !isNeeded) return 'null';
  const fault =
    value instanceof Fault
      ? value
      : new Fault('DEPARTMENT_ANSWER_INVALID', { cause: new Error(unfit(value)) });
  holder.telling.problems.push({ problem: fault, path: [...pathTo(holder, key), ...pathOf(fault.within)] });
  return isNeeded ? undefined : 'null';
}

function unfit(value: unknown): string {
  if (value === null) return 'null where a value must be';
  return value === undefined ? 'a value is missing' : 'a value does not fit its type';
}

export function pathTo(holder: Holder, key: string | number): Path {
  const path = [key];
  for (let at = holder; at.holder; at = at.holder) path.unshift(at.key);
  return path;
}
