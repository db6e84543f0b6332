import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import { type HeaderChange, sessionHeaders } from './session/headers.ts';
import { freshSession, isIssued } from './session/session.ts';

/**
 * GraphQL over HTTP at our own origin. Without headers of its own (introspection) a request carries the session's token
 * and no purpose: the schema is read also where a matter or a case is refused.
 */
export const ask: Fetcher = async (operation, options) =>
  send(namedRightly(operation), await headersToSend(options?.headers));

/** The page's own question, asked as the session and, unless it is about no purpose, for the session's. */
export async function askForSession<Answer>(
  query: string,
  variables: object,
  { withPurpose } = { withPurpose: true },
): Promise<Answer> {
  const headers = sessionHeaders(await freshSession());
  return send(
    { query, variables },
    sent(withPurpose ? headers : { authorization: headers['authorization'] }),
  );
}

async function send<Answer>(body: object, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...headers,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  try {
    // The data first: why parts of it are missing stands below, in words.
    const { data, ...rest } = JSON.parse(text);
    return data === undefined ? rest : { data, ...rest };
  } catch {
    throw new Error(`HTTP ${response.status}: ${text.slice(0, 400)}`);
  }
}

/** Right after a tab is opened or changed, GraphiQL still names the operation of the last one; one operation needs no name. */
function namedRightly({ operationName, ...operation }: FetcherParams): FetcherParams {
  const isThere =
    operationName && new RegExp(`\\b(query|mutation)\\s+${operationName}\\b`).test(operation.query);
  return isThere ? { ...operation, operationName } : operation;
}

async function headersToSend(typed: HeaderChange | undefined): Promise<Record<string, string>> {
  const fresh = sessionHeaders(await freshSession());
  const headers = typed ?? { authorization: fresh['authorization'] };
  const token = headers['authorization']?.replace(/^Bearer /, '');
  const current =
    token !== undefined && isIssued(token) ? { ...headers, authorization: fresh['authorization'] } : headers;
  return sent(current);
}

function sent(headers: HeaderChange): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
