import { parseArgs } from 'node:util';

/** What the command line asks for. */
export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string }
  | (Common & Work);

/** The work and what it alone needs. */
export type Work =
  | { readonly kind: 'verify'; readonly remembered: readonly string[] }
  | { readonly kind: 'witness' }
  | ({ readonly kind: 'prove'; readonly trace: string } & Operation)
  | ({ readonly kind: 'verify-receipt'; readonly file: string } & Operation)
  | { readonly kind: 'explain'; readonly trace: string; readonly department: string | null }
  | { readonly kind: 'who-saw'; readonly subject: string; readonly department: string | null };

/** Which operation of a trace, null where it may be any, and what it was answered with. */
type Operation = { readonly part: number | null; readonly valuesFile: string | null };

/** What every work takes. */
export type Common = {
  readonly store: string;
  readonly keysFolder: string;
  /** A file of public keys, in the place of the folder's. */
  readonly publicKeyFile: string | null;
  /** One log of those in the store. */
  readonly log: string | null;
  readonly language: 'en' | 'zh';
  readonly json: boolean;
};

/** Reads the words after `npm run journal --`. */
export function readArguments(words: readonly string[]): Asked {
  try {
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options });
    if (values.help) return { kind: 'help' };
    if (values.lang !== 'en' && values.lang !== 'zh') return wrong('--lang is en or zh');
    const work = workOf(positionals, values);
    if (work.kind === 'wrong') return work;
    return {
      ...work,
      store: values.store,
      keysFolder: values.keys,
      publicKeyFile: values['public-key'] ?? null,
      log: values.log ?? null,
      language: values.lang,
      json: values.json,
    };
  } catch (error) {
    return wrong((error as Error).message);
  }
}

type Wrong = Extract<Asked, { kind: 'wrong' }>;
type Given = {
  readonly remembered?: readonly string[];
  readonly values?: string;
  readonly part?: string;
  readonly 'as-department'?: string;
};

function workOf([command, about, ...surplus]: readonly string[], given: Given): Work | Wrong {
  const takesNothing = command === 'verify' || command === 'witness';
  if (takesNothing && about !== undefined) return wrong(`"${command}" takes no further word`);
  if (surplus.length > 0) return wrong(`"${surplus.join(' ')}" is more than "${command}" takes`);
  const department = given['as-department'] ?? null;
  if (given.part !== undefined && !/^\d{1,15}$/.test(given.part)) return wrong('--part is a whole number');
  const operation = { part: partOf(given), valuesFile: given.values ?? null };
  if (command === 'verify') return { kind: command, remembered: given.remembered ?? [] };
  if (command === 'witness') return { kind: command };
  if (command === undefined) return wrong('say what to do');
  if (!(command in subjects)) return wrong(`there is no "${command}"`);
  if (about === undefined) return wrong(`"${command}" needs ${subjects[command as keyof typeof subjects]}`);
  if (command === 'prove') return { kind: command, trace: about, ...operation };
  if (command === 'verify-receipt') return { kind: command, file: about, ...operation };
  if (command === 'explain') return { kind: command, trace: about, department };
  return { kind: 'who-saw', subject: about, department };
}

function partOf({ part }: Given): number | null {
  return part === undefined ? null : Number(part);
}

function wrong(problem: string): Wrong {
  return { kind: 'wrong', problem };
}

const subjects = {
  prove: 'a trace',
  'verify-receipt': 'the file of a receipt',
  explain: 'a trace',
  'who-saw': 'a citizen number or credit code',
} as const;

const options = {
  store: { type: 'string', default: 'var/journal' },
  keys: { type: 'string', default: 'var/journal-keys' },
  'public-key': { type: 'string' },
  log: { type: 'string' },
  remembered: { type: 'string', multiple: true },
  values: { type: 'string' },
  part: { type: 'string' },
  'as-department': { type: 'string' },
  lang: { type: 'string', default: 'en' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;
