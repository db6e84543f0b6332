import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

/** A specification that a document links. */
export type Link = {
  /** Its address without the version, which alone tells specifications apart. */
  readonly spec: string;
  /** Like `v0.1`; undefined where the address has none. */
  readonly version: string | undefined;
  /** `SECURITY`, `EXECUTION` or nothing. */
  readonly purpose: unknown;
  /** What the document may call one of its directives: by the import's name, else with the link's prefix. */
  namesOf(directive: string): readonly string[];
};

/** The specifications that a document links (`@link`, or its forerunner `@core`), in order. */
export function linksOf(document: DocumentNode): readonly Link[] {
  const applied = document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? [])
      : [],
  );
  const linking = linkingNames(applied);
  return applied.filter(({ name }) => linking.has(name.value)).map(linkOf);
}

/** A directive's argument as a plain value; undefined where it isn't given. */
export function argumentOf({ arguments: given = [] }: ConstDirectiveNode, named: string): unknown {
  const value = given.find(({ name }) => name.value === named)?.value;
  return value && valueFromASTUntyped(value);
}

/** The directive that links is linked itself, and may be renamed like any other. */
function linkingNames(applied: readonly ConstDirectiveNode[]): ReadonlySet<string> {
  const itself = applied.filter(
    (directive) =>
      bootstraps.has(specOf(addressOf(directive)).spec) &&
      linkOf(directive)
        .namesOf(specOf(addressOf(directive)).name)
        .includes(directive.name.value),
  );
  return new Set(itself.length > 0 ? itself.map(({ name }) => name.value) : ['link', 'core']);
}

const bootstraps: ReadonlySet<string> = new Set([
  'https://specs.apollo.dev/link',
  'https://specs.apollo.dev/core',
]);

function linkOf(directive: ConstDirectiveNode): Link {
  const { spec, name, version } = specOf(addressOf(directive));
  const as = argumentOf(directive, 'as');
  const prefix = typeof as === 'string' ? as : name;
  const imports = importsOf(argumentOf(directive, 'import'));
  return {
    spec,
    version,
    purpose: argumentOf(directive, 'for'),
    namesOf(word) {
      const imported = imports.get(`@${word}`);
      const bare = word === name ? [prefix] : [];
      return [...(imported === undefined ? bare : [imported]), `${prefix}__${word}`];
    },
  };
}

function addressOf(directive: ConstDirectiveNode): string {
  const address = argumentOf(directive, 'url') ?? argumentOf(directive, 'feature');
  return typeof address === 'string' ? address : '';
}

type Spec = { readonly spec: string; readonly name: string; readonly version: string | undefined };

function specOf(address: string): Spec {
  if (!URL.canParse(address)) return { spec: address, name: '', version: undefined };
  const { protocol, host, pathname } = new URL(address);
  const path = pathname.split('/').filter((part) => part !== '');
  const version = /^v\d+\.\d+$/.test(path.at(-1) ?? '') ? path.pop() : undefined;
  return { spec: [`${protocol}//${host}`, ...path].join('/'), name: path.at(-1) ?? '', version };
}

/** Imported directives, by their names in the specification with the `@`. */
function importsOf(entries: unknown): ReadonlyMap<string, string> {
  const named = (Array.isArray(entries) ? entries : []).flatMap((entry: unknown) => {
    if (typeof entry === 'string') return [[entry, entry] as const];
    if (typeof entry !== 'object' || entry === null || !('name' in entry)) return [];
    const as = 'as' in entry && typeof entry.as === 'string' ? entry.as : entry.name;
    return typeof entry.name === 'string' && typeof as === 'string' ? [[entry.name, as] as const] : [];
  });
  return new Map(named.map(([name, as]) => [name, as.replace(/^@/, '')]));
}
