import type { Documents } from './document/documents.ts';
import type { Persisted } from './document/persisted.ts';
import { Refusal } from './errors.ts';
import type { Caller } from './identity/caller.ts';
import { checkBatch, operationsOf, type Wire, withDocuments } from './wire.ts';

/** What decides which documents are taken, and from whom. */
export type Admitting = {
  readonly documents: Documents;
  readonly persisted: Persisted;
  /** Roles whose callers may run trusted documents only. */
  readonly trustedOnly: readonly string[];
  /** Operations in one request; 0 takes no batches. */
  readonly maxBatch: number;
};

/** The request with the texts of its documents, all within the limits and none that this caller may not run. */
export function admitted(
  request: Wire,
  caller: Caller,
  { documents, persisted, trustedOnly, maxBatch }: Admitting,
): Wire {
  checkBatch(request, maxBatch);
  const wire = withDocuments(request, (id) => persisted.find(id));
  const isBound = caller.roles.some((role) => trustedOnly.includes(role));
  for (const { query } of operationsOf(wire)) {
    if (query === undefined) continue;
    if (isBound && !persisted.isTrusted(query)) throw notTrusted();
    documents.admit(query);
  }
  return wire;
}

function notTrusted(): Refusal {
  return new Refusal(
    'DOCUMENT_NOT_TRUSTED',
    'Your role may run trusted documents only: name one by its "documentId", or have this one published.',
  );
}
