import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Documents, Kept } from './document/documents.ts';
import { isMissing, isRecord } from './record.ts';
import type { Headers } from './wire.ts';

// Apollo Server judges a request: its form and media types, its document, the operation chosen of it. What it found good once
// is good again: requests that are alike in all that it looks at need no second judgement, which costs more than an answer.

/** A request as far as it is judged. */
export type Judged = {
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
};

/** What is known of a request that was served. */
export type Served = {
  readonly kept: Kept;
  readonly operation: OperationDefinitionNode;
  /** Those of its answer. */
  readonly headers: ReadonlyMap<string, string>;
};

export type Alike = {
  /** What is known of requests like this one, with its own variables. */
  find(request: Judged): (Served & { readonly variables: Variables }) | null;
  note(request: Judged, served: Served): void;
};

type Variables = Readonly<Record<string, unknown>>;

/** Remembers how documents were asked and answered, for as long as the documents are kept. */
export function keepAlike(documents: Documents): Alike {
  const known = new WeakMap<DocumentNode, Map<string, Served>>();
  return {
    find(request) {
      const asked = plain(request);
      const kept = asked && documents.find(asked.query);
      const served = kept && known.get(kept.document)?.get(asked.manner);
      return served ? { ...served, variables: asked.variables } : null;
    },
    note(request, served) {
      const asked = plain(request);
      if (!asked) return;
      const manners = known.get(served.kept.document) ?? new Map<string, Served>();
      known.set(served.kept.document, manners);
      if (manners.size < mostManners) manners.set(asked.manner, served);
    },
  };
}

/** Clients write their headers in a few short ways; one that invents more, or longer ones, is judged each time. */
const mostManners = 16;
const longestManner = 500;

type Plain = {
  readonly query: string;
  /** All else that a judgement depends on. */
  readonly manner: string;
  readonly variables: Variables;
};

/** The parts of a request of the usual form; null for any other. */
function plain({ method, headers, body }: Judged): Plain | null {
  if (method !== 'POST' || !isRecord(body)) return null;
  for (const member in body) if (!usualMembers.has(member)) return null;
  const { query, variables, operationName, extensions } = body;
  const isUsual =
    typeof query === 'string' &&
    (isMissing(operationName) || (typeof operationName === 'string' && operationName !== '')) &&
    (isMissing(variables) || isRecord(variables)) &&
    (isMissing(extensions) || (isRecord(extensions) && !('persistedQuery' in extensions)));
  if (!isUsual) return null;
  const type = headers.get('content-type') ?? '';
  const manner = `${type}\n${headers.get('accept') ?? ''}\n${operationName ?? ''}`;
  return manner.length > longestManner ? null : { query, manner, variables: variables ?? {} };
}

const usualMembers: ReadonlySet<string> = new Set(['query', 'variables', 'operationName', 'extensions']);
