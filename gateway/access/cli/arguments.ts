import { fileURLToPath } from 'node:url';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { type FactName, fact } from '../../effect.ts';
import type { Rights } from '../policy/decide.ts';
import type { Lang } from './words.ts';

/** What every command takes. */
export type Options = {
  /** Folder of the policy. */
  readonly policy: string;
  /** File of the composed supergraph. */
  readonly supergraph: string;
  readonly lang: Lang;
  readonly isJson: boolean;
};

export type Check = Options & { readonly kind: 'check'; readonly isStrict: boolean };

/** Each side is a folder, or a revision of git as `git:REV`. */
export type Diff = Options & { readonly kind: 'diff'; readonly before: string; readonly after: string };

export type Explain = Options & {
  readonly kind: 'explain';
  /** Null for none. */
  readonly matter: string | null;
  readonly persona: string;
  /** A file of GraphQL, `-` for stdin, or a field as `Type.field`. */
  readonly target: string;
  readonly standing: Rights['standing'];
  /** What is known of the record; null where nothing was said. */
  readonly facts: number | null;
  readonly variables: Readonly<Record<string, unknown>>;
};

export type Test = Options & { readonly kind: 'test'; readonly files: readonly string[] };

export type Command = Check | Diff | Explain | Test;

/** What a command line says, or how it is wrong: a code for words, and what it is about. */
export type CommandReading =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'help'; readonly lang: Lang }
  | { readonly kind: 'wrong'; readonly lang: Lang; readonly problem: Problem; readonly about: string };

export type Problem =
  | 'no-command'
  | 'unknown-command'
  | 'option'
  | 'arguments'
  | 'language'
  | 'case'
  | 'variables';

/** Reads a command line, without what stands before the command's name. */
export function readCommand(args: readonly string[]): CommandReading {
  const lang = langIn(args);
  if (lang === null) return { kind: 'wrong', lang: 'zh', problem: 'language', about: '--lang' };
  const wrong = (problem: Problem, about: string) => ({ kind: 'wrong', lang, problem, about }) as const;
  const [name, ...rest] = args;
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help', lang };
  if (name === undefined) return wrong('no-command', '');
  if (!isName(name)) return wrong('unknown-command', name);
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options: { ...common, ...own[name] },
      allowPositionals: true,
    });
    return commandOf(name, { ...values }, { positionals, lang });
  } catch (error) {
    return wrong('option', /'(-[^' =]*)/.exec((error as Error).message)?.[1] ?? (error as Error).message);
  }
}

const common: ParseArgsOptionsConfig = {
  policy: { type: 'string' },
  supergraph: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
};

/** The options that tell what is known of a record. */
const factOptions: Readonly<Record<string, FactName>> = {
  minor: 'minor',
  'sole-trader': 'soleTrader',
  'in-region': 'inRegion',
  party: 'party',
  unmasked: 'unmasked',
};

const own: Readonly<Record<Command['kind'], ParseArgsOptionsConfig>> = {
  check: { strict: { type: 'boolean' } },
  diff: {},
  explain: {
    case: { type: 'string' },
    variables: { type: 'string' },
    ...Object.fromEntries(Object.keys(factOptions).map((name) => [name, { type: 'boolean' as const }])),
  },
  test: {},
};

type Values = Readonly<Record<string, unknown>>;
type Rest = { readonly positionals: readonly string[]; readonly lang: Lang };

function commandOf(kind: Command['kind'], values: Values, { positionals, lang }: Rest): CommandReading {
  const options: Options = {
    policy: textIn(values, 'policy') ?? inHouse('schema/policy'),
    supergraph: textIn(values, 'supergraph') ?? inHouse('schema/supergraph.graphql'),
    lang,
    isJson: values['json'] === true,
  };
  const wrong = (problem: Problem, about: string) => ({ kind: 'wrong', lang, problem, about }) as const;
  const right = (command: Command) => ({ kind: 'command', command }) as const;
  const [first, second, third, ...others] = positionals;
  switch (kind) {
    case 'check':
      if (first !== undefined) return wrong('arguments', kind);
      return right({ ...options, kind, isStrict: values['strict'] === true });
    case 'diff':
      if (first === undefined || second === undefined || third !== undefined) return wrong('arguments', kind);
      return right({ ...options, kind, before: first, after: second });
    case 'test':
      return right({ ...options, kind, files: positionals });
    case 'explain': {
      if (first === undefined || second === undefined || third === undefined || others.length > 0)
        return wrong('arguments', kind);
      const said = textIn(values, 'case') ?? (first === '-' ? 'none' : 'verified');
      const standing = standings.find((each) => each === said);
      if (!standing) return wrong('case', '--case');
      const variables = variablesIn(textIn(values, 'variables') ?? '{}');
      if (!variables) return wrong('variables', '--variables');
      const matter = first === '-' ? null : first;
      const facts = factsIn(values);
      return right({ ...options, kind, matter, persona: second, target: third, standing, facts, variables });
    }
  }
}

const standings = ['none', 'unverified', 'verified'] as const;

function isName(name: string): name is Command['kind'] {
  return name in own;
}

function textIn(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

function factsIn(values: Values): number | null {
  const given = Object.entries(factOptions).filter(([option]) => values[option] === true);
  return given.length > 0 ? given.reduce((facts, [, name]) => facts | fact[name], 0) : null;
}

function variablesIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Looked for before anything else: what is wrong is told in it. */
function langIn(args: readonly string[]): Lang | null {
  const at = args.findIndex((each) => each === '--lang' || each.startsWith('--lang='));
  const word = args[at]?.startsWith('--lang=') ? args[at].slice('--lang='.length) : args[at + 1];
  if (at < 0) return 'zh';
  return word === 'zh' || word === 'en' ? word : null;
}

function inHouse(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}
