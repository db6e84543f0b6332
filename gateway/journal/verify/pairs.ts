import type { Entry } from '../entry.ts';

/** What became of the INTENTs of a log, told entry by entry; FORMAT.md, section 4. */
export class Pairs {
  readonly #open = new Map<string, Opened>();
  #interrupted = 0;
  /** Whether a process writes: nothing stands before a START or after a STOP. */
  #isWritten = false;

  /** Takes the next entry; says what is wrong with its place among the pairs, or null. */
  take({ kind, trace, part, index, time, body }: Entry): string | null {
    const key = `${trace} ${part}`;
    if (!this.#isWritten && kind !== 'START') return `${kind} where only a START may stand`;
    if (kind === 'INTENT') {
      if (this.#open.has(key)) return 'a second INTENT, while the first has no OUTCOME yet';
      this.#open.set(key, { index, time });
    } else if (kind === 'OUTCOME') return this.#open.delete(key) ? null : 'an OUTCOME without its INTENT';
    else if (kind === 'STOP') this.#stopped();
    else if (kind === 'START') this.#started(body);
    return null;
  }

  /** How many INTENTs ended with their process, or were told to have failed. */
  get interrupted(): number {
    return this.#interrupted;
  }

  /** INTENTs that nothing closed. */
  open(): readonly Opened[] {
    return [...this.#open.values()];
  }

  #stopped(): void {
    this.#isWritten = false;
    this.#interruptAll();
  }

  #started({ reason, refused }: Readonly<Record<string, unknown>>): void {
    this.#isWritten = true;
    if (reason !== 'RECOVERED') this.#interruptAll();
    else if (Array.isArray(refused))
      for (const pair of refused)
        if (Array.isArray(pair) && this.#open.delete(pair.join(' '))) this.#interrupted += 1;
  }

  #interruptAll(): void {
    this.#interrupted += this.#open.size;
    this.#open.clear();
  }
}

type Opened = { readonly index: number; readonly time: number };
