import type { Packed } from './entry.ts';

/**
 * The INTENTs of a log that have no OUTCOME yet. The writer takes an OUTCOME only where its INTENT was written, and only
 * one. What failed is remembered until the log can say so.
 */
export class OpenIntents {
  readonly #open = new Set<string>();
  readonly #refused = new Map<string, Part>();

  /** Throws where an OUTCOME has no INTENT that waits for it, or an INTENT is there already. */
  check([kind, trace, part]: Packed): void {
    if (kind !== 'INTENT' && kind !== 'OUTCOME') return;
    if (trace === null) throw new Error(`an ${kind} needs a trace`);
    const isOpen = this.#open.has(keyOf(trace, part));
    if (kind === 'OUTCOME' && !isOpen) throw new Error('no INTENT of it waits for an OUTCOME');
    if (kind === 'INTENT' && isOpen) throw new Error('its INTENT is there already');
  }

  /** Takes an entry into account that passed the check. */
  take([kind, trace, part]: Packed): void {
    if (trace === null) return;
    if (kind === 'OUTCOME') this.#open.delete(keyOf(trace, part));
    if (kind !== 'INTENT') return;
    this.#open.add(keyOf(trace, part));
    const [oldest] = this.#open;
    if (this.#open.size > mostOpen && oldest !== undefined) this.#open.delete(oldest);
  }

  /** It was tried to write the entry: whether its INTENT stands can't be known, but it has no OUTCOME and won't have. */
  refuse([kind, trace, part]: Packed): void {
    if ((kind !== 'INTENT' && kind !== 'OUTCOME') || trace === null) return;
    this.#open.delete(keyOf(trace, part));
    this.#refused.set(keyOf(trace, part), [trace, part]);
  }

  /** It was not even tried: an INTENT leaves no trace then. */
  pass(entry: Packed): void {
    const [kind, trace, part] = entry;
    if (kind === 'OUTCOME' && this.#open.has(keyOf(trace ?? '', part))) this.refuse(entry);
  }

  refused(): readonly Part[] {
    return [...this.#refused.values()];
  }

  forget(parts: readonly Part[]): void {
    for (const [trace, part] of parts) this.#refused.delete(keyOf(trace, part));
  }
}

type Part = readonly [trace: string, part: number];

/** More than can be under way: what is older was never answered. */
const mostOpen = 100_000;

function keyOf(trace: string, part: number): string {
  return `${trace} ${part}`;
}
