import type { ReceiptCheck } from '../check-receipt.ts';
import type { Finding, Verdict } from '../verify/findings.ts';
import type { Verification } from '../verify/verify.ts';
import type { Asked } from './arguments.ts';
import type { Progress } from './work.ts';

export const help = `npm run journal -- <what to do> [options]

  verify                   whether the logs are whole; names the first wrong row and what is wrong with it
  witness                  the newest checkpoint of each log, to be kept elsewhere and given to --remembered later
  prove <trace>            a receipt for the entries of a trace, to stdout
  verify-receipt <file>    whether a receipt is right; needs the public key alone, no log
  explain <trace>          who asked what for which matter, and what was given
  who-saw <subject>        who looked when, and for which matter, at a citizen number or credit code

  --store PLACE            a folder of logs, the file of one, or postgres://…; otherwise var/journal
  --log NAME               one log of the store
  --keys FOLDER            the journal's keys, retired ones in FOLDER/retired; otherwise var/journal-keys
  --public-key FILE        the public key alone (JWK, or a set of them), for verify and verify-receipt
  --remembered FILE        checkpoints that were kept elsewhere; may be given several times
  --values FILE            the answer, or its data, as JSON: prove names each value's place, verify-receipt checks them
  --part N                 of a trace with several operations, prove and verify-receipt are about this one, from 0
  --as-department NAME     explain and who-saw show only what the department was asked for or is a source of
  --lang en|zh             the language of explain and who-saw
  --json                   for machines
  -h, --help               this text

explain, who-saw and prove are recorded themselves, in the log "reads" of the same store, before anything is shown.

Exit code: 0 in order · 1 tampered with · 2 incomplete, or not there · 3 signed with a key that isn't known · 64 wrong use ·
70 can't be done
`;

/** What to say to wrong arguments. */
export function wrongArguments({ problem }: Extract<Asked, { kind: 'wrong' }>): string {
  return `${problem}; "npm run journal -- --help" says what there is`;
}

/** What a log came out as, in lines. */
export function verificationLines({ log, verdict, ...rest }: Verification): string {
  const { entries, checkpoints, covered, interrupted, underWay, findings } = rest;
  const counts = [
    `${entries} entries`,
    `${checkpoints} checkpoints`,
    ...(covered < entries ? [`${entries - covered} entries after the last checkpoint`] : []),
    ...(interrupted > 0 ? [`${interrupted} intents ended with their process`] : []),
    ...(underWay > 0 ? [`${underWay} may be under way`] : []),
  ];
  return [
    `${log}: ${verdict} (${counts.join(', ')})`,
    ...findings.map((finding) => `  ${findingLine(finding)}`),
  ].join('\n');
}

/** What a receipt shows that is right: its entries, and in which of them the values were given that it was checked against. */
export function receiptLine(check: Extract<ReceiptCheck, { kind: 'right' }>): string {
  const { entries, valuesShown, opened, unopened } = check;
  const places = entries.map(({ log, index, kind }) => `${kind} ${log} ${index}`).join(', ');
  if (opened.length === 0) return `the receipt is right: ${places}`;
  const others = unopened.length > 0 ? `; not opened by them: ${entriesOf(unopened)}` : '';
  return `the receipt is right: ${places}; ${valuesShown} values are those that were given in ${entriesOf(opened)}${others}`;
}

/** Where nothing is recorded that could be proved. */
export function notRecorded({ trace, part }: Extract<Asked, { kind: 'prove' }>): string {
  return `no log has entries of ${trace}${part === null ? '' : `, part ${part}`}`;
}

/** The worst of several verdicts decides. */
export function exitCode(verdicts: readonly Verdict[]): number {
  const worst = (['tampered', 'unknown key', 'incomplete'] as const).find((verdict) =>
    verdicts.includes(verdict),
  );
  return worst === undefined ? 0 : codes[worst];
}

/** What a verdict is to whoever called the command. */
export const codes = {
  tampered: 1,
  incomplete: 2,
  'unknown key': 3,
  'wrong use': 64,
  'not done': 70,
} as const;

/** Draws on a terminal how many entries have been read. */
export function progressOn(stderr: NodeJS.WriteStream, log: string): Progress {
  let drawn = 0;
  return {
    read(entries) {
      if (!stderr.isTTY || performance.now() - drawn < 100) return;
      drawn = performance.now();
      stderr.write(`\r\u001B[K${log}: ${entries} entries`);
    },
    done() {
      if (drawn > 0) stderr.write('\r\u001B[K');
    },
  };
}

function entriesOf(indexes: readonly number[]): string {
  return `${indexes.length === 1 ? 'entry' : 'entries'} ${indexes.join(', ')}`;
}

/** `REPLACED at entry 17: …` */
function findingLine({ kind, from, to, what }: Finding): string {
  const place =
    from === null ? '' : from === to ? ` at entry ${from}` : ` somewhere in entries ${from} to ${to}`;
  return `${kind}${place}: ${what}`;
}
