import { hash, randomBytes } from 'node:crypto';

/**
 * Compares two collections of pairs (subject, entry) in whatever order, holding neither: each is summed up by a hash under
 * a key that nobody could know before, so that nobody can have prepared a collection with the same sum.
 */
export class SubjectSums {
  readonly #key = randomBytes(16).toString('hex');
  #sum = 0;
  #count = 0;

  /** Adds a pair to one side. */
  add(subject: string, seq: number): void {
    this.#sum = (this.#sum + this.#valueOf(subject, seq)) % modulus;
    this.#count += 1;
  }

  /** Takes a pair away, as the other side has it. */
  subtract(subject: string, seq: number): void {
    this.#sum = (this.#sum - this.#valueOf(subject, seq) + modulus) % modulus;
    this.#count -= 1;
  }

  /** Whether both sides had the same pairs. */
  areEqual(): boolean {
    return this.#sum === 0 && this.#count === 0;
  }

  #valueOf(subject: string, seq: number): number {
    return Number.parseInt(hash('sha256', `${this.#key}${subject} ${seq}`, 'hex').slice(0, 12), 16);
  }
}

const modulus = 2 ** 48;
