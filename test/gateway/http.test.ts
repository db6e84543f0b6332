import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';

// The gateway over real sockets, met with everything that clients send.

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { hello(name: String, times: Int): String secret(number: ID): String }
  type Mutation { note: String }
`);
const resolvers = {
  Query: { hello: (_: never, { name }: { name?: string }) => `hello ${name ?? 'you'}`, secret: () => 'kept' },
  Mutation: { note: () => 'noted' },
};

let graph: SmallGraph;
let served: Awaited<ReturnType<SmallGraph['listen']>>;
beforeAll(async () => {
  graph = await startSmallGraph({ small: { typeDefs, resolvers } });
  served = await graph.listen({ maxBodyBytes: 2_000 });
});
afterAll(() => graph?.close());
beforeEach(() => {
  graph.departments['small']?.answersTruly();
  graph.asked();
});

const post = (
  body: string,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
) => fetch(`${served.url}/graphql`, { method: 'POST', headers, body });
const ask = (query: string, more: object = {}) => post(JSON.stringify({ query, ...more }));
const codeOf = async (response: Response) =>
  ((await response.json()) as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code;

describe('a request', () => {
  it('is answered by POST and by GET, each with its own trace id', async () => {
    const posted = await ask('{ hello }');
    expect(await posted.json()).toEqual({ data: { hello: 'hello you' } });
    const got = await fetch(`${served.url}/graphql?query=${encodeURIComponent('{ hello(name: "水") }')}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect(await got.json()).toEqual({ data: { hello: 'hello 水' } });
    const traces = [posted, got].map(({ headers }) => headers.get('x-request-id'));
    expect(traces[0]).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(traces[0]).not.toBe(traces[1]);
  });

  it('may ask for the GraphQL media type', async () => {
    const response = await post('{"query":"{ hello }"}', {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
    });
    expect(response.headers.get('content-type')).toContain('application/graphql-response+json');
    const wrong = await post('{"query":"{ nope }"}', {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
    });
    expect(wrong.status).toBe(400);
  });

  it.each([
    ['malformed JSON', '{"query":', 400, 'BAD_REQUEST'],
    ['an empty body', '', 400, 'BAD_REQUEST'],
    ['JSON that is no request', '[]', 400, 'BAD_REQUEST'],
    ['no query', '{}', 400, 'BAD_REQUEST'],
    ['a syntax error', '{"query":"{ hello "}', 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{"query":"{ helo }"}', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a wrong argument type', '{"query":"{ hello(times: \\"two\\") }"}', 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'two operations and no name',
      '{"query":"query A { hello } query B { hello }"}',
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'an operation that does not exist',
      '{"query":"query A { hello }","operationName":"C"}',
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'a body that is too large',
      JSON.stringify({ query: `{ hello(name: "${'x'.repeat(3_000)}") }` }),
      413,
      'REQUEST_TOO_LARGE',
    ],
  ])('with %s gets a clear error', async (_, body, status, code) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await codeOf(response)).toBe(code);
    expect(graph.asked()).toEqual({});
  });

  it('is told which variable does not fit, and the value is not repeated', async () => {
    const response = await ask('query ($n: Int!) { hello(times: $n) }', {
      variables: { n: '330199197903129813' },
    });
    expect(response.status).toBe(400);
    const body = await response.text();
    expect(body).toMatch(/\$n/);
    expect(body + graph.logged()).not.toContain('330199197903129813');
    const missing = await ask('query ($n: Int!) { hello(times: $n) }');
    expect(missing.status).toBe(400);
    expect(await missing.text()).toContain('$n is required and was not sent.');
  });

  it('that another site could make a browser send is refused', async () => {
    const form = await post('{"query":"{ hello }"}', { 'content-type': 'text/plain' });
    expect(form.status).toBeGreaterThanOrEqual(400);
    const link = await fetch(`${served.url}/graphql?query=%7Bhello%7D`);
    expect(link.status).toBe(400);
    expect(graph.asked()).toEqual({});
  });

  it('can not change anything by GET', async () => {
    const response = await fetch(`${served.url}/graphql?query=${encodeURIComponent('mutation { note }')}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect(response.status).toBe(405);
    expect(graph.asked()).toEqual({});
  });

  it('to anywhere else is told where queries go', async () => {
    const response = await fetch(`${served.url}/somewhere`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('/graphql');
  });
});

describe('a connection', () => {
  it('serves many requests', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let count = 0; count < 12; count += 1)
      await new Promise<void>((resolve, reject) => {
        const sent = httpRequest(`${served.url}/graphql`, {
          agent,
          method: 'POST',
          headers: { 'content-type': 'application/json' },
        });
        sent.on('response', (response) => {
          ports.add(response.socket.localPort);
          response.resume().on('end', resolve);
        });
        sent.on('error', reject).end('{"query":"{ hello }"}');
      });
    agent.destroy();
    expect(ports.size).toBe(1);
  });

  it('that ends before its answer ends the call to the department', async () => {
    const department = graph.departments['small'];
    department?.answersInstead(() => null);
    const gone = new AbortController();
    const asked = fetch(`${served.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ hello }"}',
      signal: gone.signal,
    });
    await until(() => graph.asked()['small'] === 1);
    const before = department?.abandoned() ?? 0;
    gone.abort();
    await expect(asked).rejects.toThrow();
    await until(() => (department?.abandoned() ?? 0) > before);
  });

  it.each([
    ['garbage', '\u0000\u0001\u0002garbage\r\n\r\n'],
    ['half a request', 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\n{"query'],
    ['headers without end', `GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`],
    [
      'two lengths',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcde',
    ],
    ['a path up the tree', 'GET /../../package.json HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
  ])('that brings %s harms nobody else', async (_, bytes) => {
    const answer = await raw(bytes);
    expect(answer).not.toContain('dependencies');
    expect((await ask('{ hello }')).status).toBe(200);
  });
});

describe('two tokens in one request', () => {
  it('are refused, whatever either is worth', async () => {
    const strict = await startSmallGraph({ small: { typeDefs, resolvers } });
    const { port } = await strict.listen();
    const body = '{"query":"{ hello }"}';
    const heard = await raw(
      `POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer a\r\nauthorization: Bearer b\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      port,
    );
    expect(heard).toMatch(/^HTTP\/1.1 401/);
    await strict.close();
  });
});

describe('draining', () => {
  it('finishes what is under way, says so on open connections, and takes nothing new', async () => {
    const other = await graph.listen();
    const department = graph.departments['small'];
    const { promise: held, resolve: finish } = Promise.withResolvers<void>();
    department?.answersInstead(async (truth) => {
      await held;
      return { body: truth };
    });
    const open = connect(other.port, '127.0.0.1');
    let heard = '';
    open.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    open.write('GET /health/ready HTTP/1.1\r\nhost: x\r\n\r\n');
    await until(() => heard.includes('"ready"'));
    open.write(
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 21\r\n\r\n{"query":"{ hello }"}',
    );
    await until(() => graph.asked()['small'] === 1);
    const drained = other.http.drain(5_000);
    await expect(fetch(`${other.url}/health/live`)).rejects.toThrow();
    heard = '';
    finish();
    await drained;
    await until(() => heard.includes('hello you'));
    expect(heard).toMatch(/connection: close/i);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it never came true');
}

/** What a server says to bytes on a bare socket, until it or our patience ends. */
function raw(bytes: string, port = served.port): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    socket.setTimeout(500, () => socket.destroy());
    socket.on('error', () => undefined).on('close', () => resolve(heard));
  });
}
