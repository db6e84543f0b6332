import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Fragments, fragmentsOf } from '../graph/fragments.ts';
import { beyond, fixedLimits, type Limits } from './limits.ts';
import { checkRepeats } from './repeats.ts';
import { add } from './saturate.ts';

/**
 * Refuses a document that would cost too much to validate or plan. It runs before validation, so it takes whatever
 * parses: fragments may be unknown, defined twice or spread themselves, which is for validation to tell.
 */
export function checkDocument(document: DocumentNode, limits: Limits): void {
  const fragments = fragmentsOf(document);
  const sizes = measure(document, fragments);
  let selections = 0;
  for (const size of sizes.values()) selections = add(selections, size.selections);
  if (selections > limits.maxSelections)
    throw beyond('selections', { limit: limits.maxSelections, got: selections });
  for (const [{ kind, name }, size] of sizes) {
    const refuse = (of: Parameters<typeof beyond>[0], limit: number, got: number) => {
      if (got > limit) throw beyond(of, { limit, got, name: name?.value });
    };
    refuse('depth', limits.maxDepth, size.depth);
    refuse('introspection', fixedLimits.introspectionDepth, size.introspectionDepth);
    refuse('nesting', fixedLimits.nesting, size.nesting);
    refuse('aliases', limits.maxAliases, size.aliases);
    if (kind === Kind.OPERATION_DEFINITION) refuse('rootFields', limits.maxRootFields, size.fields);
  }
  checkRepeats([...sizes.keys()], { fragments, ...limits });
}

/** What there is in a selection set, with its fragments in place. */
type Size = {
  readonly selections: number;
  readonly aliases: number;
  /** Fields of the set itself. */
  readonly fields: number;
  readonly depth: number;
  /** Below a field whose name begins with `__`, which is not part of `depth`. */
  readonly introspectionDepth: number;
  /** Selection sets and fragments inside one another. */
  readonly nesting: number;
};

type Definition = OperationDefinitionNode | FragmentDefinitionNode;

/**
 * The sizes of a document's operations, and of fragments that no operation reaches, which validation walks as well. Each
 * definition is walked once, and a fragment's size used wherever it is spread.
 */
function measure({ definitions }: DocumentNode, fragments: Fragments): ReadonlyMap<Definition, Size> {
  const known = new Map<Definition, Size>();

  const sizeOfDefinition = (definition: Definition, level: number): Size => {
    const before = known.get(definition);
    if (before) return before;
    // Found again on its own way down, a fragment spreads itself: there it adds nothing.
    known.set(definition, nothing);
    checkDirectives(definition);
    for (const variable of definition.variableDefinitions ?? []) checkDirectives(variable);
    const size = sizeOfSet(definition.selectionSet, level);
    known.set(definition, size);
    return size;
  };
  const sizeOfSet = (set: SelectionSetNode | undefined, level: number): Size => {
    if (!set) return nothing;
    if (level > fixedLimits.nesting) throw beyond('nesting', { limit: fixedLimits.nesting, got: level });
    const inside = set.selections.reduce((sum, each) => together(sum, sizeOf(each, level + 1)), nothing);
    return { ...inside, nesting: inside.nesting + 1 };
  };
  const sizeOf = (selection: SelectionNode, level: number): Size => {
    checkDirectives(selection);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(selection.name.value);
      return withOneMore(fragment ? sizeOfDefinition(fragment, level) : nothing);
    }
    const size = withOneMore(sizeOfSet(selection.selectionSet, level));
    return selection.kind === Kind.FIELD ? ofField(selection, size) : size;
  };

  const roots = new Map<Definition, Size>();
  for (const definition of definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) roots.set(definition, sizeOfDefinition(definition, 1));
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION && !known.has(definition))
      roots.set(definition, sizeOfDefinition(definition, 1));
  return roots;
}

const nothing: Size = { selections: 0, aliases: 0, fields: 0, depth: 0, introspectionDepth: 0, nesting: 0 };

function withOneMore(size: Size): Size {
  return { ...size, selections: add(size.selections, 1) };
}

function ofField({ name, alias }: FieldNode, inside: Size): Size {
  const isIntrospection = name.value.startsWith('__');
  return {
    ...inside,
    aliases: add(inside.aliases, alias ? 1 : 0),
    fields: 1,
    depth: isIntrospection ? 1 : inside.depth + 1,
    introspectionDepth: isIntrospection
      ? Math.max(inside.depth, inside.introspectionDepth) + 1
      : inside.introspectionDepth,
  };
}

function together(one: Size, other: Size): Size {
  return {
    selections: add(one.selections, other.selections),
    aliases: add(one.aliases, other.aliases),
    fields: add(one.fields, other.fields),
    depth: Math.max(one.depth, other.depth),
    introspectionDepth: Math.max(one.introspectionDepth, other.introspectionDepth),
    nesting: Math.max(one.nesting, other.nesting),
  };
}

function checkDirectives({ directives }: { readonly directives?: readonly unknown[] | undefined }): void {
  const got = directives?.length ?? 0;
  if (got > fixedLimits.directives) throw beyond('directives', { limit: fixedLimits.directives, got });
}
