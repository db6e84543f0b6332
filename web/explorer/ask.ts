import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import { type HeaderChange, sessionHeaders } from './session/headers.ts';
import { provenanceWanted } from './session/provenance.ts';
import { freshSession, isIssued } from './session/session.ts';

/** GraphQL over HTTP at our own origin. Without headers of its own (introspection) a request carries the session's. */
export const ask: Fetcher = async (operation, options) => {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...(await headersToSend(options?.headers)),
    },
    body: JSON.stringify(namedRightly(operation)),
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`HTTP ${response.status}: ${text.slice(0, 400)}`);
  }
};

/** Right after a tab is opened or changed, GraphiQL still names the operation of the last one; one operation needs no name. */
function namedRightly({ operationName, ...operation }: FetcherParams): FetcherParams {
  const isThere =
    operationName && new RegExp(`\\b(query|mutation)\\s+${operationName}\\b`).test(operation.query);
  return isThere ? { ...operation, operationName } : operation;
}

async function headersToSend(typed: HeaderChange | undefined): Promise<Record<string, string>> {
  const fresh = sessionHeaders(await freshSession());
  const headers = typed ?? { ...fresh, 'x-provenance': provenanceWanted() ? 'include' : undefined };
  const token = headers['authorization']?.replace(/^Bearer /, '');
  const current =
    token !== undefined && isIssued(token) ? { ...headers, authorization: fresh['authorization'] } : headers;
  return Object.fromEntries(
    Object.entries(current).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
