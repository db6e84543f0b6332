import { DatabaseSync } from 'node:sqlite';
import { type Members, tamper } from './logs.ts';
import { leafHash } from './second-proof.ts';

/** An attack on a log's file by SQL. */
export function sql(...statements: readonly string[]) {
  return (log: string): void => tamper(log, ...statements);
}

/** Each of two entries where the other stood. */
export function swapped(one: number, other: number) {
  return sql(numbered(one, -1), numbered(other, one), numbered(-1, other));
}

function numbered(from: number, to: number): string {
  return `update entries set seq = ${to} where seq = ${from}`;
}

/** An entry twice, in a table that allows it. */
export function doubled(seq: number) {
  return sql(
    'create table copy as select * from entries',
    `insert into copy select * from entries where seq = ${seq}`,
    'drop table entries',
    'alter table copy rename to entries',
  );
}

/** Puts another entry in the place of one, with a hash that fits it. */
export function replacedAt(seq: number) {
  return (log: string): void => {
    const database = new DatabaseSync(log);
    const was = database.prepare('select text from entries where seq = ?').get(seq);
    const text = String(was?.['text']).replace('clerk', 'klerk');
    const hash = leafHash(text).toString('hex');
    database.prepare('update entries set text = ?, hash = ? where seq = ?').run(text, hash, seq);
    database.close();
  };
}

/** What somebody changes of a log who makes all of it anew. */
export type Change = (entries: Members[]) => Members[];

/** Other members in one entry. */
export function editedAt(seq: number, change: Members): Change {
  return (entries) => entries.map((entry, at) => (at === seq ? { ...entry, ...change } : entry));
}

/** Entries left out. */
export function without(...dropped: readonly number[]): Change {
  return (entries) => entries.filter((_, seq) => !dropped.includes(seq));
}
