import { createHash } from 'node:crypto';
import { type DocumentNode, parse } from 'graphql';
import { keepRecent } from '../recent.ts';
import type { Limits } from './limits.ts';
import { checkDocument } from './selections.ts';
import { checkTokens } from './tokens.ts';

/** The documents that were asked lately, within a bound of bytes. */
export type Documents = {
  /** Checks a document against the limits, the first time it is seen; throws a Refusal for one beyond them. */
  admit(source: string): void;
  /** An admitted document, without the places of its words: they would take more room than all the rest. */
  find(source: string): Kept | undefined;
};

export type Kept = {
  readonly document: DocumentNode;
  /** Names the document in logs without quoting it. */
  readonly hash: string;
};

export function keepDocuments(limits: Limits & { readonly maxDocumentBytes: number }): Documents {
  const kept = keepRecent<Kept>(limits.maxDocumentBytes);
  return {
    admit(source) {
      if (kept.get(source)) return;
      checkTokens(source, limits);
      const document = parsed(source);
      if (!document) return;
      checkDocument(document, limits);
      kept.set(source, { document, hash: hashOf(source) }, source.length * bytesPerCharacter);
    },
    find: (source) => kept.get(source),
  };
}

/** Measured: a kept document. */
const bytesPerCharacter = 20;

function hashOf(source: string): string {
  return createHash('sha256').update(source).digest('hex').slice(0, 12);
}

/** Null for what is no GraphQL: Apollo Server tells why. */
function parsed(source: string): DocumentNode | null {
  try {
    return parse(source, { noLocation: true });
  } catch {
    return null;
  }
}
