import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Group, heldElsewhere, type Row, type Store, split } from './store.ts';

/** Keeps a log in PostgreSQL, which may hold many: each has its name in the first column of each table. */
export function postgresStore(url: string, log: string): Store {
  let client: pg.Client | null = null;
  const current = (): pg.Client => {
    if (!client) throw new Error('the store is not open');
    return client;
  };
  const close = async () => {
    const ended = client;
    client = null;
    // A server that is out of reach can't say goodbye.
    await Promise.race([ended?.end().catch(() => undefined), pause(goodbyeMs)]);
  };
  return {
    open: async () => {
      client = await connected(url);
      await hold(client, log);
      await client.query(tables);
    },
    newest: () => newestOf(current(), log),
    write: async (group) => {
      await current().query({ name: 'write', text: write, values: [...valuesOf(group, log)] });
    },
    close,
  };
}

/** A connection to PostgreSQL. */
export type Connection = pg.Client;

/** A connection that gives up on what doesn't answer. A 64-bit number arrives as a number. */
export async function connected(url: string): Promise<Connection> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 3_000,
    query_timeout: 5_000,
    keepAlive: true,
    application_name: 'tongcha journal',
    types: { getTypeParser: parserOf },
  });
  // Without a listener a dropped connection would end the process; the next query reports it instead.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** 64-bit numbers arrive as text by default; a log's fit a JavaScript number. */
const parserOf = (type: Parameters<typeof pg.types.getTypeParser>[0]) =>
  type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type);

async function hold(client: pg.Client, log: string): Promise<void> {
  // The server frees it with the session.
  const { rows } = await client.query<{ took: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as took',
    [`tongcha-journal/1 ${log}`],
  );
  if (!rows[0]?.took) throw heldElsewhere(log);
  await client.query('set synchronous_commit = on');
  // So that the server soon gives up the session, and with it the lock, of a writer that it can't reach any more.
  await client.query(
    'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3',
  );
}

const goodbyeMs = 1_000;

// Several gateways may come here at once: "if not exists" alone would let them collide.
const tables = `
  begin;
  select pg_advisory_xact_lock(hashtextextended('tongcha-journal/1 tables', 0));
  create table if not exists journal_entries (
    log text collate "C" not null, seq bigint not null, kind text not null, trace text collate "C", time bigint not null,
    text text not null, hash text not null, primary key (log, seq)
  );
  create index if not exists journal_entries_by_trace on journal_entries (log, trace) where trace is not null;
  create index if not exists journal_entries_by_kind on journal_entries (log, kind, seq)
    where kind not in ('INTENT', 'OUTCOME');
  create table if not exists journal_subjects (
    log text collate "C" not null, subject text collate "C" not null, seq bigint not null, primary key (log, subject, seq)
  );
  create table if not exists journal_checkpoints (
    log text collate "C" not null, size bigint not null, time bigint not null, note text not null, frontier text not null,
    primary key (log, size)
  );
  create table if not exists journal_salts (
    log text collate "C" not null, seq bigint not null, seed text not null, primary key (log, seq)
  );
  commit;
`;

// One statement is one transaction and one round trip.
const write = `
  with written as (
    insert into journal_entries (log, seq, kind, trace, time, text, hash)
    select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[])
  ), found as (
    insert into journal_subjects (log, subject, seq) select $1, * from unnest($8::text[], $9::bigint[])
  ), salted as (
    insert into journal_salts (log, seq, seed) select $1, * from unnest($10::bigint[], $11::text[])
  )
  insert into journal_checkpoints (log, size, time, note, frontier)
  select $1, * from unnest($12::bigint[], $13::bigint[], $14::text[], $15::text[])
`;

function valuesOf({ entries, checkpoint }: Group, log: string): readonly unknown[] {
  const subjects = entries.flatMap(({ subjects: each, seq }) =>
    each.map((subject) => [subject, seq] as const),
  );
  const seeds = entries.flatMap(({ seq, seed }) => (seed === null ? [] : [[seq, seed] as const]));
  const checkpoints = checkpoint ? [checkpoint] : [];
  return [
    log,
    entries.map(({ seq }) => seq),
    entries.map(({ kind }) => kind),
    entries.map(({ trace }) => trace),
    entries.map(({ time }) => time),
    entries.map(({ text }) => text),
    entries.map(({ hash }) => hash),
    subjects.map(([subject]) => subject),
    subjects.map(([, seq]) => seq),
    seeds.map(([seq]) => seq),
    seeds.map(([, seed]) => seed),
    checkpoints.map(({ size }) => size),
    checkpoints.map(({ time }) => time),
    checkpoints.map(({ note }) => note),
    checkpoints.map(({ frontier }) => frontier.join(',')),
  ];
}

async function newestOf(client: pg.Client, log: string) {
  const found = await client.query<{ size: number; time: number; note: string; frontier: string }>(
    'select size, time, note, frontier from journal_checkpoints where log = $1 order by size desc limit 1',
    [log],
  );
  const [newest] = found.rows;
  const checkpoint = newest ? { ...newest, frontier: split(newest.frontier) } : null;
  // One row before the checkpoint too: what comes next is tied to it.
  const from = Math.max(0, (checkpoint?.size ?? 0) - 1);
  const { rows } = await client.query<Row>(
    'select seq, kind, trace, time, text, hash from journal_entries where log = $1 and seq >= $2 order by seq',
    [log, from],
  );
  return { checkpoint, rows };
}
