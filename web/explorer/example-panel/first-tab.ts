import type { Session } from '../session/session.ts';
import { examples } from './all.ts';
import { fit } from './fit.ts';

let opened: { initialQuery?: string; initialVariables?: string } | undefined;

/** On the first visit of a browser tab the first example is open; later GraphiQL's own stored tabs are. Decided once. */
export function firstTab(session: Session): NonNullable<typeof opened> {
  opened ??= hasStoredTabs() ? {} : firstExample(session);
  return opened;
}

function firstExample(session: Session): NonNullable<typeof opened> {
  const [example] = examples;
  if (!example) return {};
  const { query, variables } = fit(example, session);
  return { initialQuery: query, initialVariables: variables };
}

function hasStoredTabs(): boolean {
  return sessionStorage.getItem('graphiql:tabState') !== null;
}
