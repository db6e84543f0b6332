// The floor of any gateway: parses the request, makes the calls that Tongcha makes, wave by wave, parses each answer, and
// writes the prepared answer. It validates, plans and merges nothing.
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { Pool } from 'undici';

type Call = { readonly path: string; readonly body: string };

const [wavesFile = '', answerFile = '', origin = '', port] = process.argv.slice(2);
const waves = JSON.parse(readFileSync(wavesFile, 'utf8')) as readonly (readonly Call[])[];
const answer = readFileSync(answerFile);
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': answer.length };
const pools = new Map(
  waves.flat().map(({ path }) => [path, new Pool(origin, { connections: 32, keepAliveTimeout: 30_000 })]),
);

createServer((incoming, outgoing) => {
  const parts: Buffer[] = [];
  incoming.on('data', (part: Buffer) => parts.push(part));
  incoming.on('end', () => {
    respond(Buffer.concat(parts), outgoing).catch(() => outgoing.destroy());
  });
}).listen(Number(port), '127.0.0.1');

async function respond(body: Buffer, outgoing: ServerResponse): Promise<void> {
  JSON.parse(body.toString('utf8'));
  for (const wave of waves) await Promise.all(wave.map(call));
  outgoing.writeHead(200, headers);
  outgoing.end(answer);
}

async function call({ path, body }: Call): Promise<unknown> {
  const pool = pools.get(path) as Pool;
  const response = await pool.request({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
  });
  return JSON.parse(await response.body.text());
}
