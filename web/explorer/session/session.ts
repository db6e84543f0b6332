import { useSyncExternalStore } from 'react';
import { issueToken, listPersonas, type Persona } from './issuer.ts';

/** Who asks. A token that the user brings along is never renewed and never stored. */
export type Session =
  | { readonly kind: 'nobody' }
  | {
      readonly kind: 'persona';
      readonly persona: Persona;
      readonly purpose: Purpose;
      readonly token: string;
      /** Milliseconds since the epoch. */
      readonly expiresAt: number;
    }
  | { readonly kind: 'own'; readonly purpose: Purpose; readonly token: string };

/** Why the session asks: codes of the matter (事项) and the case (办件), where they are known. */
export type Purpose = { readonly matter: string | undefined; readonly case: string | undefined };

type State = {
  readonly session: Session;
  /** Null where there is no development issuer. */
  readonly personas: readonly Persona[] | null;
  /** Why the last change of session failed. */
  readonly failure: string | null;
};

let state: State = { session: { kind: 'nobody' }, personas: null, failure: null };
let renewal: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const issued = new Set<string>();

/** Takes up the persona of the last visit in this browser tab, else the first one. */
export async function openSession(): Promise<void> {
  try {
    const personas = await listPersonas();
    become({ personas });
    const last = sessionStorage.getItem(storageKey);
    const persona = personas?.find((one) => one.persona === last) ?? personas?.[0];
    if (persona) await actAs(persona);
  } catch (error) {
    become({ failure: String(error) });
  }
}

/** Fetches a token for a persona and makes it the session; on failure the session stays as it was. */
export async function actAs(persona: Persona): Promise<void> {
  try {
    const { token, expiresAt } = await issueToken(persona.persona);
    issued.add(token);
    sessionStorage.setItem(storageKey, persona.persona);
    const purpose = { matter: persona.matter, case: persona.case };
    become({ session: { kind: 'persona', persona, purpose, token, expiresAt }, failure: null });
    scheduleRenewal(persona, expiresAt);
  } catch (error) {
    become({ failure: String(error) });
  }
}

/** Makes a token that the user brought the session; an empty one ends it. */
export function bringToken(token: string, purpose: Purpose): void {
  clearTimeout(renewal);
  become({ session: token === '' ? { kind: 'nobody' } : { kind: 'own', token, purpose }, failure: null });
}

/** The session, with a token that is good for at least half a minute; a sleeping computer misses its timer. */
export async function freshSession(): Promise<Session> {
  const { session } = state;
  if (session.kind === 'persona' && session.expiresAt - Date.now() < 30_000) await actAs(session.persona);
  return state.session;
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
  renewal = setTimeout(() => void actAs(persona), Math.min(renewInMs, 2 ** 31 - 1));
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
