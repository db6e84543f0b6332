/** The work can't be done: the words say why and what to do, for the person at the keyboard. */
export class Unusable extends Error {
  constructor(words: string) {
    super(words);
    this.name = 'Unusable';
  }
}
