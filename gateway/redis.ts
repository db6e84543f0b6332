import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Cluster, Redis as Single } from 'ioredis';
import { type RedisAddress, readRedisAddress } from './redis-address.ts';
import { type RedisState, TooSlow, watchHealth, whyOf } from './redis-health.ts';
import { backoffMs, restOf } from './redis-rest.ts';

// The door to ioredis. Redis is a convenience here, never a condition: whatever happens to it, who asks hears within
// the bound either a reply or that there is none, and decides for itself what to do without.

/** The way to a Redis. Nothing here throws or rejects, and nobody waits longer than the bound. */
export type Redis = {
  /** Runs a script over keys of one slot; it must reply with whole numbers. An abandoned one may still be carried out. */
  count(lua: string, keys: readonly string[], values: readonly (string | number)[]): Promise<Counted>;
  /** Whether it answers; of a Cluster, every master that there is a connection to. */
  ping(): Promise<boolean>;
  close(): void;
};

export type Counted =
  | { readonly kind: 'counted'; readonly numbers: readonly number[] }
  | { readonly kind: 'unavailable' };

export type { RedisState };

export type RedisOptions = {
  /** A file with the password, in place of one in the address. */
  readonly passwordFile?: string;
  /** What a command may take at most. */
  readonly boundMs?: number;
  /** Told once of every change, from the first on; never of a key, a value or an address. */
  readonly onChange?: (state: RedisState) => void;
};

/** Opens the way to a Redis, whether it is there yet or not; throws an Error for an address or password file that is none. */
export function openRedis(url: string, options: RedisOptions = {}): Redis {
  const { passwordFile, boundMs = 50, onChange = () => undefined } = options;
  const address = readRedisAddress(url);
  const password = passwordFile ? readFileSync(passwordFile, 'utf8').trim() : address.password;
  const client = connect({ ...address, password });
  const health = watchHealth(onChange);
  const rest = restOf(async () => {
    const isThere = client.status === 'ready' && (await within(pingAll(client), boundMs));
    if (isThere) health.answers();
    return isThere;
  });
  const ask = async <T>(command: () => Promise<T>): Promise<{ readonly reply: T } | null> => {
    if (client.status !== 'ready' || rest.isOn()) return null;
    try {
      return { reply: await within(command(), boundMs) };
    } catch (error) {
      const why = whyOf(error);
      health.fails(why);
      if (why === 'too-slow' || why === 'no-connection') rest.begin();
      return null;
    }
  };

  client.on('error', (error: Error) => health.fails(whyOf(error)));
  client.on('close', () => health.fails('no-connection'));
  client.on('ready', () => {
    rest.end();
    health.answers();
  });
  return {
    async count(lua, keys, values) {
      const replied = await ask(() => evaluate(client, lua, [keys.length, ...keys, ...values]));
      if (!replied) return unavailable;
      const { reply } = replied;
      if (!isNumbers(reply)) {
        health.fails('unexpected-reply');
        return unavailable;
      }
      health.works();
      return { kind: 'counted', numbers: reply };
    },
    ping: async () => (await ask(() => pingAll(client))) !== null,
    close() {
      health.close();
      rest.close();
      client.disconnect();
    },
  };
}

const unavailable: Counted = { kind: 'unavailable' };

type Client = Single | Cluster;

function connect(address: RedisAddress): Client {
  const { kind, nodes, isEncrypted, username, password, database, group } = address;
  const each = {
    // All that is needed of RESP3 is nothing, and some proxies close the connection on its HELLO.
    protocol: 2 as const,
    disableClientInfo: true,
    autoResendUnfulfilledCommands: false,
    // Whoever waits at a lost connection is told at once.
    maxRetriesPerRequest: 0,
    connectTimeout: silenceMs,
    socketTimeout: silenceMs,
    // A master that became a replica: its address, or the Sentinels, may lead to the new one by now.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
    ...(username !== null && { username }),
    ...(password !== null && { password }),
    ...(isEncrypted && { tls: {} }),
  };
  const alone = { ...each, db: database, enableOfflineQueue: false, retryStrategy: backoffMs };
  const [first] = nodes;
  if (kind === 'cluster')
    return new Cluster([...nodes], {
      redisOptions: each,
      enableOfflineQueue: false,
      clusterRetryStrategy: backoffMs,
      // Again at once and seldom: who asked has given up soon, and what is carried out after that counts twice.
      maxRedirections: 4,
      retryDelayOnFailover: 10,
      retryDelayOnTryAgain: 10,
      retryDelayOnClusterDown: 0,
      slotsRefreshTimeout: silenceMs,
      // Names of nodes are for certificates; addresses that they resolve to would not match those.
      ...(isEncrypted && { dnsLookup: (host, callback) => callback(null, host) }),
    });
  if (kind === 'sentinel')
    return new Single({
      ...alone,
      sentinels: [...nodes],
      name: group,
      sentinelRetryStrategy: backoffMs,
      sentinelCommandTimeout: silenceMs,
      failoverDetector: true,
      ...(isEncrypted && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
    });
  return new Single({ ...alone, ...first });
}

/** After so long a silence a connection is taken for dead, and another is made. */
const silenceMs = 2_000;

async function evaluate(
  client: Client,
  lua: string,
  given: readonly [number, ...(string | number)[]],
): Promise<unknown> {
  try {
    return await client.evalsha(shaOf(lua), ...given);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return client.eval(lua, ...given);
  }
}

const shas = new Map<string, string>();

function shaOf(lua: string): string {
  const known = shas.get(lua) ?? createHash('sha1').update(lua).digest('hex');
  shas.set(lua, known);
  return known;
}

async function pingAll(client: Client): Promise<true> {
  const masters = client instanceof Cluster ? client.nodes('master') : [client];
  await Promise.all(masters.map((master) => master.ping()));
  return true;
}

function isNumbers(reply: unknown): reply is readonly number[] {
  return Array.isArray(reply) && reply.every((each) => typeof each === 'number');
}

/** What a command replies, if it does so within the bound. */
function within<T>(reply: Promise<T>, boundMs: number): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  // A reply that came while this process was busy is read first: timers go before sockets.
  const timer = setTimeout(() => setImmediate(() => reject(new TooSlow())), boundMs);
  reply.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}
