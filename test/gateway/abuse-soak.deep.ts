import { expect, it } from 'vitest';
import { startWildDepartment } from './abuse-department.ts';
import { good, startFirms } from './abuse-firms.ts';
import { startGatewayProcess } from './abuse-process.ts';
import { conditionalFields, sixtyFields } from './abuse-requests.ts';
import { badWays } from './abuse-ways.ts';
import { until } from './bare-http.ts';

const requests = 20_000;
const operations = 500;
const atOnce = 16;

it('twenty thousand requests to departments that fail in every way leave a gateway as it was', async () => {
  const firms = await startFirms();
  const elsewhere = await startWildDepartment(good);
  const urls = Object.entries(firms.graph.departments).map(([name, { url }]) => [name, url] as const);
  const gateway = await startGatewayProcess(firms.graph.sdl, {
    departmentUrls: { ...Object.fromEntries(urls), tax: firms.wild.url },
    environment: { TONGCHA_DEPARTMENT_TIMEOUT_MS: '150', TONGCHA_MAX_DOCUMENT_BYTES: '16777216' },
  });
  const draw = drawFrom(20_260_101);
  const ways = [...badWays(() => elsewhere.url).filter(([name]) => name !== 'floods'), ['', good] as const];
  firms.wild.behaves((socket, heard) => ways[draw(ways.length)]?.[1](socket, heard));
  const idle = gateway.descriptors();

  let asked = 0;
  let earlyMib = 0;
  const ask = async (): Promise<void> => {
    while (asked < requests) {
      asked += 1;
      if (asked === requests / 4) earlyMib = gateway.resident().now;
      const n = draw(operations);
      const variables = Object.fromEntries([0, 1, 2, 3, 4].map((each) => [`v${each}`, draw(2) === 1]));
      const query = n % 2 === 0 ? sixtyFields(n) : conditionalFields(n);
      const { status, text } = await gateway.post({ query, ...(n % 2 === 1 && { variables }) });
      expect(status).toBe(200);
      const answer = JSON.parse(text) as { data?: { firm?: unknown }; errors?: readonly object[] };
      expect(answer.data ?? answer.errors).toBeTruthy();
      expect(text).not.toMatch(/内部口令|330199197903129813|127\.0\.0\.1|INTERNAL_SERVER_ERROR/);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));

  expect(gateway.ended()).toBeNull();
  expect(gateway.resident().now).toBeLessThan(earlyMib * 1.15);
  expect(elsewhere.heard).toEqual([]);
  expect(gateway.output()).not.toMatch(
    /unhandled rejection|uncaught exception|内部口令|330199197903129813|127\.0\.0\.1/,
  );
  await until(() => gateway.descriptors() <= idle + 3 * atOnce);
  // It ends by itself once drained: nothing holds it, neither socket nor timer.
  await gateway.stop();
  expect(gateway.ended()).toBe(0);
  await until(() => firms.wild.open() === 0);
  await firms.close();
  await elsewhere.close();
}, 1_200_000);

/** Numbers below a bound, the same in each run. */
function drawFrom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
