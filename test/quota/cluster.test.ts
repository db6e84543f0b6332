import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openQuotas } from '#gateway/quota/quotas.ts';
import { openRedis, type Redis, type RedisState } from '#gateway/redis.ts';
import { type RedisServer, startRedis, until } from './redis-server.ts';

const key = Buffer.alloc(32, 7);

describe('quotas in a Cluster', () => {
  let servers: readonly RedisServer[] = [];
  let redis: Redis;
  const told: RedisState[] = [];
  const settings = { 'cluster-enabled': 'yes', 'cluster-node-timeout': '1500', requirepass: 'right' };

  beforeAll(async () => {
    servers = await Promise.all(
      [0, 1, 2].map(async (each) => startRedis(settings, 17_000 + (process.pid % 9_000) + each)),
    );
    const nodes = servers.map(({ port }) => `127.0.0.1:${port}`);
    execFileSync('redis-cli', ['--cluster', 'create', ...nodes, '--cluster-yes'], {
      stdio: 'ignore',
      env: { ...process.env, REDISCLI_AUTH: 'right' },
    });
    await until(() => servers.every((server) => server.say('cluster', 'info').includes('cluster_state:ok')));
    const url = `redis-cluster://:right@${nodes[0]},${nodes[1]}`;
    redis = openRedis(url, { boundMs: 1_000, onChange: (state) => told.push(state) });
    await until(() => redis.ping());
  });
  afterAll(async () => {
    redis.close();
    await Promise.all(servers.map((server) => server.kill()));
  });

  const open = () => {
    const rules = { requests: [{ perHour: 2, perDay: 100 }], subjectsPerHour: { default: 3 } };
    const quotas = openQuotas(rules, { kind: 'redis', redis, key });
    return (unit: string) =>
      quotas
        .take({ clerk: 'c', roles: [], unit, matter: 'm', departments: ['tax', 'water'], subjects: ['s'] })
        .then(
          () => true,
          () => false,
        );
  };

  it('count all of one request in one slot, and units on all masters', async () => {
    const [one, other] = [open(), open()];
    for (let unit = 0; unit < 20; unit += 1)
      expect([
        await one(`unit ${unit}`),
        await other(`unit ${unit}`),
        await one(`unit ${unit}`),
        await other(`unit ${unit}`),
      ]).toEqual([true, true, false, false]);
    // Each request counts two departments by hour and day, and subjects.
    const keys = servers.map((server) => Number(server.say('dbsize')));
    expect(keys.reduce((sum, each) => sum + each)).toBe(20 * 5);
    expect(Math.min(...keys)).toBeGreaterThan(0);
    expect(told).toEqual([{ kind: 'available' }]);
  });

  it('go on in memory when masters are gone', async () => {
    const ask = open();
    await Promise.all(servers.slice(1).map((server) => server.kill()));
    const isDown = () => servers[0]?.say('cluster', 'info').includes('cluster_state:fail') ?? false;
    await until(isDown);
    for (let unit = 0; unit < 20; unit += 1)
      expect([await ask(`new ${unit}`), await ask(`new ${unit}`), await ask(`new ${unit}`)]).toEqual([
        true,
        true,
        false,
      ]);
    expect(told.at(-1)?.kind).toBe('unavailable');
  });
});
