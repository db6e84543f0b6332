import { Pool } from 'undici';

/** A place that answers GraphQL. */
export type Target = {
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
};

export type Load = {
  readonly requests: number;
  /** The body of the n-th request. */
  readonly body: (index: number) => string;
  /** Throws when an answer is not what it should be. */
  readonly check: (answer: Buffer, index: number) => void;
};

export type LoadResult = {
  readonly seconds: number;
  /** Of each request, sorted. */
  readonly latenciesMs: Float64Array;
};

/** Sends so many requests over sixteen kept-alive connections, each as soon as its last was answered, and checks all answers. */
export async function load({ port, headers }: Target, { requests, body, check }: Load): Promise<LoadResult> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 });
  const latenciesMs = new Float64Array(requests);
  let next = 0;
  const work = async () => {
    for (let index = next++; index < requests; index = next++) {
      const sent = performance.now();
      const response = await pool.request({
        method: 'POST',
        path: '/graphql',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: body(index),
      });
      const answer = Buffer.from(await response.body.arrayBuffer());
      latenciesMs[index] = performance.now() - sent;
      if (response.statusCode !== 200)
        throw new Error(`status ${response.statusCode}: ${answer.toString('utf8').slice(0, 400)}`);
      check(answer, index);
    }
  };
  const started = performance.now();
  try {
    await Promise.all(Array.from({ length: connections }, work));
  } finally {
    await pool.destroy();
  }
  return { seconds: (performance.now() - started) / 1000, latenciesMs: latenciesMs.sort() };
}

const connections = 16;
