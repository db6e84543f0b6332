import { Fault } from '../errors.ts';
import { isRecord } from '../record.ts';

/** A fault at its place in the answer. */
export type Problem = { readonly fault: Fault; readonly path: Path };

export type Path = readonly (string | number)[];

/** What one shaping tells besides the text. */
export type Telling = {
  readonly problems: Problem[];
  readonly variables: Readonly<Record<string, unknown>>;
};

/** An object or list of the answer that is being written, and where it stands. */
export type Holder = {
  readonly holder: Holder | null;
  readonly key: string | number;
  readonly telling: Telling;
};

/** Writes what stands at a key of a holder. */
export type Slot = {
  /**
   * The value as JSON text; `undefined` when there is none although there must be, so that the holder can't be either.
   */
  readonly write: (value: unknown, holder: Holder, key: string | number) => string | undefined;
  readonly pathOf: PathOf;
};

/** The client's path for a way that a department named within a value, as far as the client asked for it. */
export type PathOf = (within: Path) => Path;

/** The text of a value that is neither null nor undefined, or undefined where it does not fit the type. */
export type LeafText = (value: unknown) => string | undefined;

export type Members = {
  /** An object's members between braces, or undefined where one of them is missing that must be there. */
  readonly textOf: (record: Readonly<Record<string, unknown>>, here: Holder) => string | undefined;
  readonly pathOf: PathOf;
};

export function leafSlot(textOf: LeafText, isNeeded: boolean): Slot {
  return {
    pathOf: nowhere,
    write(value, holder, key) {
      if (value !== null && value !== undefined) {
        const text = textOf(value);
        if (text !== undefined) return text;
      }
      return notThere(value, { isNeeded, holder, key, pathOf: nowhere });
    },
  };
}

export function objectSlot({ textOf, pathOf }: Members, isNeeded: boolean): Slot {
  return {
    pathOf,
    write(value, holder, key) {
      if (!isRecord(value)) return notThere(value, { isNeeded, holder, key, pathOf });
      return textOf(value, { holder, key, telling: holder.telling }) ?? (isNeeded ? undefined : 'null');
    },
  };
}

export function listSlot(item: Slot, isNeeded: boolean): Slot {
  const pathOf: PathOf = ([index, ...rest]) =>
    typeof index === 'number' ? [index, ...item.pathOf(rest)] : [];
  return {
    pathOf,
    write(value, holder, key) {
      if (!Array.isArray(value)) return notThere(value, { isNeeded, holder, key, pathOf });
      const here: Holder = { holder, key, telling: holder.telling };
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
function nowhere(): Path {
  return [];
}

/** Tells of a record of which nobody can say what it is. */
export function tellOfNoType({ holder, key, telling }: Holder): void {
  const fault = new Fault('DEPARTMENT_ANSWER_INVALID', { cause: new Error('a record is of no known type') });
  telling.problems.push({ fault, path: holder ? pathTo(holder, key) : [] });
}

type Missing = {
  readonly isNeeded: boolean;
  readonly holder: Holder;
  readonly key: string | number;
  readonly pathOf: PathOf;
};

function notThere(value: unknown, { isNeeded, holder, key, pathOf }: Missing): string | undefined {
  if (value === null && !isNeeded) return 'null';
  const fault =
    value instanceof Fault
      ? value
      : new Fault('DEPARTMENT_ANSWER_INVALID', { cause: new Error(unfit(value)) });
  holder.telling.problems.push({ fault, path: [...pathTo(holder, key), ...pathOf(fault.within)] });
  return isNeeded ? undefined : 'null';
}

function unfit(value: unknown): string {
  if (value === null) return 'null where a value must be';
  return value === undefined ? 'a value is missing' : 'a value does not fit its type';
}

function pathTo(holder: Holder, key: string | number): Path {
  const path = [key];
  for (let at = holder; at.holder; at = at.holder) path.unshift(at.key);
  return path;
}
