import { Linked } from '../graph/linked.ts';
import { propertyReader } from '../graph/property.ts';
import type { Read } from '../graph/read.ts';
import type { Holder, Members, Slot } from './slot.ts';

/** A field of an object: what it is called, and where its value stands. */
export type Member = {
  readonly key: string;
  /** What stands before the value: the comma where there is one, and the key. */
  readonly prefix: string;
  readonly fetched: string;
  /** Whether anything of it may be shown. */
  readonly isShown: boolean;
  readonly read: Read;
  /** The one link at which the value stands, if it stands nowhere else. */
  readonly link: string | undefined;
  readonly slot: Slot;
};

/**
 * Compiles the writing of an object. What is read from one link is the same at every record that the answer is linked to:
 * such members are written once, and the text is taken for the others.
 */
export function membersText(
  members: readonly Member[],
  { numberAt, hasOwnFacts }: { readonly numberAt: (link: string) => number; readonly hasOwnFacts: boolean },
): Members['textOf'] {
  const runs = runsOf(members).map(({ link, members: own }) => {
    const write = runText(own);
    // What depends on the record around it is not the same wherever the answer is linked.
    const isSame = hasOwnFacts || own.every(({ slot }) => !slot.inherits);
    return link === undefined || !isSame ? write : linkedText(write, link, numberAt(link));
  });
  return (record, here) => {
    let text = '{';
    for (const run of runs) {
      const written = run(record, here);
      if (written === undefined) return undefined;
      text += written;
    }
    return `${text}}`;
  };
}

/** Numbers those who write from a link, as far as there are several. */
export function numbering(): (link: string) => number {
  const counts = new Map<string, number>();
  return (link) => {
    const count = counts.get(link) ?? 0;
    counts.set(link, count + 1);
    return count;
  };
}

type Run = { readonly link: string | undefined; readonly members: Member[] };

function runsOf(members: readonly Member[]): readonly Run[] {
  const runs: Run[] = [];
  for (const member of members) {
    const last = runs.at(-1);
    if (last && last.link === member.link) last.members.push(member);
    else runs.push({ link: member.link, members: [member] });
  }
  return runs;
}

type RunText = (record: Readonly<Record<string, unknown>>, here: Holder) => string | undefined;

/** The text before a member's value. */
export function prefixOf(key: string, isFirst: boolean): string {
  return `${isFirst ? '' : ','}${JSON.stringify(key)}:`;
}

function runText(members: readonly Member[]): RunText {
  return (record, here) => {
    let text = '';
    for (const { key, prefix, read, slot } of members) {
      const written = slot.write(read(record), here, key);
      if (written === undefined) return undefined;
      text += prefix + written;
    }
    return text;
  };
}

/** A text in which something is wrong is not kept: that is told at each of its places. */
function linkedText(write: RunText, link: string, number: number): RunText {
  const linkOf = propertyReader(link);
  return (record, here) => {
    const linked = linkOf(record);
    if (!(linked instanceof Linked)) return write(record, here);
    const known = linked.texts[number];
    if (known !== undefined) return known;
    const { problems } = here.telling;
    const before = problems.length;
    const text = write(record, here);
    if (problems.length === before) linked.texts[number] = text;
    return text;
  };
}
