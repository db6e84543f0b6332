import type { Asked } from './arguments.ts';
import type { Listener, Refusal, Summary } from './load-table.ts';
import { Unusable } from './unusable.ts';

export const help = `npm run load -- <department> <file.csv> [options]

Loads a CSV file (UTF-8, comma-separated, one header row) into one table of a department's register. A running
department shows the new rows at once. Every row is checked: required cells, types, enum values, identifiers and their
check digits, keys that occur twice or that the register holds already. All or nothing is written, in one transaction.

  --mapping FILE      the mapping (YAML); otherwise subgraphs/<department>/load/<name of the CSV>.yaml
  --replace           empty the table first
  --dry-run           check everything, write nothing
  --accept-refused    write the good rows although others are refused
  -h, --help          this text

A mapping:
  table: centralEnterprise
  nulls: ['\\N']                    cells that mean "empty" (optional)
  columns:
    name: name                     a column of the table: a column of the file
    level: { from: 层次, values: { 本科: UNDERGRADUATE }, default: OTHER }
    kind: { constant: HIGHER }

The register is where the department's is: TONGCHA_REGISTER_<NAME>, TONGCHA_REGISTERS, else var/registers/.
Refused rows go to stderr, one reason a line; the summary goes to stdout.

Exit code: 0 done as asked · 1 rows were refused and nothing was written · 2 the arguments, the mapping, the file or
the register can't be used, and nothing was written
`;

/** What goes to stderr while a load runs: each refusal, and on a terminal a progress bar. */
export function listenerOn(stderr: NodeJS.WriteStream): Listener & { done(): void } {
  let shown = -1;
  const wipe = () => {
    if (shown >= 0) stderr.write('\r\u001B[K');
    shown = -1;
  };
  return {
    refused(refusal) {
      wipe();
      stderr.write(`${refusalLine(refusal)}\n`);
    },
    progress(bytes, totalBytes) {
      const percent = Math.floor((bytes / totalBytes) * 100);
      if (!stderr.isTTY || percent === shown) return;
      shown = percent;
      stderr.write(`\r${'█'.repeat(percent / 4).padEnd(25, '░')} ${percent} %`);
    },
    done: wipe,
  };
}

/** `line 17, school_code: must be a whole number` */
export function refusalLine({ line, column, reason }: Refusal): string {
  return `line ${line}${column === undefined ? '' : `, ${column}`}: ${reason}`;
}

/** One line: what was read, written and refused. */
export function summaryLine(
  department: string,
  { table, read, written, refused }: Summary,
  dryRun: boolean,
): string {
  const counts = `read ${read}, ${dryRun ? 'would write' : 'written'} ${written}, refused ${refused}`;
  const nothing =
    refused > 0 && written === 0 ? '; nothing is written while rows are refused (--accept-refused)' : '';
  return `${department}.${table}: ${counts}${dryRun ? ' (dry run)' : ''}${nothing}`;
}

/** Words for whatever ended a load. A register's own words may quote a value, so only the kind and place of its error are told. */
export function failureLines(error: unknown): string {
  if (error instanceof Unusable) return error.problems.join('\n');
  const { code, errcode, name, stack } = error as Error & {
    readonly code?: unknown;
    readonly errcode?: unknown;
  };
  const kind =
    code === undefined
      ? `${name} ${stack?.match(/^\s*at .*$/m)?.[0].trim()}`
      : [code, errcode].filter(Boolean).join(' ');
  return `the register failed (${kind}); nothing was written`;
}

/** What to say to wrong arguments. */
export function wrongArguments({ problem }: Extract<Asked, { kind: 'wrong' }>): string {
  return `${problem}\nnpm run load -- <department> <file.csv> [--mapping FILE] [--replace] [--dry-run] [--accept-refused]; more with --help`;
}

/** 0 done as asked, 1 refused. */
export function exitCode(
  { refused }: Summary,
  { acceptRefused }: { readonly acceptRefused: boolean },
): number {
  return refused > 0 && !acceptRefused ? 1 : 0;
}
