import { commitmentsUnder, digestOf, type Leaf, leavesOf, saltsOf } from './proof/commitments.ts';
import { inclusionPath } from './proof/paths.ts';
import type { Receipt, ReceiptEntry, ReceiptValue } from './receipt.ts';
import type { LogReader, Row } from './store/store.ts';

/** A receipt, or why there can't be one. */
export type Proved =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'not recorded' }
  /** Its entries are newer than the newest checkpoint. */
  | { readonly kind: 'not covered yet' };

/** Of which entries a receipt is made: all of a trace, or those of one of its parts. */
export type Proving = { readonly trace: string; readonly part: number | null };

/**
 * Makes the receipt for entries in a log, under its newest checkpoint. With the data of the answer the receipt names the
 * place of each value, so that its holder can take out the salts of what is to stay hidden.
 */
export async function prove(reader: LogReader, proving: Proving, data?: unknown): Promise<Proved> {
  const rows = await rowsOf(reader, proving);
  const last = rows.at(-1);
  if (!last) return { kind: 'not recorded' };
  const checkpoint = (await reader.checkpoints()).at(-1);
  if (!checkpoint || checkpoint.size <= last.seq) return { kind: 'not covered yet' };
  const hashes = await reader.hashes(checkpoint.size);
  const leaves = data === undefined ? null : leavesOf(data);
  const entries: ReceiptEntry[] = [];
  for (const row of rows) {
    const values = await valuesOf(reader, row, leaves);
    entries.push({
      index: row.seq,
      text: row.text,
      path: inclusionPath(row.seq, hashes),
      ...(values && { values }),
    });
  }
  return {
    kind: 'receipt',
    receipt: { format: 'tongcha-receipt/1', log: reader.log, checkpoint: checkpoint.note, entries },
  };
}

/** In their order, however many the trace has. */
async function rowsOf(reader: LogReader, { trace, part }: Proving): Promise<readonly Row[]> {
  const newestFirst: Row[] = [];
  for (let before: number | undefined; ; ) {
    const rows = await reader.find({ trace, limit: rowsAtATime, ...(before !== undefined && { before }) });
    newestFirst.push(...rows.filter((row) => part === null || partOf(row) === part));
    before = rows.at(-1)?.seq;
    if (rows.length < rowsAtATime) return newestFirst.reverse();
  }
}

const rowsAtATime = 1_000;

function partOf({ text }: Row): number {
  const { part = 0 } = JSON.parse(text) as { part?: number };
  return part;
}

async function valuesOf(
  reader: LogReader,
  { seq, text }: Row,
  leaves: readonly Leaf[] | null,
): Promise<readonly ReceiptValue[] | null> {
  const { values } = JSON.parse(text) as { values?: { count: number; digest: string } };
  const seed = values ? await reader.seed(seq) : null;
  if (!values || seed === null) return null;
  const salts = saltsOf(seed, values.count);
  const commitments = leaves?.length === values.count ? commitmentsUnder(seed, leaves) : null;
  // Values that aren't those that were given have no place in the receipt.
  if (!leaves || !commitments || digestOf(commitments) !== values.digest)
    return salts.map((salt) => ({ salt }));
  return leaves.map(({ path }, at) => ({ path, salt: salts[at] ?? '', commitment: commitments[at] ?? '' }));
}
