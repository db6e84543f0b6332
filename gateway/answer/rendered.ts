/**
 * The data of an answer as JSON text: written once, by a program made for the operation, and taken once. Whoever keeps the
 * rest of an answer longer than its request (Apollo Server does, by the accessors of its response, until the next full
 * garbage collection) keeps no data with it: a third of the CPU went into moving texts that nobody needed any more.
 */
export class Rendered {
  #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text, and nothing the next time. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}

/** The JSON text of a whole answer. */
export function renderedText({ errors, data, extensions }: Result): string {
  const members = [
    ...(errors && errors.length > 0 ? [`"errors":${JSON.stringify(errors)}`] : []),
    ...(data === undefined
      ? []
      : [`"data":${data instanceof Rendered ? data.take() : JSON.stringify(data)}`]),
    ...(extensions ? [`"extensions":${JSON.stringify(extensions)}`] : []),
  ];
  return `{${members.join(',')}}\n`;
}

type Result = {
  readonly errors?: readonly unknown[] | undefined;
  readonly data?: unknown;
  readonly extensions?: unknown;
};
