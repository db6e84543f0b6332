import type { Session } from '../session/session.ts';
import { storage } from '../storage.ts';
import { examples } from './all.ts';
import { fit } from './fit.ts';

/**
 * On the first visit of a browser tab the first example is open; later GraphiQL's own stored tabs are. It is put where
 * GraphiQL keeps the open tab: GraphiQL would not store what it is merely given, and a reload would lose the variables.
 */
export function storeFirstTab(session: Session): void {
  const [example] = examples;
  if (!example || storage.getItem('graphiql:tabState') !== null) return;
  const { query, variables } = fit(example, session.kind === 'persona' ? session.persona : null);
  storage.setItem('graphiql:query', query);
  storage.setItem('graphiql:variables', variables);
}
