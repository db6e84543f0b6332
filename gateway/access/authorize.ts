import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Identity } from '../identity/identify.ts';

/** What this caller may see of this operation. */
export type Verdict = {
  /** The operation without what was refused; this alone is planned and fetched. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
};

/**
 * Decides what the caller may see. Every known caller sees every field in the clear so far: grants by matter, share
 * classes and masks are not applied yet, which is why a gateway holds fictional or otherwise open registers only.
 */
export function authorize({ document, operation }: Verdict, _identity: Identity): Verdict {
  return { document, operation };
}
