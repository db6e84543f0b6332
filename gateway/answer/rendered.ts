/** The data of an answer as JSON text: written once, by a program made for the operation, and not looked into again. */
export class Rendered {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The JSON text of a whole answer. */
export function renderedText({ errors, data, extensions }: Result): string {
  const members = [
    ...(errors && errors.length > 0 ? [`"errors":${JSON.stringify(errors)}`] : []),
    ...(data === undefined ? [] : [`"data":${data instanceof Rendered ? data.text : JSON.stringify(data)}`]),
    ...(extensions ? [`"extensions":${JSON.stringify(extensions)}`] : []),
  ];
  return `{${members.join(',')}}\n`;
}

type Result = {
  readonly errors?: readonly unknown[] | undefined;
  readonly data?: unknown;
  readonly extensions?: unknown;
};
