import { type ASTNode, type FieldNode, Kind, parse, print, visit } from 'graphql';

/** The operation without three of its leaves, others for every number: each of the same size, and to be planned anew. */
export function variantOf(query: string, number: number): string {
  const document = parse(query);
  let count = 0;
  visit(document, { Field: (field) => void (count += isLeaf(field) ? 1 : 0) });
  const left = threeOf(count, number);
  let leaf = -1;
  return print(
    visit(document, {
      enter(node: ASTNode) {
        if (node.kind !== Kind.FIELD || !isLeaf(node)) return undefined;
        leaf += 1;
        return left.has(leaf) ? null : undefined;
      },
      leave: (node: ASTNode) =>
        node.kind === Kind.SELECTION_SET && node.selections.length === 0
          ? { ...node, selections: [typename] }
          : undefined,
    }),
  );
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

function isLeaf({ selectionSet }: FieldNode): boolean {
  return selectionSet === undefined;
}

/** The number-th way to choose three of so many; throws a RangeError where there are fewer ways. */
function threeOf(count: number, number: number): ReadonlySet<number> {
  let ways = 0;
  for (let first = 0; first < count; first += 1)
    for (let second = first + 1; second < count; second += 1) {
      const thirds = count - second - 1;
      if (number < ways + thirds) return new Set([first, second, second + 1 + number - ways]);
      ways += thirds;
    }
  throw new RangeError(`there are ${ways} variants, so none is number ${number}`);
}
