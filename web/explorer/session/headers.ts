import type { Asking } from './session.ts';

/** Headers by lower-case name; undefined means that the header must not be sent. */
export type HeaderChange = { readonly [name: string]: string | undefined };

/** What the session says about who asks and why (design §4.2). */
export function sessionHeaders({ session, purpose }: Asking): HeaderChange {
  if (session.kind === 'nobody')
    return { authorization: undefined, 'x-matter': undefined, 'x-case': undefined };
  return { authorization: `Bearer ${session.token}`, 'x-matter': purpose.matter, 'x-case': purpose.case };
}

/** The headers editor's text with the change made and everything else kept; the same text where it isn't JSON yet. */
export function changeHeaders(text: string, change: HeaderChange): string {
  const headers = parseHeaders(text);
  if (!headers) return text;
  return JSON.stringify({ ...headers, ...change }, null, 2);
}

/** The token in the editor's text, if there is one. */
export function tokenIn(text: string): string | undefined {
  return parseHeaders(text)?.['authorization']?.replace(/^Bearer /, '');
}

function parseHeaders(text: string): Record<string, string> | null {
  try {
    const value: Record<string, string> | null = JSON.parse(text.trim() || '{}');
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
