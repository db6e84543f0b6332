import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { httpAnswer, says } from './abuse-department.ts';
import { type Firms, good, startFirms } from './abuse-firms.ts';
import { type GatewayProcess, startGatewayProcess } from './abuse-process.ts';
import { conditionalFields, largeRequests, sixtyFields } from './abuse-requests.ts';

// The same as in abuse-memory.test.ts, long enough to fill every cache several times over. Each begins with a gateway of
// its own, so that what one leaves behind isn't laid at another's door.

let firms: Firms;
let gateway: GatewayProcess;
beforeAll(async () => {
  firms = await startFirms();
});
afterAll(() => firms?.close());
afterEach(() => gateway?.stop());

const patienceMs = 900_000;
const formOf = (n: number) => ({
  query: conditionalFields(n >> 5),
  variables: Object.fromEntries([0, 1, 2, 3, 4].map((each) => [`v${each}`, ((n >> each) & 1) === 1])),
});
const nameOf = (n: number) => `o${n.toString(36)}`;

async function start(): Promise<void> {
  const departmentUrls = Object.fromEntries(
    Object.entries(firms.graph.departments).map(([name, { url }]) => [name, url]),
  );
  gateway = await startGatewayProcess(firms.graph.sdl, {
    departmentUrls: { ...departmentUrls, tax: firms.wild.url },
    environment: { TONGCHA_DEPARTMENT_TIMEOUT_MS: '10000' },
  });
}

async function expectAlive(): Promise<void> {
  expect(gateway.ended()).toBeNull();
  const { text } = await gateway.post({ query: '{ firm(id: "E1") { name paid } }' });
  expect(JSON.parse(text)).toEqual({ data: { firm: { name: '甲', paid: 5 } } });
}

/** Asks eight at a time; gives the statuses that there were. */
async function askAll(count: number, body: (n: number) => unknown): Promise<readonly number[]> {
  const statuses = new Set<number>();
  for (let n = 0; n < count; n += 8) {
    const eight = Array.from({ length: Math.min(8, count - n) }, (_, more) => gateway.post(body(n + more)));
    for (const { status } of await Promise.all(eight)) statuses.add(status);
  }
  return [...statuses];
}

describe('a heap of 256 MB is enough for', () => {
  it.each(Object.entries(largeRequests))(
    'six hundred requests that are large by %s',
    async (_, { status, body }) => {
      await start();
      expect(await askAll(600, body)).toEqual([status]);
      await expectAlive();
    },
    patienceMs,
  );

  it(
    'five thousand operations of sixty fields, none like another',
    async () => {
      await start();
      expect(await askAll(5_000, (n) => ({ query: sixtyFields(n) }))).toEqual([200]);
      await expectAlive();
    },
    patienceMs,
  );

  it(
    'six hundred operations in each of the thirty-two forms that their conditions give them',
    async () => {
      await start();
      expect(await askAll(600 * 32, formOf)).toEqual([200]);
      await expectAlive();
    },
    patienceMs,
  );

  it(
    'twenty thousand operations of a few large documents',
    async () => {
      await start();
      const documents = Array.from({ length: 11 }, (_, document) =>
        Array.from({ length: 1_900 }, (_unused, n) => `query ${nameOf(document * 1_900 + n)}{count}`).join(
          '',
        ),
      );
      const body = (n: number) => ({ query: documents[Math.floor(n / 1_900)], operationName: nameOf(n) });
      expect(await askAll(20_000, body)).toEqual([200]);
      await expectAlive();
    },
    patienceMs,
  );

  it.each([
    ['errors', `{"data":{"_entities":[null]},"errors":[${'{},'.repeat(4_000_000)}{}]}`],
    ['records', `{"data":{"_entities":[${'{},'.repeat(8_000_000)}{}]}}`],
    ['lists', `{"data":{"_entities":[{"paid":5,"raw":[${'[],'.repeat(8_000_000)}[]]}]}}`],
  ])(
    'an answer of millions of %s, within the bytes that a department may send',
    async (_, body) => {
      await start();
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
