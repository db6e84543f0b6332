import type { Command } from './arguments.ts';
import { checkedWords } from './check/words.ts';
import { check } from './check/work.ts';
import { differenceWords } from './diff/words.ts';
import { diff } from './diff/work.ts';
import { explainedWords } from './explain/words.ts';
import { explain } from './explain/work.ts';
import { runWords } from './scenarios/words.ts';
import { test } from './scenarios/work.ts';
import type { Told } from './told.ts';

/** Does what a command says, and puts it into words. */
export function carryOut(command: Command): Told {
  switch (command.kind) {
    case 'check':
      return checkedWords(check(command), command.lang);
    case 'diff':
      return differenceWords(diff(command), command.lang);
    case 'explain':
      return explainedWords(explain(command), command.lang);
    case 'test':
      return runWords(test(command), command.lang);
  }
}
