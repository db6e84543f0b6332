import { useEffect, useSyncExternalStore } from 'react';
import { askForSession } from '../ask.ts';
import { useSessionState, whoOf } from './session.ts';

/** A matter (事项) that the session may use today. */
export type Matter = { readonly code: string; readonly title: string };

let asked = 'nobody';
let matters: readonly Matter[] = [];
const listeners = new Set<() => void>();

/** The matters that the gateway offers the session; none until it has told them, and where it tells none. */
export function useMatters(): readonly Matter[] {
  const { session } = useSessionState();
  const who = whoOf(session);
  useEffect(() => {
    if (who !== asked) void askMatters(who);
  }, [who]);
  return useSyncExternalStore(listen, () => matters);
}

async function askMatters(who: string): Promise<void> {
  asked = who;
  become([]);
  if (who === 'nobody') return;
  const query = 'query MyMatters { myMatters { code title } }';
  const told = await askForSession<Answer>(query, {}, { withPurpose: false }).catch((): Answer => ({}));
  if (asked === who) become(told.data?.myMatters ?? []);
}

type Answer = { readonly data?: { readonly myMatters?: readonly Matter[] } | null };

function become(told: readonly Matter[]): void {
  matters = told;
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
