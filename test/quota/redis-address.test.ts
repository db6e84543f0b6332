import { describe, expect, it } from 'vitest';
import { openRedis } from '#gateway/redis.ts';
import { readRedisAddress } from '#gateway/redis-address.ts';

describe('the address of Redis', () => {
  it('is one node, with the usual port and database unless it says others', () => {
    expect(readRedisAddress('redis://redis.internal')).toEqual({
      kind: 'single',
      nodes: [{ host: 'redis.internal', port: 6379 }],
      isEncrypted: false,
      username: null,
      password: null,
      database: 0,
      group: '',
    });
    expect(readRedisAddress('rediss://tongcha:p%40ss@[::1]:6380/3')).toMatchObject({
      nodes: [{ host: '::1', port: 6380 }],
      isEncrypted: true,
      username: 'tongcha',
      password: 'p@ss',
      database: 3,
    });
  });

  it('is the Sentinels and the name of their master', () => {
    expect(readRedisAddress('redis-sentinel://:word@one:1,two/main')).toMatchObject({
      kind: 'sentinel',
      nodes: [
        { host: 'one', port: 1 },
        { host: 'two', port: 26_379 },
      ],
      password: 'word',
      group: 'main',
    });
  });

  it('is the nodes of a Cluster', () => {
    expect(readRedisAddress('rediss-cluster://one:7000,two:7001')).toMatchObject({
      kind: 'cluster',
      nodes: [
        { host: 'one', port: 7000 },
        { host: 'two', port: 7001 },
      ],
      isEncrypted: true,
    });
  });

  it.each([
    ['http://:hush@redis', 'begins with no redis://'],
    ['redis://:hush@one,two', 'has several nodes'],
    ['redis-sentinel://:hush@one:1', 'needs the name of the master'],
    ['redis-cluster://:hush@one:1/2', 'no numbered databases'],
    ['redis://:hush@one/first', 'no number of a database'],
    ['redis://:hush@one:70000', 'not host:port'],
    ['redis://:hush%@one', 'percent-encoded'],
    ['', 'begins with no redis://'],
  ])('is told to be wrong without being quoted: %s', (url, words) => {
    expect(() => openRedis(url)).toThrow(words);
    expect(() => openRedis(url)).not.toThrow('hush');
  });
});
