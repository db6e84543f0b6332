import { type ASTNode, type FieldNode, Kind, parse, print, visit } from 'graphql';

/** The operation without three of its leaves, others for every number: each of the same size, and to be planned anew. */
export function variantOf(query: string, number: number): string {
  const document = parse(query);
  const leaves: FieldNode[] = [];
  visit(document, { Field: (field) => void (field.selectionSet ?? leaves.push(field)) });
  const left = new Set<ASTNode>(threeOf(leaves, number));
  return print(
    visit(document, {
      enter: (node: ASTNode) => (left.has(node) ? null : undefined),
      leave: (node: ASTNode) =>
        node.kind === Kind.SELECTION_SET && node.selections.length === 0
          ? { ...node, selections: [typename] }
          : undefined,
    }),
  );
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** The number-th way to choose three of several; throws a RangeError where there are fewer ways. */
function threeOf<T>(all: readonly T[], number: number): readonly T[] {
  let ways = 0;
  for (const [index, first] of all.entries())
    for (let second = index + 1; second < all.length; second += 1) {
      const thirds = all.slice(second + 1);
      const third = thirds[number - ways];
      if (third !== undefined) return [first, all[second] as T, third];
      ways += thirds.length;
    }
  throw new RangeError(`there are ${ways} variants, so none is number ${number}`);
}
