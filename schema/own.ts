import { fileURLToPath } from 'node:url';
import type { RosterEntry } from './roster.ts';

/** The gateway's own subgraph, which it answers itself: nobody listens at its address. */
export const ownSubgraph: RosterEntry = {
  name: 'tongcha',
  routingUrl: 'gateway:own',
  schemaFile: fileURLToPath(new URL('./own.graphql', import.meta.url)),
};

/** Whether an address in a supergraph stands for the gateway itself. */
export function isAnsweredHere(routingUrl: string): boolean {
  return routingUrl.startsWith('gateway:');
}
