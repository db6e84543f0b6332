import { useGraphiQL } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { changeHeaders, type HeaderChange, sessionHeaders, tokenIn } from './headers.ts';
import { useProvenance } from './provenance.ts';
import { type Asking, isIssued, useSessionState, whoOf } from './session.ts';

/**
 * Keeps the headers editor of the open tab in step with the session.
 *
 * A tab gets all headers of a session once; after that the text is the user's, and only a token that came from this
 * page is replaced when it is renewed. So another matter can be tried by typing over it, and a pasted token stays.
 */
export function useFilledHeaders(): void {
  const { session, purpose } = useSessionState();
  const provenance = useProvenance();
  const editor = useGraphiQL((state) => state.headerEditor);
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id);
  const filled = useRef(new Map<string, string>());

  useEffect(() => {
    if (!editor || !tab) return;
    const text = editor.getValue();
    const asking = { session, purpose };
    const isNewHere = filled.current.get(tab) !== identityOf(asking);
    filled.current.set(tab, identityOf(asking));
    const headers = sessionHeaders(asking);
    if (isNewHere) write(changeHeaders(text, headers));
    else if (isIssued(tokenIn(text) ?? '')) write(changeHeaders(text, tokenOnly(headers)));

    function write(changed: string): void {
      if (changed !== text) editor?.setValue(changed);
    }
  }, [editor, tab, session, purpose]);

  useEffect(() => {
    if (!editor || !tab) return;
    const text = editor.getValue();
    const changed = changeHeaders(text, { 'x-provenance': provenance ? 'include' : undefined });
    if (changed !== text) editor.setValue(changed);
  }, [editor, tab, provenance]);
}

/** Changes when somebody else asks or for another purpose, not when a token is renewed. */
function identityOf({ session, purpose }: Asking): string {
  if (session.kind === 'nobody') return 'nobody';
  return [whoOf(session), purpose.matter, purpose.case].join(' ');
}

function tokenOnly({ authorization }: HeaderChange): HeaderChange {
  return { authorization };
}
