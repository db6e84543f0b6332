import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';
import type { Persona } from '../session/issuer.ts';
import { useSessionState } from '../session/session.ts';
import { examples } from './all.ts';
import { subjectsOf } from './fit.ts';
import type { Example } from './read-example.ts';

/**
 * Gives the open tab's `uscc` and `idNumber` the subject of a newly chosen persona. Only a subject that came from this
 * page (another persona's, an example's) is replaced; a number that the user typed stays.
 */
export function useFilledSubject(): void {
  const { session, personas } = useSessionState();
  const editor = useGraphiQL((state) => state.variableEditor);
  const persona = session.kind === 'persona' ? session.persona : null;
  useEffect(() => {
    if (!editor || !personas) return;
    const text = editor.getValue();
    const changed = changeSubject(text, persona, personas);
    if (changed !== text) editor.setValue(changed);
  }, [editor, persona?.persona]);
}

function changeSubject(text: string, persona: Persona | null, personas: readonly Persona[]): string {
  const variables = parseVariables(text);
  const offered = offeredSubjects(personas);
  const change = Object.entries(subjectsOf(persona, variables)).filter(([name]) =>
    offered.has(variables[name]),
  );
  return change.length === 0
    ? text
    : JSON.stringify({ ...variables, ...Object.fromEntries(change) }, null, 2);
}

function offeredSubjects(personas: readonly Persona[]): ReadonlySet<unknown> {
  return new Set([
    ...personas.flatMap(({ enterprise, citizen }) => [enterprise, citizen]),
    ...examples.flatMap(({ variables }) => [variables['uscc'], variables['idNumber']]),
  ]);
}

function parseVariables(text: string): Example['variables'] {
  try {
    const variables: Example['variables'] | null = JSON.parse(text);
    return typeof variables === 'object' ? (variables ?? {}) : {};
  } catch {
    return {};
  }
}
