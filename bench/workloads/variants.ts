import { type FieldNode, Kind, parse, print, visit } from 'graphql';

/** The operation with an alias of its own on every fifth leaf, and its twin for every number: same cost, never the same text. */
export function variantOf(query: string, number: number): string {
  let leaf = 0;
  return print(
    visit(parse(query), {
      Field(field): FieldNode | undefined {
        if (field.selectionSet || field.alias) return undefined;
        leaf += 1;
        if (leaf % 5 !== 0) return undefined;
        return { ...field, alias: { kind: Kind.NAME, value: `${field.name.value}${number}` } };
      },
    }),
  );
}
