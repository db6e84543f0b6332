import { say } from '../language/language.ts';

/** Somebody whom the development issuer can vouch for, and what they may try. */
export type Persona = {
  readonly persona: string;
  readonly name: string;
  readonly title: string;
  readonly orgName: string;
  readonly roles: readonly string[];
  /** The highest level of data that they may see, L1 to L4. */
  readonly level: string;
  /** Code of the matter (事项) that the persona handles. */
  readonly matter?: string;
  /** Number of an open case (办件) of that matter. */
  readonly case?: string;
  /** Title of that matter, where the issuer tells it. */
  readonly matterTitle?: string;
  /** Credit code of an enterprise whose data the matter is about. */
  readonly enterprise?: string;
  /** Number of a citizen whose data the matter is about. */
  readonly citizen?: string;
};

/** A persona's own matter, in words where they are known. */
export function ownMatter({ matter, matterTitle }: Persona): string {
  return matterTitle ?? matter ?? say('无事项', 'no matter');
}

export type Token = { readonly token: string; readonly expiresAt: number };

/** The issuer's personas; null where there is no development issuer, as in production. */
export async function listPersonas(): Promise<readonly Persona[] | null> {
  const response = await fetch('/dev/personas', { signal: AbortSignal.timeout(deadlineMs) });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`GET /dev/personas: ${response.status}`);
  const personas: Persona[] = await response.json();
  return personas;
}

/** A fresh token for a persona; `expiresAt` in milliseconds since the epoch. */
export async function issueToken(persona: string): Promise<Token> {
  const response = await fetch('/dev/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona }),
    signal: AbortSignal.timeout(deadlineMs),
  });
  if (!response.ok) throw new Error(`POST /dev/token: ${response.status}`);
  const { token, expiresAt }: { token: string; expiresAt: string } = await response.json();
  return { token, expiresAt: Date.parse(expiresAt) };
}

const deadlineMs = 10_000;
