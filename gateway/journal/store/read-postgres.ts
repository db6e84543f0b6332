import { type Connection, connected } from './postgres.ts';
import { type LogReader, type Row, type StoredCheckpoint, type StoredSearch, split } from './store.ts';

/** Reads a log in PostgreSQL. */
export async function postgresReader(url: string, log: string): Promise<LogReader> {
  const client = await connected(url);
  return {
    log,
    // Its tables have no other format, and keep each log by its name.
    isLog: async () => true,
    size: () => sizeOf(client, log),
    find: (search) => found(client, log, search),
    rows: () => rowsOf(client, log),
    async hashes(size) {
      const query = 'select hash from journal_entries where log = $1 and seq < $2 order by seq';
      const { rows } = await client.query<{ hash: string }>(query, [log, size]);
      return rows.map(({ hash }) => hash);
    },
    checkpoints: () => checkpointsOf(client, log),
    subjects: () => subjectsOf(client, log),
    async seed(seq) {
      const query = 'select seed from journal_salts where log = $1 and seq = $2';
      const { rows } = await client.query<{ seed: string }>(query, [log, seq]);
      return rows[0]?.seed ?? null;
    },
    async still(work) {
      await client.query('begin isolation level repeatable read read only');
      try {
        return await work();
      } finally {
        await client.query('commit');
      }
    },
    close: () => client.end(),
  };
}

/** The names of the logs that a PostgreSQL holds. */
export async function postgresLogs(url: string): Promise<readonly string[]> {
  const client = await connected(url);
  try {
    const query =
      'select log from journal_entries where seq = 0 union select log from journal_checkpoints order by log';
    const { rows } = await client.query<{ log: string }>(query);
    return rows.map(({ log }) => log);
  } finally {
    await client.end();
  }
}

const rowsAtATime = 5_000;

async function sizeOf(client: Connection, log: string): Promise<number> {
  const query = 'select coalesce(max(seq), -1) + 1 as size from journal_entries where log = $1';
  const { rows } = await client.query<{ size: number }>(query, [log]);
  return rows[0]?.size ?? 0;
}

/** Pages by number: a row of a number that is there twice, which no index would allow, would still be seen on its page. */
async function* rowsOf(client: Connection, log: string): AsyncGenerator<readonly Row[]> {
  for (let from = -1, last = -1; ; from = last) {
    const { rows } = await client.query<Row>(
      `select seq, kind, trace, time, text, hash from journal_entries where log = $1 and seq > $2 order by seq limit ${rowsAtATime}`,
      [log, from],
    );
    if (rows.length > 0) yield rows;
    last = rows.at(-1)?.seq ?? last;
    if (rows.length < rowsAtATime) return;
  }
}

async function checkpointsOf(client: Connection, log: string): Promise<readonly StoredCheckpoint[]> {
  const { rows } = await client.query<Omit<StoredCheckpoint, 'frontier'> & { frontier: string }>(
    'select size, time, note, frontier from journal_checkpoints where log = $1 order by size',
    [log],
  );
  return rows.map((row) => ({ ...row, frontier: split(row.frontier) }));
}

async function* subjectsOf(
  client: Connection,
  log: string,
): AsyncGenerator<readonly (readonly [string, number])[]> {
  for (let last: readonly [string, number] = ['', -1]; ; ) {
    const { rows } = await client.query<{ subject: string; seq: number }>(
      `select subject, seq from journal_subjects where log = $1 and (subject, seq) > ($2, $3) order by subject, seq limit ${rowsAtATime}`,
      [log, ...last],
    );
    yield rows.map(({ subject, seq }) => [subject, seq] as const);
    const final = rows.at(-1);
    if (!final || rows.length < rowsAtATime) return;
    last = [final.subject, final.seq];
  }
}

async function found(client: Connection, log: string, search: StoredSearch): Promise<readonly Row[]> {
  const { trace = null, subjects = null, kind = null, before = null, limit } = search;
  const conditions = [
    'log = $1',
    ...(trace === null ? [] : ['trace = $2']),
    ...(kind === null ? [] : ['kind = $3']),
    ...(before === null ? [] : ['seq < $4']),
    ...(subjects === null
      ? []
      : ['seq in (select seq from journal_subjects where log = $1 and subject = any($5))']),
  ];
  // Each parameter needs a type, those too that no condition uses.
  const { rows } = await client.query<Row>(
    `with given as (select $2::text, $3::text, $4::bigint, $5::text[])
     select seq, kind, trace, time, text, hash from journal_entries where ${conditions.join(' and ')} order by seq desc limit $6`,
    [log, trace, kind, before, subjects, limit],
  );
  return rows;
}
