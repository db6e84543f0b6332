/** Where a Redis is and how it is reached: one node, the masters that Sentinels name, or a Cluster. */
export type RedisAddress = {
  readonly kind: 'single' | 'sentinel' | 'cluster';
  readonly nodes: readonly RedisNode[];
  readonly isEncrypted: boolean;
  readonly username: string | null;
  readonly password: string | null;
  readonly database: number;
  /** The name under which Sentinels know the master; empty for the others. */
  readonly group: string;
};

export type RedisNode = { readonly host: string; readonly port: number };

/**
 * Reads `redis://user:password@host:port/database`, `redis-sentinel://host:port,host:port/name` and
 * `redis-cluster://host:port,host:port`, each also with `rediss` for TLS. Throws an Error that never quotes the address:
 * it may hold a password.
 */
export function readRedisAddress(url: string): RedisAddress {
  const [, scheme, variant, user = '', hosts = '', path = ''] = form.exec(url) ?? [];
  if (scheme === undefined) throw problem('begins with no redis://, redis-sentinel:// or redis-cluster://');
  const kind = variant === '-sentinel' ? 'sentinel' : variant === '-cluster' ? 'cluster' : 'single';
  const nodes = hosts.split(',').map((host) => nodeOf(host, kind === 'sentinel' ? 26_379 : 6_379));
  if (kind === 'single' && nodes.length > 1)
    throw problem('has several nodes: say redis-sentinel:// or redis-cluster://');
  if (kind === 'sentinel' && path === '') throw problem('needs the name of the master: …/name');
  if (kind === 'cluster' && path !== '') throw problem('has a path, but a Cluster has no numbered databases');
  const database = kind === 'single' ? Number(path) : 0;
  if (!Number.isInteger(database)) throw problem('has a path that is no number of a database');
  const [username, password] = credentialsOf(user);
  const group = kind === 'sentinel' ? path : '';
  return { kind, nodes, isEncrypted: scheme === 'rediss', username, password, database, group };
}

const form = /^(rediss?)(-sentinel|-cluster)?:\/\/(?:([^@/]*)@)?([^/?#@]+)(?:\/([^/?#]*))?$/;

function nodeOf(text: string, usualPort: number): RedisNode {
  const [, host, port = String(usualPort)] = /^(\[[\da-fA-F:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535 || Number(port) === 0)
    throw problem('has a node that is not host:port');
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/** One word alone is the password of the default user, as with a colon before it. */
function credentialsOf(user: string): readonly [string | null, string | null] {
  if (user === '') return [null, null];
  const colon = user.indexOf(':');
  const [name, secret] = colon < 0 ? ['', user] : [user.slice(0, colon), user.slice(colon + 1)];
  try {
    return [decodeURIComponent(name) || null, decodeURIComponent(secret) || null];
  } catch {
    throw problem('has a user or password that is not percent-encoded');
  }
}

function problem(what: string): Error {
  return new Error(`The address of Redis ${what}.`);
}
