import type { Fault } from '../errors.ts';

/**
 * What a department said of one entity. One is laid at every record that stands for the entity; nothing that a department
 * sends can be taken for one.
 */
export class Linked {
  readonly answer: Readonly<Record<string, unknown>> | Fault | null;
  /** What was written of the answer, to be written again at the next record; by a number of who writes. */
  readonly texts: (string | undefined)[] = [];

  constructor(answer: Readonly<Record<string, unknown>> | Fault | null) {
    this.answer = answer;
  }
}
