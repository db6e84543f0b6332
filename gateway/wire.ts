import { Refusal } from './errors.ts';
import { isMissing, isRecord } from './record.ts';

// What a GraphQL request says of its document, wherever HTTP put it: the body of a POST, or the parameters of a GET.

/** Headers by their names in small letters. */
export type Headers = Pick<ReadonlyMap<string, string>, 'get'>;

/** A request as far as its documents are concerned. */
export type Wire = { readonly method: string; readonly search: string; readonly body: unknown };

/** How a request gives a document: its text, or the name of one that is known. */
export type Named = { readonly query: string | undefined; readonly id: string | undefined };

/** The operations of a request: one, or those of a batch. */
export function operationsOf({ method, search, body }: Wire): readonly Named[] {
  if (method === 'GET') {
    const given = new URLSearchParams(search);
    const extensions = record(parsed(given.get('extensions')));
    return [named({ query: given.get('query'), documentId: given.get('documentId'), extensions })];
  }
  return Array.isArray(body) ? body.map((each) => named(record(each))) : [named(record(body))];
}

/** The `extensions` of each operation of a request, as they were sent. */
export function extensionsOf({ method, search, body }: Wire): readonly unknown[] {
  if (method === 'GET') return [parsed(new URLSearchParams(search).get('extensions'))];
  return Array.isArray(body) ? body.map((each) => record(each)['extensions']) : [record(body)['extensions']];
}

/** The same request with the texts of the documents that it only named. */
export function withDocuments<W extends Wire>(wire: W, find: (id: string) => string | undefined): W {
  const textOf = ({ query, id }: Named) => (query === undefined && id !== undefined ? find(id) : undefined);
  const operations = operationsOf(wire);
  if (operations.every((operation) => textOf(operation) === undefined)) return wire;
  if (wire.method === 'GET') {
    const given = new URLSearchParams(wire.search);
    given.set('query', textOf(operations[0] as Named) as string);
    given.delete('documentId');
    given.delete('extensions');
    return { ...wire, search: `?${given.toString()}` };
  }
  const filled = operations.map((operation, index) => {
    const own = record(Array.isArray(wire.body) ? wire.body[index] : wire.body);
    const text = textOf(operation);
    if (text === undefined) return own;
    const { documentId: _id, extensions, ...rest } = own;
    const { persistedQuery: _hash, ...other } = record(extensions);
    return { ...rest, query: text, ...(Object.keys(other).length > 0 && { extensions: other }) };
  });
  return { ...wire, body: Array.isArray(wire.body) ? filled : filled[0] };
}

/** Refuses a batch where none is taken, and one that is too long. */
export function checkBatch({ body }: Wire, maxBatch: number): void {
  if (!Array.isArray(body) || body.length <= maxBatch) return;
  if (maxBatch === 0)
    throw new Refusal(
      'BATCHING_OFF',
      'Batches are not taken here: send each operation in a request of its own.',
    );
  throw new Refusal(
    'BATCH_TOO_LARGE',
    `The batch has ${body.length} operations, the limit is ${maxBatch}: send it in several requests.`,
    { limit: maxBatch, got: body.length },
  );
}

/** One operation as it is asked, once its document is known by its text. */
export type Question = {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
};

/** Reads the one operation of a request; throws a Refusal that says which part of it is not as it should be. */
export function questionOf({ method, search, body }: Wire): Question {
  const { query, operationName, variables } = method === 'GET' ? inSearch(search) : record(body);
  if (typeof query !== 'string' || query === '') {
    const { id } = operationsOf({ method, search, body })[0] ?? {};
    throw new Refusal(
      'BAD_REQUEST',
      id === undefined
        ? 'Send one operation as {"query": "…", "operationName": "…", "variables": {…}}.'
        : 'No document is known by this id: send its text as "query".',
    );
  }
  if (!isMissing(operationName) && typeof operationName !== 'string')
    throw new Refusal('BAD_REQUEST', '"operationName" must be a string.');
  if (!isMissing(variables) && !isRecord(variables))
    throw new Refusal('BAD_REQUEST', '"variables" must be an object.');
  return { query, operationName: operationName || undefined, variables: variables ?? {} };
}

function inSearch(search: string): Readonly<Record<string, unknown>> {
  const given = new URLSearchParams(search);
  const text = given.get('variables');
  return {
    query: given.get('query'),
    operationName: given.get('operationName'),
    variables: text === null ? null : (parsed(text) ?? 'unreadable'),
  };
}

function named({ query, documentId, extensions }: Readonly<Record<string, unknown>>): Named {
  const { sha256Hash } = record(record(extensions)['persistedQuery']);
  const id = typeof documentId === 'string' ? documentId : sha256Hash;
  return {
    query: typeof query === 'string' ? query : undefined,
    id: typeof id === 'string' ? id : undefined,
  };
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined; // Apollo Server tells what is wrong with it.
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
