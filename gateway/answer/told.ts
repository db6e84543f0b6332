import {
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { FieldEffect, MaskRule, Reason, Verdict } from '../effect.ts';
import { isIncluded } from '../graph/conditions.ts';
import { type Fragments, fragmentsOf } from '../graph/fragments.ts';

/** What a verdict does to an operation, whatever the data: told once for each place, the items of a list as `@`. */
export type Told = {
  readonly refused: readonly (At & { readonly reason: Reason })[];
  readonly masked: readonly (At & { readonly rule: MaskRule })[];
  /** The fields of types that are asked, by what becomes of them, as `Type.field`. */
  readonly fields: {
    readonly clear: readonly string[];
    readonly masked: readonly string[];
    readonly denied: readonly string[];
    /** Decided record by record. */
    readonly byRecord: readonly string[];
  };
};

type At = { readonly path: readonly string[]; readonly coordinate: string };

export type Telling = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly verdict: Verdict;
};

/** Goes over an operation, fragments in place, and notes what is refused and masked where; nothing below what is refused. */
export function toldOf(telling: Telling): Told {
  const root = telling.schema.getRootType(telling.operation.operation);
  const notes: Notes = { refused: new Map(), masked: new Map(), fields: new Map() };
  if (root)
    walk(
      telling.operation.selectionSet,
      { type: root, path: [] },
      { ...telling, fragments: fragmentsOf(telling.document), notes },
    );
  const named = (kind: Status) =>
    [...notes.fields]
      .filter(([, status]) => status === kind)
      .map(([coordinate]) => coordinate)
      .toSorted();
  return {
    refused: [...notes.refused.values()],
    masked: [...notes.masked.values()],
    fields: {
      clear: named('clear'),
      masked: named('masked'),
      denied: named('denied'),
      byRecord: named('by-record'),
    },
  };
}

type Status = 'clear' | 'masked' | 'denied' | 'by-record';
type Notes = {
  readonly refused: Map<string, Told['refused'][number]>;
  readonly masked: Map<string, Told['masked'][number]>;
  readonly fields: Map<string, Status>;
};
type Walking = Telling & { readonly fragments: Fragments; readonly notes: Notes };
type Here = { readonly type: GraphQLNamedType; readonly path: readonly string[] };

function walk({ selections }: SelectionSetNode, here: Here, walking: Walking): void {
  const { schema, conditions, fragments, verdict } = walking;
  for (const selection of selections) {
    if (!isIncluded(selection, conditions)) continue;
    if (selection.kind !== Kind.FIELD) {
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value;
      const type = condition === undefined ? here.type : schema.getType(condition);
      if (fragment && type) walk(fragment.selectionSet, { ...here, type }, walking);
      continue;
    }
    const name = selection.name.value;
    const field =
      isObjectType(here.type) || isInterfaceType(here.type) ? here.type.getFields()[name] : undefined;
    if (!field) continue;
    const path = [...here.path, (selection.alias ?? selection.name).value];
    const refused = verdict.refusalOf(selection);
    const isShown = typesOf(here.type, schema)
      .map((type) =>
        note({ coordinate: `${type}.${name}`, path, refused, effect: verdict.effectOf(type, name) }, walking),
      )
      .includes(true);
    const type = getNamedType(field.type);
    if (isShown && selection.selectionSet)
      walk(selection.selectionSet, { type, path: [...path, ...items(field.type)] }, walking);
  }
}

type Noting = At & { readonly refused: Reason | null; readonly effect: FieldEffect };

/** Notes one field of one type; gives whether anything of it may be shown. */
function note({ coordinate, path, refused, effect }: Noting, { notes }: Walking): boolean {
  const key = `${path.join('/')} ${coordinate}`;
  // What leaving an argument out would not change is told first.
  const reason = effect.kind === 'always' && effect.effect.kind === 'DENIED' ? effect.effect.reason : refused;
  if (reason) {
    notes.refused.set(key, { path, coordinate, reason });
    if (!notes.fields.has(coordinate)) notes.fields.set(coordinate, 'denied');
    return false;
  }
  if (effect.kind === 'by-record') notes.fields.set(coordinate, 'by-record');
  else if (effect.effect.kind === 'MASKED') {
    notes.masked.set(key, { path, coordinate, rule: effect.effect.rule });
    notes.fields.set(coordinate, 'masked');
  } else notes.fields.set(coordinate, 'clear');
  return true;
}

function typesOf(type: GraphQLNamedType, schema: GraphQLSchema): readonly string[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];
}

/** One `@` for each list around a value. */
function items(type: GraphQLOutputType): readonly string[] {
  if (isNonNullType(type)) return items(type.ofType);
  return isListType(type) ? ['@', ...items(type.ofType)] : [];
}
