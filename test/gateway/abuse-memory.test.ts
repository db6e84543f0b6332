import { promisify } from 'node:util';
import { brotliCompress, constants, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpAnswer, says } from './abuse-department.ts';
import { type Firms, good, startFirms } from './abuse-firms.ts';
import { type GatewayProcess, startGatewayProcess } from './abuse-process.ts';
import { largeRequests } from './abuse-requests.ts';
import { until } from './bare-http.ts';

// A gateway in a process with a heap of 256 MB, and what would fill it.

let firms: Firms;
let gateway: GatewayProcess;
beforeAll(async () => {
  firms = await startFirms();
  gateway = await startGatewayProcess(firms.graph.sdl, { departmentUrls: { tax: firms.wild.url } });
});
afterAll(async () => {
  await gateway?.stop();
  await firms?.close();
});

const patienceMs = 180_000;

async function expectAlive(): Promise<void> {
  expect(gateway.ended()).toBeNull();
  const { text } = await gateway.post({ query: '{ firm(id: "E1") { name paid } }' });
  expect(JSON.parse(text)).toEqual({ data: { firm: { name: '甲', paid: 5 } } });
  expect(gateway.output()).not.toMatch(/unhandled rejection|uncaught exception/);
}

describe('six hundred large requests, none like another,', () => {
  it.each(Object.entries(largeRequests))(
    'large by %s, leave it answering',
    async (_, { status, body }) => {
      const statuses = new Set<number>();
      for (let n = 0; n < 56; n += 4)
        for (const reply of await Promise.all([0, 1, 2, 3].map((more) => gateway.post(body(n + more)))))
          statuses.add(reply.status);
      expect([...statuses]).toEqual([status]);
      await expectAlive();
    },
    patienceMs,
  );
});

describe('a department’s answer of a gigabyte, packed into a megabyte,', () => {
  const size = 1_000_000_000;

  /** Members of a gzip file may follow one another. */
  function gzipBomb(): Buffer {
    const member = gzipSync(Buffer.alloc(size / 20, ' '));
    return Buffer.concat(Array.from({ length: 20 }, () => member));
  }

  async function brotliBomb(): Promise<Buffer> {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 24 };
    return promisify(brotliCompress)(Buffer.alloc(size, ' '), { params });
  }

  it.each([
    ['gzip', gzipBomb],
    ['br', brotliBomb],
  ])(
    'by %s is told as missing, and takes no more than its share of memory',
    async (coding, make) => {
      const bomb = await make();
      expect(bomb.length).toBeLessThan(2_000_000);
      firms.wild.behaves(says(httpAnswer(bomb, { 'content-encoding': coding })));
      const before = gateway.resident().most;
      for (const fields of ['paid', 'note paid', 'rate paid', 'state paid', 'ref paid', 'is paid']) {
        const asked = ['E1', 'E2'].map((id) => ({ query: `{ firm(id: "${id}") { name ${fields} } }` }));
        for (const { text } of await Promise.all(asked.map((body) => gateway.post(body)))) {
          expect(JSON.parse(text)).toMatchObject({ data: { firm: { paid: null } } });
          expect(text).toContain('"DEPARTMENT_UNAVAILABLE"');
        }
      }
      expect(gateway.resident().most - before).toBeLessThan(200);
      firms.wild.behaves(good);
      await expectAlive();
    },
    patienceMs,
  );
});

describe('a department’s answer of many small things', () => {
  it.each([
    ['errors', `{"data":{"_entities":[null]},"errors":[${'{},'.repeat(1_000_000)}{}]}`],
    ['records', `{"data":{"_entities":[${'{},'.repeat(1_000_000)}{}]}}`],
    ['lists', `{"data":{"_entities":[{"paid":5,"raw":[${'[],'.repeat(1_000_000)}[]]}]}}`],
  ])(
    '(%s) leaves the gateway alive, and others are answered',
    async (_, body) => {
      firms.wild.behaves(says(httpAnswer(body)));
      const { status, text } = await gateway.post({ query: '{ firm(id: "E1") { name paid } }' });
      expect(status).toBe(200);
      expect(JSON.parse(text)).toMatchObject({ data: { firm: { name: '甲' } } });
      firms.wild.behaves(good);
      await expectAlive();
    },
    patienceMs,
  );
});

describe('clients that come and go', () => {
  it('leave no sockets open, to them or to departments', { timeout: patienceMs }, async () => {
    firms.wild.behaves(() => undefined);
    const before = gateway.descriptors();
    for (let round = 0; round < 5; round += 1) {
      const leaving = new AbortController();
      const asked = Array.from({ length: 40 }, (_, n) =>
        fetch(`${gateway.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: `{ firm(id: "E${1 + (n % 3)}") { paid a${n}: paid } }` }),
          signal: leaving.signal,
        }).catch(() => null),
      );
      const heard = firms.wild.heard.length;
      await until(() => firms.wild.heard.length > heard);
      leaving.abort();
      await Promise.all(asked);
    }
    firms.wild.behaves(good);
    await until(() => firms.wild.open() <= 4);
    await until(() => gateway.descriptors() <= before + 70);
    await expectAlive();
  });
});
