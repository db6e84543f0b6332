import { language } from '../language/language.ts';
import type { Persona } from '../session/issuer.ts';
import type { Example } from './read-example.ts';

/** What a tab holds when it opens the example: its words in the user's language, its subject one that the persona may try. */
export function fit(
  example: Example,
  persona: Persona | null,
): { readonly query: string; readonly variables: string } {
  const variables = { ...example.variables, ...subjectsOf(persona, example.variables) };
  return {
    query: `# ${example.title[language]}\n# ${example.about[language]}\n${example.operation}\n`,
    variables: JSON.stringify(variables, null, 2),
  };
}

/** The enterprise and the citizen that the persona may try, as far as the variables have a place for them. */
export function subjectsOf(
  persona: Persona | null,
  variables: Example['variables'],
): { readonly [name: string]: string } {
  if (!persona) return {};
  const { enterprise, citizen } = persona;
  return {
    ...('uscc' in variables && enterprise && { uscc: enterprise }),
    ...('idNumber' in variables && citizen && { idNumber: citizen }),
  };
}
