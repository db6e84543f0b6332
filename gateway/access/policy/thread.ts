import { parentPort, workerData } from 'node:worker_threads';
import { loadSupergraph } from '../../graph/supergraph.ts';
import { governed } from '../governed.ts';
import { checkedPolicy } from './checked.ts';

// Checks a policy folder against a supergraph, off the thread that serves requests.

const { folder, sdl } = workerData as { readonly folder: string; readonly sdl: string };
const { document, apiSchema } = loadSupergraph(sdl);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(checkedPolicy(folder, governed(document, apiSchema)));
