import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { buildSchema, type DocumentNode, getIntrospectionQuery, Kind, parse, validate, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { defaultLimits, fixedLimits, type Limits } from '#gateway/document/limits.ts';
import { checkDocument } from '#gateway/document/selections.ts';
import { checkTokens } from '#gateway/document/tokens.ts';
import { Refusal } from '#gateway/errors.ts';

// Documents that would cost too much to parse, validate or plan are refused before anybody does.

const root = join(import.meta.dirname, '../..');
const [, profile] = /```graphql\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
const introspection = getIntrospectionQuery({
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
});
const schema = buildSchema('type Query { a: Query b(x: Int): Int c: Int }');

function list(count: number, each: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => each(index)).join(' ');
}

function checkSource(source: string, limits: Partial<Limits> = {}): void {
  const all = { ...defaultLimits, ...limits };
  checkTokens(source, all);
  checkDocument(parse(source), all);
}

/** The refusal that a step throws; undefined where it throws none. Anything else that it throws is passed on. */
function refusalOf(step: () => void): Refusal | undefined {
  try {
    step();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function told(source: string, limits: Partial<Limits> = {}): readonly unknown[] | undefined {
  const refusal = refusalOf(() => checkSource(source, limits));
  return refusal && [refusal.code, refusal.details['limit'], refusal.details['got']];
}

/** A fragment that spreads the next one twice, so many times over. */
function doubling(count: number): string {
  return `{ ...f0 } ${list(count, (i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`)} fragment f${count} on Query { c }`;
}

function ofTypes(count: number): string {
  return `{ __type(name: "A") { ${'ofType { '.repeat(count)}kind ${'}'.repeat(count)} } }`;
}

describe('the limits of a document', () => {
  it('are these unless the configuration says otherwise', () => {
    expect(defaultLimits).toEqual({
      maxTokens: 10_000,
      maxDepth: 20,
      maxAliases: 300,
      maxRootFields: 50,
      maxSelections: 5_000,
    });
    expect(fixedLimits).toEqual({ nesting: 200, introspectionDepth: 20, directives: 10, repeats: 20_000 });
  });

  it.each([
    ['the profile that the README shows', profile ?? 'the README shows none'],
    ['the introspection query of common tools', introspection],
    ["an analyst's 300 renamed fields", `query Wide { a { ${list(300, (i) => `n${i}: b(x: ${i})`)} } }`],
    ['fifty firms at once', `{ ${list(50, (i) => `e${i}: b(x: ${i})`)} }`],
    [
      'a page put together of sixty fragments that ask for the same keys',
      `{ a { ${list(60, (i) => `...f${i}`)} } } ${list(60, (i) => `fragment f${i} on Query { __typename b c a { c } }`)}`,
    ],
    ...globSync(join(root, 'web/explorer/examples/*.graphql')).map((file): [string, string] => [
      file,
      readFileSync(file, 'utf8'),
    ]),
  ])('let through %s', (_, source) => {
    expect(told(source)).toBeUndefined();
  });

  it('say what the limit is, what there was, where, and how to get under it, in both languages', () => {
    const refusal = refusalOf(() => checkSource('query Deep { a { a { c } } }', { maxDepth: 2 }));
    expect(refusal).toMatchObject({ code: 'TOO_DEEP', status: 400, details: { limit: 2, got: 3 } });
    expect(refusal?.message).toMatch(/in "Deep": 3, the limit is 2\. .*second operation from a key/);
    expect(refusal?.details['messageZh']).toMatch(/「Deep」中字段嵌套过深:3,上限 2。请/);
  });

  it('quote no more of a long name than its beginning', () => {
    const refusal = refusalOf(() => checkSource(`query ${'N'.repeat(5_000)} { a { c } }`, { maxDepth: 1 }));
    expect(refusal?.message.length).toBeLessThan(300);
  });
});

describe('tokens', () => {
  it.each([
    ['{ c }', 3],
    ['query ($id: ID = "x y z") { b(x: 1) ...f } # not a token', 19],
    ['\uFEFF{ c, , , c }', 4],
  ])('are counted in %s as GraphQL counts them', (source, count) => {
    expect(refusalOf(() => checkTokens(source, { maxTokens: count }))).toBeUndefined();
    expect(refusalOf(() => checkTokens(source, { maxTokens: count - 1 }))).toMatchObject({
      code: 'TOO_MANY_TOKENS',
      details: { limit: count - 1, got: count },
    });
  });

  it('are not counted past the limit', () => {
    expect(told(`{${' c'.repeat(500_000)}}`)).toEqual(['TOO_MANY_TOKENS', 10_000, 10_001]);
  });

  it.each(['{ "never closed', '{ a ? }', '"""', '\u0000', '', '{ a(x: 01) }'])(
    'leave %j, which is not GraphQL, for the parser to tell',
    (source) => {
      expect(refusalOf(() => checkTokens(source, defaultLimits))).toBeUndefined();
    },
  );

  it('are refused before the place where it stops being GraphQL', () => {
    expect(refusalOf(() => checkTokens('{ a a a ?', { maxTokens: 3 }))?.code).toBe('TOO_MANY_TOKENS');
  });

  it.each([
    ['selection sets', (depth: number) => `${'{a'.repeat(depth)}${'}'.repeat(depth)}`],
    ['lists', (depth: number) => `{a(x:${'['.repeat(depth - 2)}${']'.repeat(depth - 2)})}`],
    ['objects', (depth: number) => `{a(x:${'{y:'.repeat(depth - 2)}1${'}'.repeat(depth - 2)})}`],
    ['inline fragments', (depth: number) => `{${'...{'.repeat(depth - 1)}c${'}'.repeat(depth)}`],
  ])('nest no deeper in %s than the parser and all after it can go', (_, nested) => {
    expect(refusalOf(() => checkTokens(nested(200), defaultLimits))).toBeUndefined();
    expect(() => parse(nested(200))).not.toThrow();
    expect(refusalOf(() => checkTokens(nested(201), defaultLimits))).toMatchObject({
      code: 'TOO_DEEP',
      details: { limit: 200, got: 201 },
    });
    expect(refusalOf(() => checkTokens(nested(9_000), { maxTokens: 1_000_000 }))?.code).toBe('TOO_DEEP');
  });

  it('throw nothing but refusals, whatever the text', () => {
    const signs = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      '...',
      '"',
      '"""',
      '\\',
      '#',
      '\n',
      'a',
      '1',
      '$',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(signs).map((all) => all.join('')),
        ),
        (source) => {
          refusalOf(() => checkTokens(source, { maxTokens: 30 }));
        },
      ),
    );
  });
});

describe('a document', () => {
  it('is refused when its fragments unfold to more than was written', () => {
    // One for the first spread, and for each of 2 + 4 + … + 2⁴⁰ more, and 2⁴⁰ fields.
    expect(doubling(40).length).toBeLessThan(2_048);
    expect(told(doubling(40))).toEqual(['TOO_MANY_SELECTIONS', 5_000, 2 ** 41 - 1 + 2 ** 40]);
  });

  it('has no more selections than can be counted', () => {
    expect(told(doubling(150))).toEqual(['TOO_MANY_SELECTIONS', 5_000, Number.MAX_SAFE_INTEGER]);
  });

  it.each([
    ['depth', 'maxDepth', 'TOO_DEEP', 3, '{ a { a { c } c } c }'],
    [
      'depth through fragments',
      'maxDepth',
      'TOO_DEEP',
      4,
      '{ a { ...f } } fragment f on Query { a { ... { a { c } } } }',
    ],
    ['aliases', 'maxAliases', 'TOO_MANY_ALIASES', 3, '{ x: a { y: c z: c } a { c } }'],
    [
      'aliases through fragments',
      'maxAliases',
      'TOO_MANY_ALIASES',
      4,
      '{ ...f a { ...f } } fragment f on Query { x: c ... { y: c } }',
    ],
    ['root fields', 'maxRootFields', 'TOO_MANY_ROOT_FIELDS', 3, '{ a { b c } c b }'],
    [
      'root fields through fragments',
      'maxRootFields',
      'TOO_MANY_ROOT_FIELDS',
      5,
      '{ c ...f ... { ...f } } fragment f on Query { c b }',
    ],
    ['selections', 'maxSelections', 'TOO_MANY_SELECTIONS', 4, '{ a { b c } c }'],
    [
      'selections through fragments',
      'maxSelections',
      'TOO_MANY_SELECTIONS',
      7,
      '{ ...f ... { ...f } } fragment f on Query { a { c } }',
    ],
    [
      'selections of all operations',
      'maxSelections',
      'TOO_MANY_SELECTIONS',
      6,
      'query A { c c ...f } query B { ...f } fragment f on Query { b }',
    ],
    [
      'selections of unused fragments',
      'maxSelections',
      'TOO_MANY_SELECTIONS',
      3,
      '{ c } fragment f on Query { b c }',
    ],
  ] as const)('may have exactly as much %s as the limit says', (_, limit, code, count, source) => {
    expect(told(source, { [limit]: count })).toBeUndefined();
    expect(told(source, { [limit]: count - 1 })).toEqual([code, count - 1, count]);
  });

  it('is measured by each operation, and the one that is too large is named', () => {
    const source = 'query Small { c } query Large { a { c } }';
    expect(refusalOf(() => checkSource(source, { maxDepth: 1 }))?.message).toMatch(/in "Large": 2/);
    expect(told('query A { c } query B { c }', { maxRootFields: 1, maxDepth: 1 })).toBeUndefined();
  });

  it('may introspect deeper than it may ask, but not without end', () => {
    expect(told(introspection, { maxDepth: 1 })).toBeUndefined();
    expect(told(ofTypes(18), { maxDepth: 1 })).toBeUndefined();
    expect(told(ofTypes(19), { maxDepth: 1 })).toEqual(['TOO_DEEP', 20, 21]);
    expect(told('{ a { __schema { a { c } } } }', { maxDepth: 2 })).toBeUndefined();
    expect(told('{ a { a { __typename } } }', { maxDepth: 2 })).toEqual(['TOO_DEEP', 2, 3]);
  });

  it('is refused for fragments inside fragments too deep to walk, in whatever order they are written', () => {
    const chain = Array.from({ length: 1_000 }, (_, i) => `fragment f${i} on Query { ...f${i + 1} }`);
    const last = 'fragment f1000 on Query { c }';
    expect(told(['{ ...f0 }', ...chain, last].join(' '))?.[0]).toBe('TOO_DEEP');
    const inSteps = list(10, (i) => `query q${9 - i} { ...f${(9 - i) * 100} }`);
    expect(told([inSteps, ...chain, last].join(' '), { maxSelections: 100_000 })?.[0]).toBe('TOO_DEEP');
    expect(told(['{ ...f900 }', ...chain.slice(900), last].join(' '))).toBeUndefined();
  });

  it.each([
    ['a field', (d: string) => `{ c ${d} }`],
    ['a spread', (d: string) => `{ ...f ${d} } fragment f on Query { c }`],
    ['an inline fragment', (d: string) => `{ ... ${d} { c } }`],
    ['an operation', (d: string) => `query ${d} { c }`],
    ['a fragment', (d: string) => `{ ...f } fragment f on Query ${d} { c }`],
    ['an unused fragment', (d: string) => `{ c } fragment f on Query ${d} { c }`],
    ['a variable', (d: string) => `query ($x: Int ${d}) { c }`],
  ])('may have ten directives on %s, not eleven', (_, source) => {
    expect(told(source('@d '.repeat(10)))).toBeUndefined();
    expect(told(source('@d '.repeat(11)))).toEqual(['TOO_MANY_DIRECTIVES', 10, 11]);
  });
});

describe('what validation would compare', () => {
  it.each([
    ['one field', (count: number) => `{ a { ${'c '.repeat(count)} } }`, 200],
    ['one field inside one field', (count: number) => `{ a { ${'a { c } '.repeat(count)} } }`, 141],
    [
      'one alias of several fields',
      (count: number) => `{ a { ${list(count, (i) => `x: ${'bc'[i % 2]}`)} } }`,
      200,
    ],
    [
      'fragments at one place',
      (count: number) =>
        `{ a { ${list(count, (i) => `...f${i}`)} } } ${list(count, (i) => `fragment f${i} on Query { a${i} }`)}`,
      199,
    ],
    [
      'operations, each a little',
      (count: number) => list(count, (i) => `query q${i} { a { ${'c '.repeat(20)} } }`),
      105,
    ],
  ])('is refused where %s is repeated too often', (_, source, most) => {
    const repeats = { maxRootFields: 10_000, maxSelections: 10_000 };
    expect(told(source(most), repeats)).toBeUndefined();
    expect(told(source(most + 1), repeats)?.[0]).toBe('TOO_MANY_REPEATS');
  });

  it.each([
    `{ a { ${'c '.repeat(200)} } }`,
    `{ a { ${'a { c } '.repeat(141)} } }`,
    `{ a { ${'b(x: 1) '.repeat(200)} } }`,
    `{ a { ${list(110, (i) => `...f${i}`)} } } ${list(110, (i) => `fragment f${i} on Query { c b }`)}`,
  ])('is what graphql-js can finish, where it is not refused', (source) => {
    expect(told(source)).toBeUndefined();
    expect(validate(schema, parse(source)).map(String)).toEqual([]);
  });
});

describe('before validation, a document', () => {
  it.each([
    '{ ...f } fragment f on Query { ...f }',
    '{ ...f } fragment f on Query { a { ...g } } fragment g on Query { c ...f }',
    '{ c } fragment f on Query { ...g } fragment g on Query { ...f }',
    '{ ...nobody a { ...nobody } }',
    '{ ...f } fragment f on Query { c } fragment f on Query { b }',
    '{ unknown(field: $x) { of { nobody } } }',
    'fragment f on Nothing { c }',
    'type Query { c: Int } extend schema @link(url: "x") query { c }',
    'query A { c } query A { c } { c }',
    'subscription { a { c } c }',
  ])('may be as wrong as %s, which is for validation to tell', (source) => {
    expect(told(source)).toBeUndefined();
  });

  it('is refused when fragments that spread themselves would be walked without end', () => {
    const everyone = list(30, (i) => `...f${i}`);
    const source = `{ ...f0 } ${list(30, (i) => `fragment f${i} on Query { ${everyone} }`)}`;
    expect(told(source)?.[0]).toBe('TOO_MANY_SELECTIONS');
  });

  const names = fc.constantFrom('a', 'b', 'c', '__schema');
  const selections = (depth: number): fc.Arbitrary<string> =>
    fc
      .array(
        fc.oneof(
          {
            weight: 3,
            arbitrary: fc.tuple(fc.constantFrom('', 'x: ', 'y: '), names).map((parts) => parts.join('')),
          },
          { weight: 2, arbitrary: fc.nat(5).map((i) => `...f${i}`) },
          ...(depth === 0
            ? []
            : [
                fc
                  .tuple(names, fc.nat(1))
                  .chain(([name]) => selections(depth - 1).map((inner) => `${name} ${inner}`)),
                selections(depth - 1).map((inner) => `... ${inner}`),
              ]),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((all) => `{ ${all.join(' ')} }`);
  const documents = fc
    .tuple(fc.array(selections(2), { minLength: 1, maxLength: 3 }), fc.array(selections(2), { maxLength: 6 }))
    .map(
      ([operations, fragments]) =>
        `${operations.map((set, i) => `query q${i} ${set}`).join(' ')} ${fragments.map((set, i) => `fragment f${i} on Query ${set}`).join(' ')}`,
    );

  it('meets nothing but refusals, whatever its fragments do', () => {
    fc.assert(
      fc.property(documents, fc.nat(60), (source, most) => {
        const document = parse(source);
        refusalOf(() => checkDocument(document, { ...defaultLimits, maxSelections: most }));
        refusalOf(() => checkDocument(document, defaultLimits));
      }),
      { numRuns: 500 },
    );
  });

  it('is as large as it is with every fragment written out', () => {
    const layered = documents.map((source) => withoutCycles(parse(source)));
    fc.assert(
      fc.property(layered, (document) => {
        const size = writtenOut(document);
        const limits = { ...defaultLimits, maxSelections: size - 1 };
        const refusal = refusalOf(() => checkDocument(document, limits));
        expect([refusal?.code, refusal?.details['got']]).toEqual(['TOO_MANY_SELECTIONS', size]);
        const within = refusalOf(() => checkDocument(document, { ...defaultLimits, maxSelections: size }));
        expect(within?.code).not.toBe('TOO_MANY_SELECTIONS');
      }),
      { numRuns: 300 },
    );
  });
});

describe('the work of checking', () => {
  it.each([
    ['fragments that double', (size: number) => doubling(size)],
    [
      'fragments that double inside fields',
      (size: number) =>
        `{ ...f0 } ${list(size, (i) => `fragment f${i} on Query { a { ...f${i + 1} } x: a { ...f${i + 1} } }`)}`,
    ],
    ['a wide operation', (size: number) => `{ a { ${list(size * 10, (i) => `x${i}: c`)} } }`],
    [
      'operations with one fragment',
      (size: number) => `${list(size, (i) => `query q${i} { ...f }`)} fragment f on Query { c b }`,
    ],
    [
      'fragments that all spread all',
      (size: number) =>
        `{ ...f0 } ${list(8, (i) => `fragment f${i} on Query { ${list(size, (j) => `...f${(i + j) % 8}`)} }`)}`,
    ],
  ])('doubles, and no more, when a document of %s does', (_, source) => {
    const visits = (size: number) => {
      const document = parse(source(size));
      const count = countVisits(document);
      refusalOf(() => checkDocument(document, defaultLimits));
      return count();
    };
    expect(visits(10)).toBeGreaterThan(10);
    expect(visits(60)).toBeLessThanOrEqual(2.2 * visits(30));
  });
});

/** Counts how often anybody asks what kind a selection is. */
function countVisits(document: DocumentNode): () => number {
  let visits = 0;
  visit(document, {
    enter(node) {
      const { kind } = node;
      if (kind !== Kind.FIELD && kind !== Kind.FRAGMENT_SPREAD && kind !== Kind.INLINE_FRAGMENT) return;
      Object.defineProperty(node, 'kind', {
        get() {
          visits += 1;
          return kind;
        },
      });
    },
  });
  visits = 0;
  return () => visits;
}

/** The document with those spreads alone that go to a later fragment. */
function withoutCycles(document: DocumentNode): DocumentNode {
  let within = '';
  return visit(document, {
    OperationDefinition: () => {
      within = '';
    },
    FragmentDefinition: ({ name }) => {
      within = name.value;
    },
    FragmentSpread: ({ name }) =>
      name.value > within ? undefined : { kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'c' } },
  });
}

/** How many selections there are with every fragment written out where it is spread; unused fragments count too. */
function writtenOut({ definitions }: DocumentNode): number {
  const bodies = new Map(
    definitions.flatMap((each) =>
      'selectionSet' in each && each.name ? [[each.name.value, each.selectionSet]] : [],
    ),
  );
  const used = new Set<string>();
  const count = (node: { readonly selectionSet?: unknown } | undefined): number => {
    const set = node?.selectionSet as
      | {
          readonly selections: readonly {
            readonly kind: string;
            readonly name?: { readonly value: string };
            readonly selectionSet?: unknown;
          }[];
        }
      | undefined;
    return (set?.selections ?? []).reduce((sum, each) => {
      const name = each.kind === 'FragmentSpread' ? (each.name?.value ?? '') : undefined;
      if (name !== undefined) used.add(name);
      return sum + 1 + count(name === undefined ? each : { selectionSet: bodies.get(name) });
    }, 0);
  };
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  let total = operations.reduce((sum, each) => sum + count(each as never), 0);
  for (const each of definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION && !used.has(each.name.value)) total += count(each);
  return total;
}
