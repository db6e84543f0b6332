// All subgraphs of one workload in one process: POST /<subgraph> answers from memory. Besides, GET /calls tells how often
// each was asked since the last time, POST /record starts to note calls one by one, slowly, and GET /recorded gives them; GET /jwks
// publishes the keys by which Tongcha knows its callers, from the file named second.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { workloadNamed } from '../workloads/roster.ts';
import { recordedAnswers } from './answers.ts';

const workload = workloadNamed(process.argv[2] ?? '');
const answers = new Map(
  workload.subgraphs.map((subgraph) => [`/${subgraph.name}`, recordedAnswers(workload, subgraph)]),
);
const keysFile = process.argv[3] ?? '';
const calls = new Map<string, number>();
let recording: { path: string; body: string; at: number }[] | null = null;

const server = createServer({ keepAliveTimeout: 65_000 }, (incoming, outgoing) => {
  const parts: Buffer[] = [];
  incoming.on('data', (part: Buffer) => parts.push(part));
  incoming.on('end', () => {
    respond(incoming, Buffer.concat(parts), outgoing).catch((error: unknown) => {
      process.stderr.write(`${(error as Error).stack}\n`);
      send(outgoing, 500, Buffer.from('{"errors":[{"message":"the bench failed"}]}'));
    });
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit());

async function respond(incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): Promise<void> {
  const { url: path = '/' } = incoming;
  const answer = answers.get(path);
  if (!answer) return send(outgoing, 200, Buffer.from(JSON.stringify(told(path) ?? null)));
  calls.set(path, (calls.get(path) ?? 0) + 1);
  if (recording) {
    recording.push({ path, body: body.toString('utf8'), at: performance.now() });
    await wait(slownessMs);
  }
  send(outgoing, 200, await answer(body));
}

/** Slow enough to tell by arrival which calls waited for others. */
const slownessMs = 150;

function told(path: string): unknown {
  if (path === '/jwks') return JSON.parse(readFileSync(keysFile, 'utf8')) as unknown;
  if (path === '/record') {
    recording = [];
    return recording;
  }
  if (path === '/recorded') {
    const noted = recording;
    recording = null;
    return noted;
  }
  const counted = Object.fromEntries(calls);
  calls.clear();
  return counted;
}

function send(outgoing: ServerResponse, status: number, body: Buffer): void {
  outgoing.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
  outgoing.end(body);
}
