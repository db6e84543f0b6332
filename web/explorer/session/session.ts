import { useSyncExternalStore } from 'react';
import { issueToken, listPersonas, type Persona } from './issuer.ts';

/** Who asks. A token that the user brings along is never renewed and never stored. */
export type Session =
  | { readonly kind: 'nobody' }
  | {
      readonly kind: 'persona';
      readonly persona: Persona;
      readonly token: string;
      /** Milliseconds since the epoch. */
      readonly expiresAt: number;
    }
  | { readonly kind: 'own'; readonly token: string };

/** Why the session asks: codes of the matter (事项) and the case (办件), where they are known. */
export type Purpose = { readonly matter: string | undefined; readonly case: string | undefined };

/** No matter and no case: what is shared unconditionally is shown all the same. */
export const noPurpose: Purpose = { matter: undefined, case: undefined };

/** Who asks, and why. */
export type Asking = { readonly session: Session; readonly purpose: Purpose };

type State = Asking & {
  /** Null where there is no development issuer. */
  readonly personas: readonly Persona[] | null;
  /** Why the last change of session failed. */
  readonly failure: string | null;
};

let state: State = { session: { kind: 'nobody' }, purpose: noPurpose, personas: null, failure: null };
let renewal: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const issued = new Set<string>();

/** Takes up the persona and the purpose of the last visit in this browser tab, else the first persona's. */
export async function openSession(): Promise<void> {
  try {
    const personas = await listPersonas();
    become({ personas });
    const last = sessionStorage.getItem(storageKey);
    const persona = personas?.find((one) => one.persona === last) ?? personas?.[0];
    if (persona) await actAs(persona, persona.persona === last ? storedPurpose() : undefined);
  } catch (error) {
    become({ failure: String(error) });
  }
}

/**
 * Fetches a token for a persona and makes it the session, for the persona's own purpose unless another is given; on
 * failure the session stays as it was.
 */
export async function actAs(persona: Persona, purpose: Purpose = purposeOf(persona)): Promise<void> {
  try {
    const { token, expiresAt } = await issueToken(persona.persona);
    issued.add(token);
    sessionStorage.setItem(storageKey, persona.persona);
    sessionStorage.setItem(purposeKey, JSON.stringify(purpose));
    become({ session: { kind: 'persona', persona, token, expiresAt }, purpose, failure: null });
    scheduleRenewal(persona, expiresAt);
  } catch (error) {
    become({ failure: String(error) });
  }
}

/** Changes why the session asks. */
export function askFor(purpose: Purpose): void {
  if (state.session.kind === 'persona') sessionStorage.setItem(purposeKey, JSON.stringify(purpose));
  become({ purpose });
}

/** A persona's purpose with a matter, its own unless another is given; the case goes with its own. */
export function purposeOf(persona: Persona, matter = persona.matter): Purpose {
  return { matter, case: matter === persona.matter ? persona.case : undefined };
}

/** Changes when somebody else asks, not when a token is renewed. */
export function whoOf(session: Session): string {
  switch (session.kind) {
    case 'nobody':
      return 'nobody';
    case 'persona':
      return session.persona.persona;
    case 'own':
      return session.token;
  }
}

/** Makes a token that the user brought the session; an empty one ends it. */
export function bringToken(token: string): void {
  clearTimeout(renewal);
  become({ session: token === '' ? { kind: 'nobody' } : { kind: 'own', token }, failure: null });
}

/** Who asks and why, with a token that is good for at least half a minute; a sleeping computer misses its timer. */
export async function freshSession(): Promise<Asking> {
  const { session } = state;
  if (session.kind === 'persona' && session.expiresAt - Date.now() < 30_000) await renew(session.persona);
  return state;
}

/** Whether the token came from this page, and so may be replaced by a newer one. */
export function isIssued(token: string): boolean {
  return issued.has(token);
}

export function useSessionState(): State {
  return useSyncExternalStore(listen, () => state);
}

function scheduleRenewal(persona: Persona, expiresAt: number): void {
  clearTimeout(renewal);
  const renewInMs = Math.max(expiresAt - Date.now() - 60_000, 5_000);
  renewal = setTimeout(() => void renew(persona), Math.min(renewInMs, 2 ** 31 - 1));
}

function renew(persona: Persona): Promise<void> {
  return actAs(persona, state.purpose);
}

function storedPurpose(): Purpose | undefined {
  const stored = sessionStorage.getItem(purposeKey);
  return stored === null ? undefined : { ...noPurpose, ...JSON.parse(stored) };
}

function become(change: Partial<State>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const storageKey = 'tongcha:persona';
const purposeKey = 'tongcha:purpose';
