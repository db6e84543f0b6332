import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openRedis, type Redis, type RedisOptions, type RedisState } from '#gateway/redis.ts';
import { type RedisServer, startRedis, until } from './redis-server.ts';

const increment = "return { redis.call('INCRBY', KEYS[1], ARGV[1]) }";

describe('the door to Redis', () => {
  const servers: RedisServer[] = [];
  const doors: Redis[] = [];
  const others: Server[] = [];
  afterEach(async () => {
    for (const door of doors.splice(0)) door.close();
    await Promise.all(servers.splice(0).map((server) => server.kill()));
    for (const other of others.splice(0)) other.close();
  });

  const serve = async (settings?: Readonly<Record<string, string>>, port?: number) => {
    const server = await startRedis(settings, port);
    servers.push(server);
    return server;
  };
  const open = (url: string, options: RedisOptions = {}) => {
    const told: RedisState[] = [];
    const redis = openRedis(url, { onChange: (state) => told.push(state), ...options });
    doors.push(redis);
    return { redis, told };
  };
  /** A listener that says the same to whoever comes, or nothing. */
  const listen = async (says: string) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      socket.on('data', () => void (says && socket.write(says)));
    });
    others.push(server);
    const close = server.close.bind(server);
    server.close = (done) => {
      for (const socket of sockets) socket.destroy();
      return close(done);
    };
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `redis://127.0.0.1:${(server.address() as { port: number }).port}`;
    return { url, came: () => sockets.size };
  };

  it('runs a script, also after Redis has forgotten it', async () => {
    const server = await serve();
    const { redis, told } = open(server.url);
    await until(() => redis.ping());
    expect(await redis.count(increment, ['n'], [3])).toEqual({ kind: 'counted', numbers: [3] });
    server.say('script', 'flush');
    expect(await redis.count(increment, ['n'], [4])).toEqual({ kind: 'counted', numbers: [7] });
    expect(told).toEqual([works]);
  });

  it('has no reply before there is a connection, and one when Redis has come', async () => {
    const server = await serve();
    await server.kill();
    const { redis, told } = open(server.url);
    expect(await redis.count(increment, ['n'], [1])).toEqual({ kind: 'unavailable' });
    expect(await redis.ping()).toBe(false);
    await until(() => told.length > 0);
    await serve({}, server.port);
    await countsSoon(redis);
    expect(told).toEqual([because('no-connection'), works]);
  });

  it('comes back by itself after Redis was killed, and tells each change once', async () => {
    const server = await serve();
    const { redis, told } = open(server.url);
    await countsSoon(redis);
    await server.kill();
    await until(() => told.length > 1);
    for (let each = 0; each < 20; each += 1)
      expect(await redis.count(increment, ['n'], [1])).toEqual({ kind: 'unavailable' });
    await serve({}, server.port);
    await countsSoon(redis);
    expect(told).toEqual([works, because('no-connection'), works]);
  });

  it('waits for a hung Redis once, then asks it nothing until it answers', async () => {
    const server = await serve();
    const { redis, told } = open(server.url);
    await countsSoon(redis);
    server.freeze();
    expect(await redis.count(increment, ['n'], [1])).toEqual({ kind: 'unavailable' });
    const atOnce = Promise.all(Array.from({ length: 100 }, () => redis.count(increment, ['n'], [1])));
    const first = await Promise.race([atOnce, new Promise((resolve) => setImmediate(resolve, 'later'))]);
    expect(first).toEqual(Array.from({ length: 100 }, () => ({ kind: 'unavailable' })));
    server.thaw();
    await countsSoon(redis);
    expect(told).toEqual([works, because('too-slow'), works]);
    expect(Number(server.say('get', 'n'))).toBeLessThanOrEqual(3);
  });

  it('hears a reply that came in time, however busy this process was', async () => {
    const server = await serve();
    const { redis, told } = open(server.url, { boundMs: 20 });
    await countsSoon(redis);
    const reply = redis.count(increment, ['n'], [1]);
    // Lets the command leave, then keeps this process from all else for much longer than the bound.
    await new Promise((resolve) => setImmediate(resolve));
    const busyUntil = performance.now() + 100;
    while (performance.now() < busyUntil);
    expect(await reply).toEqual({ kind: 'counted', numbers: [2] });
    expect(told).toEqual([works]);
  });

  it('makes another connection when one stays silent', async () => {
    const { url, came } = await listen('');
    const { redis, told } = open(url);
    await until(() => came() > 1);
    expect(await redis.ping()).toBe(false);
    expect(told).toEqual([because('no-connection')]);
  });

  it('takes what is no Redis for none', async () => {
    const { redis, told } = open((await listen('HTTP/1.1 400 Bad Request\r\n\r\n')).url);
    await until(() => told.length > 0);
    expect(await redis.count(increment, ['n'], [1])).toEqual({ kind: 'unavailable' });
    expect(told).toEqual([because('unexpected-reply')]);
  });

  it('tells that access was refused, and works once it is given', async () => {
    const server = await serve({ requirepass: 'right' });
    const { redis, told } = open(`redis://:wrong@127.0.0.1:${server.port}`);
    await until(() => told.length > 0);
    expect(await redis.count(increment, ['n'], [1])).toEqual({ kind: 'unavailable' });
    server.say('config', 'set', 'requirepass', 'wrong');
    await countsSoon(redis);
    expect(told).toEqual([because('access-refused'), works]);
  });

  it('reads the password from the address or a file', async () => {
    const server = await serve({ requirepass: 'right' });
    await countsSoon(open(server.url).redis);
    const folder = mkdtempSync(join(tmpdir(), 'tongcha-redis-password-'));
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, 'right\n');
    const { redis } = open(`redis://127.0.0.1:${server.port}`, { passwordFile });
    rmSync(folder, { recursive: true });
    await countsSoon(redis);
  });

  it('tells of a full Redis once, though it answers, and of its end', async () => {
    const server = await serve();
    const { redis, told } = open(server.url);
    await countsSoon(redis);
    server.say('config', 'set', 'maxmemory', '1');
    for (let each = 0; each < 3; each += 1) {
      expect(await redis.count(increment, ['n'], [1])).toEqual({ kind: 'unavailable' });
      expect(await redis.ping()).toBe(true);
    }
    server.say('config', 'set', 'maxmemory', '0');
    await countsSoon(redis);
    expect(told).toEqual([works, because('full'), works]);
  });

  it('tells of a master that became a replica once, through all its reconnections', async () => {
    const server = await serve();
    const { redis, told } = open(server.url);
    await countsSoon(redis);
    server.say('replicaof', '127.0.0.1', '1');
    for (let each = 0; each < 3; each += 1) {
      await until(() => redis.ping());
      expect(await redis.count(increment, ['n'], [1])).toEqual({ kind: 'unavailable' });
    }
    server.say('replicaof', 'no', 'one');
    await countsSoon(redis);
    expect(told).toEqual([works, because('read-only'), works]);
  });

  it('takes a reply that is not of numbers, or a script that fails, for none', async () => {
    const server = await serve();
    const { redis, told } = open(server.url);
    await until(() => redis.ping());
    expect(await redis.count("return 'seven'", [], [])).toEqual({ kind: 'unavailable' });
    expect(await redis.count('return nothing.at.all', [], [])).toEqual({ kind: 'unavailable' });
    expect(told).toEqual([works, because('unexpected-reply')]);
    await countsSoon(redis);
  });

  it('says nothing more once it is closed', async () => {
    const server = await serve();
    const { redis, told } = open(server.url);
    await countsSoon(redis);
    redis.close();
    await server.kill();
    expect(await redis.count(increment, ['n'], [1])).toEqual({ kind: 'unavailable' });
    expect(told).toEqual([works]);
  });
});

const works = { kind: 'available' };

function because(why: string) {
  return { kind: 'unavailable', why };
}

function countsSoon(redis: Redis): Promise<void> {
  return until(async () => (await redis.count(increment, ['n'], [1])).kind === 'counted');
}
