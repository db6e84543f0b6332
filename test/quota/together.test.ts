import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { Asked, QuotaUse, Verdict } from '#gateway/quota/asked.ts';
import { openQuotas, type Quotas } from '#gateway/quota/quotas.ts';
import { takeShared } from '#gateway/quota/shared.ts';
import { openRedis, type Redis } from '#gateway/redis.ts';
import { type RedisServer, startRedis, until } from './redis-server.ts';

const usual: QuotaUse = {
  clerk: 'clerk-330199197903129813',
  roles: ['window-clerk'],
  unit: '11330199000099047F',
  matter: 'water-permit-renewal',
  departments: ['tax', 'water'],
  subjects: [],
};
const key = Buffer.alloc(32, 7);

describe('quotas counted together in Redis', () => {
  const servers: RedisServer[] = [];
  const doors: Redis[] = [];
  afterEach(async () => {
    for (const door of doors.splice(0)) door.close();
    await Promise.all(servers.splice(0).map((server) => server.kill()));
  });

  const serve = async (port?: number) => {
    const server = await startRedis({}, port);
    servers.push(server);
    return server;
  };
  const connect = async ({ url }: RedisServer) => {
    const redis = openRedis(url, { boundMs: 500 });
    doors.push(redis);
    await until(() => redis.ping());
    return redis;
  };
  /** One gateway's quotas, over a connection of its own. */
  const open = async (server: RedisServer, { perHour = 3, subjects = 2 } = {}) => {
    const rules = { requests: [{ perHour }], subjectsPerHour: { default: subjects } };
    const redis = await connect(server);
    const quotas = openQuotas(rules, { kind: 'redis', redis, key });
    const ask = (use: Partial<QuotaUse> = {}) =>
      quotas.take({ ...usual, ...use }).then(
        () => true,
        () => false,
      );
    const howMany = async (use: Partial<QuotaUse> = {}) => {
      let taken = 0;
      while (taken < 100 && (await ask(use))) taken += 1;
      return taken;
    };
    return { redis, quotas, ask, howMany };
  };

  it('are one limit for two gateways, at whichever a clerk asks', async () => {
    const server = await serve();
    const [one, other] = [await open(server), await open(server)];
    expect([await one.ask(), await other.ask(), await one.ask(), await other.ask(), await one.ask()]).toEqual(
      [true, true, true, false, false],
    );
    expect(await one.ask(about('a'))).toBe(true);
    expect(await other.ask(about('b', 'a'))).toBe(true);
    expect(await one.ask(about('c'))).toBe(false);
    expect(await other.ask(about('a'))).toBe(true);
  });

  it('are one limit for two processes that ask as fast as they can', async () => {
    const server = await serve();
    const program = fileURLToPath(new URL('take-process.ts', import.meta.url));
    const outputs = await Promise.all(
      [1, 2].map(() => promisify(execFile)(process.execPath, [program, server.url, '200'])),
    );
    const taken = outputs.map(({ stdout }) => JSON.parse(stdout) as [number, number]);
    expect(taken.map(([requests]) => requests).reduce((sum, each) => sum + each)).toBe(50);
    expect(taken.map(([, subjects]) => subjects).reduce((sum, each) => sum + each)).toBe(20);
  });

  it('count nothing of a refused request', async () => {
    const server = await serve();
    const { ask, howMany } = await open(server);
    expect(await ask({ departments: ['tax'], subjects: ['a', 'b'] })).toBe(true);
    for (let each = 0; each < 5; each += 1) expect(await ask({ subjects: ['c'] })).toBe(false);
    expect(await howMany({ departments: ['tax', 'tax'] })).toBe(2);
    expect(await howMany({ departments: ['water'] })).toBe(3);
  });

  it('cost one round trip, whatever a request asks', async () => {
    const server = await serve();
    const { ask } = await open(server);
    await ask({ subjects: ['a'] });
    const calls = () => Number(/cmdstat_evalsha:calls=(\d+)/.exec(server.say('info', 'commandstats'))?.[1]);
    const before = calls();
    await ask({ departments: ['tax', 'water', 'sasac', 'education'], subjects: ['a', 'b'] });
    expect(calls()).toBe(before + 1);
    await ask({ departments: [], subjects: [] });
    expect(calls()).toBe(before + 1);
  });

  it('leave no identifier of a subject or a clerk in Redis, and nothing that stays', async () => {
    const server = await serve();
    const { ask } = await open(server);
    await ask({ subjects: ['330199198108249802', '91330199MA2TC00107'] });
    const keys = server.say('keys', '*').split('\n');
    const held = keys.flatMap((each) =>
      each.startsWith('tongcha:subjects:')
        ? server.say('zrange', each, '0', '-1')
        : server.say('hgetall', each),
    );
    expect(keys).toHaveLength(3);
    expect(`${keys.join()} ${held.join()}`).not.toMatch(/3301991979|3301991981|MA2TC/);
    for (const each of keys) expect(Number(server.say('pttl', each))).toBeGreaterThan(0);
  });

  it('say the same as counts in memory', async () => {
    const server = await serve();
    const { quotas } = await open(server);
    const alone = openQuotas(
      { requests: [{ perHour: 3 }], subjectsPerHour: { default: 2 } },
      { kind: 'memory' },
    );
    const uses = ['a', 'b', 'c', 'a', 'd', 'a', 'b'].map((subject, index) => ({
      ...usual,
      departments: index % 2 === 0 ? ['tax'] : ['water'],
      subjects: [subject],
    }));
    for (const use of uses) expect(await told(quotas, use)).toEqual(await told(alone, use));
    expect(await told(quotas, { ...usual, subjects: ['x', 'y', 'z'] })).toEqual({
      kind: 'subjects',
      per: 'hour',
      limit: 2,
    });
  });

  it('let no more than the limit pass in any window, by the clock of Redis', async () => {
    const redis = await connect(await serve());
    const window = { name: 'hour', ms: 300 } as const;
    const limit = 5;
    const asked: Asked = {
      allowances: [{ kind: 'requests', key: '{u}:n', window, limit, department: 'tax', matter: null }],
      subjects: null,
    };
    const taken: { readonly before: number; readonly after: number }[] = [];
    let late = 0;
    while (taken.length < limit * 4) {
      const before = performance.now();
      const verdict = await takeShared(redis, asked);
      if (verdict.kind === 'taken') taken.push({ before, after: performance.now() });
      else {
        late += 1;
        const { retryMs } = verdict as Extract<Verdict, { kind: 'refused' }>;
        expect(retryMs).toBeGreaterThan(0);
        expect(retryMs).toBeLessThanOrEqual(window.ms * (1 + 1 / 60));
        // Half of the way, so that it is asked too early, too.
        await new Promise((resolve) => setTimeout(resolve, Math.ceil(Number(retryMs) / 2)));
      }
    }
    expect(late).toBeGreaterThan(3);
    for (const [index, { before }] of taken.entries()) {
      const next = taken[index + limit];
      // A millisecond for the clock of Redis, which is read in whole ones.
      if (next) expect(next.after - before).toBeGreaterThan(window.ms - 1);
    }
  });

  it('go on in memory when Redis is killed, from what this gateway let pass, and together when it is back', async () => {
    const server = await serve();
    const { redis, ask, howMany } = await open(server, { perHour: 10 });
    for (let each = 0; each < 4; each += 1) expect(await ask()).toBe(true);
    await server.kill();
    expect(await howMany()).toBe(6);
    const again = await serve(server.port);
    await until(() => redis.ping());
    expect(await ask()).toBe(false);
    expect(await ask({ departments: ['sasac'] })).toBe(true);
    expect(again.say('keys', '*sasac*')).not.toBe('');
  });

  it('refuse in memory and not in Redis what is refused while Redis is hung, and delay nobody for long', async () => {
    const server = await serve();
    const { redis, howMany } = await open(server);
    server.freeze();
    expect(await howMany()).toBe(3);
    server.thaw();
    await until(() => redis.ping());
    expect(await howMany()).toBe(0);
    // One request waited for Redis, and was carried out there when it woke; no other was sent.
    expect(server.say('hget', server.say('keys', '*tax*hour'), 'sum')).toBe('1');
  });

  it('are counted in memory where a key in Redis is taken by something else', async () => {
    const server = await serve();
    const { ask, howMany } = await open(server);
    await ask();
    const counter = server.say('keys', '*:tax:*');
    server.say('set', counter, 'something else');
    expect(await howMany()).toBe(2);
    expect(server.say('hget', server.say('keys', '*:water:*'), 'sum')).toBe('1');
  });

  it('bear a clock of Redis that jumps', async () => {
    const server = await serve();
    const { ask, howMany } = await open(server);
    const tax = { departments: ['tax'] };
    await ask(tax);
    const counter = server.say('keys', '*:tax:*');
    const slot = Number(server.say('hget', counter, 'from'));
    const put = (sum: number, at: number) => {
      server.say('del', counter);
      server.say('hset', counter, 'sum', String(sum), 'from', String(at), String(at), String(sum));
    };
    put(3, slot - 1_000_000);
    expect(await howMany(tax)).toBe(3);
    put(3, slot - 100);
    expect(await howMany(tax)).toBe(3);
    put(2, slot + 1_000);
    expect(await howMany(tax)).toBe(1);
    put(2, slot - 59);
    expect(await howMany(tax)).toBe(1);
  });

  it('begin anew when Redis is flushed', async () => {
    const server = await serve();
    const { howMany } = await open(server);
    expect(await howMany()).toBe(3);
    server.say('flushall');
    server.say('script', 'flush');
    expect(await howMany()).toBe(3);
  });
});

function about(...subjects: string[]) {
  return { departments: [], subjects };
}

/** What a use comes to: taken, or the quota that refuses it. */
function told(quotas: Quotas, use: QuotaUse): Promise<unknown> {
  return quotas.take(use).then(
    () => 'taken',
    ({ details }: { details: Record<string, unknown> }) => details['quota'],
  );
}
