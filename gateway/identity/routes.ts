import { Refusal } from '../errors.ts';
import type { Route } from '../paths.ts';
import type { DevelopmentIssuer } from './issuer.ts';

/**
 * `GET /dev/personas` and `POST /dev/token`: sign-in by persona, in development only. `titleOf` gives a matter's title by its
 * code.
 */
export function developmentRoutes(
  issuer: DevelopmentIssuer,
  titleOf: (matter: string) => string | undefined,
): Route {
  const personas = () =>
    issuer.personas.map((persona) => ({
      ...persona,
      ...(persona.matter !== undefined && { matterTitle: titleOf(persona.matter) }),
    }));
  return async ({ method, path, body }) => {
    if (path === '/dev/personas' && method === 'GET') return json(personas());
    if (path !== '/dev/token') return null;
    if (method !== 'POST') throw new Refusal('METHOD_NOT_ALLOWED', 'Send POST with {"persona": "…"}.');
    const { persona } = ((await body()) ?? {}) as { persona?: unknown };
    if (typeof persona !== 'string') throw new Refusal('BAD_REQUEST', 'The body must be {"persona": "…"}.');
    return json(await issuer.issue(persona));
  };
}

function json(value: unknown): { status: number; type: string; body: string } {
  return { status: 200, type: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}
