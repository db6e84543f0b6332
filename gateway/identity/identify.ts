import { Refusal } from '../errors.ts';
import { anonymousExplorer, type Caller } from './caller.ts';
import { type Purpose, readPurpose } from './purpose.ts';
import type { VerifyToken } from './token.ts';

/** Who asks, and why. */
export type Identity = { readonly caller: Caller; readonly purpose: Purpose };

/** What to do with a request that brings no token. */
export type Anonymity = 'allowed' | 'refused';

/** What identifies callers. */
export type Identifying = { readonly verify: VerifyToken; readonly anonymity: Anonymity };

/**
 * Finds out who asks and why from a request's headers and the `extensions` of its operations; throws a Refusal for a token
 * that is missing or not good, and for a purpose that is not one.
 */
export async function identify(
  header: (name: string) => string | undefined,
  { verify, anonymity }: Identifying,
  extensions: readonly unknown[] = [],
): Promise<Identity> {
  const purpose = readPurpose(header, extensions);
  const authorization = header('authorization');
  if (authorization === undefined) {
    if (anonymity === 'allowed') return { caller: anonymousExplorer, purpose };
    throw new Refusal(
      'UNAUTHENTICATED',
      'A bearer token is needed: send the header "Authorization: Bearer …".',
    );
  }
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (!token)
    throw new Refusal('UNAUTHENTICATED', 'The Authorization header must read "Bearer" and one token.');
  return { caller: await verify(token), purpose };
}
