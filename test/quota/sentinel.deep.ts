import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openQuotas } from '#gateway/quota/quotas.ts';
import { openRedis, type Redis, type RedisState } from '#gateway/redis.ts';
import { freePort, type RedisServer, startRedis, until } from './redis-server.ts';

const key = Buffer.alloc(32, 7);
const rules = { requests: [{ perHour: 3 }], subjectsPerHour: { default: null } };
const use = { clerk: 'c', roles: [], unit: 'u', matter: 'm', departments: ['tax'], subjects: [] };

describe('quotas behind Sentinels', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-sentinel-'));
  const sentinels: ChildProcess[] = [];
  let master: RedisServer;
  let replica: RedisServer;
  let redis: Redis;
  const told: RedisState[] = [];

  beforeAll(async () => {
    master = await startRedis();
    replica = await startRedis({ replicaof: `127.0.0.1 ${master.port}` });
    await until(() => replica.say('info', 'replication').includes('master_link_status:up'));
    const ports = [await freePort(), await freePort(), await freePort()];
    for (const port of ports) {
      const file = join(folder, `${port}.conf`);
      writeFileSync(
        file,
        `port ${port}\nbind 127.0.0.1\ndir ${folder}\nsentinel monitor main 127.0.0.1 ${master.port} 2\nsentinel down-after-milliseconds main 800\nsentinel failover-timeout main 4000\n`,
      );
      sentinels.push(spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' }));
    }
    const addresses = ports.map((port) => `127.0.0.1:${port}`).join(',');
    redis = openRedis(`redis-sentinel://${addresses}/main`, {
      boundMs: 200,
      onChange: (state) => told.push(state),
    });
    await until(() => redis.ping());
    // A failover needs Sentinels that know of each other and of the replica.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
  });
  afterAll(async () => {
    redis.close();
    for (const sentinel of sentinels) sentinel.kill('SIGKILL');
    await Promise.all([master.kill(), replica.kill()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('follow a new master when the old one hangs, without a request that fails', async () => {
    const quotas = openQuotas(rules, { kind: 'redis', redis, key });
    const ask = () =>
      quotas.take(use).then(
        () => true,
        () => false,
      );
    expect([await ask(), await ask()]).toEqual([true, true]);
    await until(() => replica.say('keys', 'tongcha:*') !== '');
    master.freeze();
    expect([await ask(), await ask()]).toEqual([true, false]);
    await until(() => replica.say('role').startsWith('master'));
    await until(() => redis.ping());
    expect(await ask()).toBe(false);
    const another = openQuotas(rules, { kind: 'redis', redis, key });
    await another.take(use);
    await expect(another.take(use)).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
    expect(replica.say('hget', replica.say('keys', 'tongcha:*'), 'sum')).toBe('3');
    expect(told.map(({ kind }) => kind)).toEqual(['available', 'unavailable', 'available']);
  });
});
