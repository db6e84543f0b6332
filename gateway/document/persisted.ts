import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { keepRecent } from '../recent.ts';

/** Documents that clients name instead of sending them: the trusted ones, and those registered under their hash (APQ). */
export type Persisted = {
  /** The text of a document by its id or SHA-256. */
  find(id: string): string | undefined;
  isTrusted(source: string): boolean;
  register(id: string, source: string): void;
};

/** Keeps trusted documents for good, and as many registered ones as fit. */
export function keepPersisted(trusted: ReadonlyMap<string, string>, maxBytes: number): Persisted {
  const sources = new Set(trusted.values());
  const registered = keepRecent<string>(maxBytes);
  return {
    find: (id) => trusted.get(bare(id)) ?? registered.get(bare(id)),
    isTrusted: (source) => sources.has(source),
    register: (id, source) => registered.set(bare(id), source, 2 * source.length),
  };
}

/**
 * Reads a manifest of trusted documents: Apollo's form (`operations` with `id` and `body`) or a plain object of id to text.
 * Each is found by its id and by the SHA-256 of its text. Throws an Error that says what is wrong with the file.
 */
export function readTrusted(file: string): ReadonlyMap<string, string> {
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof manifest !== 'object' || manifest === null)
    throw new Error(`${file}: must be a JSON object of id to document, or a manifest with "operations"`);
  const operations = (manifest as { operations?: unknown }).operations;
  const entries = Array.isArray(operations)
    ? operations.map((each: Readonly<Record<string, unknown>>) => [each['id'], each['body']] as const)
    : Object.entries(manifest);
  const trusted = new Map<string, string>();
  for (const [id, source] of entries) {
    if (typeof id !== 'string' || typeof source !== 'string')
      throw new Error(`${file}: each document needs an id and its text`);
    trusted.set(bare(id), source);
    trusted.set(createHash('sha256').update(source).digest('hex'), source);
  }
  return trusted;
}

/** `sha256:ab12…` names the same document as `ab12…`. */
function bare(id: string): string {
  return id.startsWith('sha256:') ? id.slice('sha256:'.length) : id;
}
