import { importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose';

/** Who asks, as the gateway vouches for it. */
export type Caller = {
  readonly subject: string;
  readonly matter: string | null;
  readonly case: string | null;
};

/** The header that carries the gateway's signed word for its caller. */
export const callerHeader = 'x-tongcha-caller';

/**
 * Verifies caller tokens: a compact JWS by the gateway's Ed25519 key, audience "departments". Gives null for a missing,
 * altered, foreign or expired one. A token that was good is remembered until it expires, so a warm call costs no signature.
 */
export function callerVerifier(publicKey: JWK): (token: string | undefined) => Promise<Caller | null> {
  const key = importJWK(publicKey, 'EdDSA');
  const known = new Map<string, { readonly caller: Caller; readonly until: number }>();

  return async (token) => {
    if (!token || token.length > longestToken) return null;
    const remembered = known.get(token);
    if (remembered && remembered.until > Date.now()) return remembered.caller;
    try {
      const { payload } = await jwtVerify(token, await key, {
        algorithms: ['EdDSA'],
        audience: 'departments',
        issuer: 'tongcha',
        requiredClaims: ['exp', 'sub'],
      });
      const caller = callerOf(payload);
      if (known.size >= mostRemembered) known.clear();
      known.set(token, { caller, until: (payload.exp as number) * 1000 });
      return caller;
    } catch {
      return null;
    }
  };
}

const longestToken = 4096;
const mostRemembered = 1000;

function callerOf(payload: JWTPayload): Caller {
  return { subject: payload.sub as string, matter: claim(payload['matter']), case: claim(payload['case']) };
}

function claim(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
