import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** What the command line asks for. */
export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string }
  | ({
      readonly kind: 'load';
      readonly department: string;
      readonly csv: string;
      readonly mapping: string;
    } & Modes);

/** How a table is loaded. */
export type Modes = {
  /** Empties the table first. */
  readonly replace: boolean;
  /** Checks everything and writes nothing. */
  readonly dryRun: boolean;
  /** Writes the good rows although others were refused. */
  readonly acceptRefused: boolean;
};

/** Reads the words after `npm run load --`. The mapping is `subgraphs/<department>/load/<name of the CSV>.yaml` unless named. */
export function readArguments(words: readonly string[]): Asked {
  try {
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options });
    if (values.help) return { kind: 'help' };
    const [department, csv, ...surplus] = positionals;
    if (department === undefined || csv === undefined || surplus.length > 0)
      return { kind: 'wrong', problem: 'name one department and one CSV file' };
    return {
      kind: 'load',
      department,
      csv,
      mapping: values.mapping ?? join(departments, department, 'load', `${basename(csv, '.csv')}.yaml`),
      replace: values.replace,
      dryRun: values['dry-run'],
      acceptRefused: values['accept-refused'],
    };
  } catch (error) {
    return { kind: 'wrong', problem: (error as Error).message };
  }
}

const options = {
  mapping: { type: 'string' },
  replace: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  'accept-refused': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const departments = fileURLToPath(new URL('..', import.meta.url));
