/** Loading cannot start or go on: every reason found, in words for the person at the keyboard and without personal values. */
export class Unusable extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'Unusable';
    this.problems = problems;
  }
}
