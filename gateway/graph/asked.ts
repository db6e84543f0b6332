import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { type Fragments, fragmentsOf } from './fragments.ts';
import type { PathSegment, Rewrite } from './plan.ts';

/** What a department is asked for of a record: keys, with what is asked of the records under them, by type where it depends. */
export type Asked = {
  readonly fields: readonly { readonly key: string; readonly inner: Asked | null }[];
  readonly on: readonly { readonly type: string; readonly asked: Asked }[];
};

/** What is asked for once an answer is rewritten. */
export function rewrittenAsked(asked: Asked, rewrites: readonly Rewrite[]): Asked {
  return rewrites.reduce(
    (known, { path, key, change }) =>
      'renameTo' in change ? renamed(known, path, { key, renameTo: change.renameTo }) : known,
    asked,
  );
}

/** What an operation asks for, at its root. */
export function askedBy(document: DocumentNode): Asked {
  return askedIn(operationOf(document).selectionSet, fragmentsOf(document));
}

export function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('a fetch has no operation');
  return operation;
}

function askedIn({ selections }: SelectionSetNode, fragments: Fragments): Asked {
  const fields: Asked['fields'][number][] = [];
  const on: Asked['on'][number][] = [];
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const { alias, name, selectionSet } = selection;
      fields.push({
        key: (alias ?? name).value,
        inner: selectionSet ? askedIn(selectionSet, fragments) : null,
      });
      continue;
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (!fragment) throw new Error('a fetch spreads a fragment that it has not');
    const asked = askedIn(fragment.selectionSet, fragments);
    const type = fragment.typeCondition?.name.value;
    if (type) on.push({ type, asked });
    else {
      fields.push(...asked.fields);
      on.push(...asked.on);
    }
  }
  return { fields, on };
}

/** What is asked for once a key is renamed wherever a path leads; types aside. */
function renamed(asked: Asked, path: readonly PathSegment[], change: KeyChange): Asked {
  const [segment, ...rest] = path;
  if (segment?.kind === 'type' || segment?.kind === 'each') return renamed(asked, rest, change);
  const fields = asked.fields.map((field) => {
    if (!segment) return field.key === change.key ? { ...field, key: change.renameTo } : field;
    if (field.key !== segment.name || !field.inner) return field;
    return { ...field, inner: renamed(field.inner, rest, change) };
  });
  return { fields, on: asked.on.map((each) => ({ ...each, asked: renamed(each.asked, path, change) })) };
}

type KeyChange = { readonly key: string; readonly renameTo: string };

/** The keys asked for of a record, whatever its type. */
export function keysOf(asked: Asked): readonly string[] {
  return fieldsIn(asked).map(({ key }) => key);
}

/** What is asked of a record, whatever its type. */
export function fieldsIn({ fields, on }: Asked): Asked['fields'] {
  return [...fields, ...on.flatMap(({ asked }) => fieldsIn(asked))];
}
