import type { Asked } from './asked.ts';

/** Which subjects each clerk asked about of late, in the memory of this process. */
export type Seen = {
  /** In how many milliseconds these subjects are allowed beside the others; 0 if they are now, Infinity if never. */
  untilFree(subjects: Subjects, time: number): number;
  see(subjects: Subjects, time: number): void;
};

type Subjects = NonNullable<Asked['subjects']>;

/** Keeps so many subjects at most; past that those of the clerk who was longest idle are forgotten before their time. */
export function keepSeen(mostSubjects: number): Seen {
  // In the order of their last use.
  const clerks = new Map<string, Clerk>();
  let kept = 0;
  const leave = ({ marks }: Clerk, since: number): void => {
    for (const [mark, at] of marks) {
      if (at >= since) break;
      marks.delete(mark);
      kept -= 1;
    }
  };
  return {
    untilFree({ key, window, limit, marks }, time) {
      if (marks.length > limit) return Infinity;
      const clerk = clerks.get(key);
      if (!clerk) return 0;
      leave(clerk, time - window.ms);
      const fresh = marks.filter((mark) => !clerk.marks.has(mark)).length;
      if (clerk.marks.size + fresh <= limit) return 0;
      const asked = new Set(marks);
      const others = [...clerk.marks].filter(([mark]) => !asked.has(mark));
      const [, freeing] = others[others.length + marks.length - limit - 1] ?? [];
      return freeing === undefined ? 0 : freeing + window.ms + 1 - time;
    },
    see({ key, window, marks }, time) {
      const clerk = clerks.get(key) ?? { marks: new Map<string, number>(), goodUntil: 0 };
      for (const mark of marks) {
        if (!clerk.marks.delete(mark)) kept += 1;
        clerk.marks.set(mark, time);
      }
      clerk.goodUntil = time + window.ms + 1;
      clerks.delete(key);
      clerks.set(key, clerk);
      for (const [oldest, idle] of clerks) {
        if (idle.goodUntil > time && kept <= mostSubjects) break;
        kept -= idle.marks.size;
        clerks.delete(oldest);
      }
    },
  };
}

/** When each subject was last asked about, the one longest ago first. */
type Clerk = { readonly marks: Map<string, number>; goodUntil: number };
