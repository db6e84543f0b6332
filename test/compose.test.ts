import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeRoster } from '#schema/registry/compose.ts';

// What a department learns before anyone is hurt.

const header = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@composeDirective"])
  @link(url: "https://tongcha.example/governance/v1.0", import: ["@resource", "@share", "@sensitive", "@mask", "@lookup", "@reads", "@format"])
  @composeDirective(name: "@resource") @composeDirective(name: "@share") @composeDirective(name: "@sensitive")
  @composeDirective(name: "@mask") @composeDirective(name: "@lookup") @composeDirective(name: "@reads") @composeDirective(name: "@format")
`;
const resource = (provider: string) =>
  `@resource(code: "1", title: "一", provider: "${provider}", share: UNCONDITIONAL, update: DAILY)`;
const query = 'type Query { firm: Firm @share(as: UNCONDITIONAL) }';

function composed(schemas: Readonly<Record<string, string>>, before = header): string {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-compose-'));
  const stanzas = Object.entries(schemas).map(([name, sdl]) => {
    writeFileSync(join(folder, `${name}.graphql`), before + sdl);
    return `  ${name}: { routing_url: http://127.0.0.1:1/graphql, schema: { file: ./${name}.graphql } }`;
  });
  writeFileSync(join(folder, 'supergraph.yaml'), `subgraphs:\n${stanzas.join('\n')}\n`);
  const composition = composeRoster(join(folder, 'supergraph.yaml'));
  return composition.kind === 'failed' ? composition.problems.join('\n') : 'composed';
}

describe('composition', () => {
  it('accepts departments whose every field has a share class', () => {
    expect(
      composed({
        a: `${query} type Firm @key(fields: "id") ${resource('a')} { id: ID! name: String }`,
        b: `type Firm @key(fields: "id") ${resource('b')} { id: ID! tax: String @share(as: CONDITIONAL, condition: "办税") }`,
      }),
    ).toBe('composed');
  });

  it('refuses a field without a class, and does not take another department’s class for its own', () => {
    expect(
      composed({
        a: `${query} type Firm @key(fields: "id") ${resource('a')} { id: ID! @shareable name: String }`,
        b: 'type Firm @key(fields: "id") { id: ID! tax: String }',
      }),
    ).toBe('SHARE_CLASS_MISSING: Firm.tax has no share class: add @share to it, or @resource to its type');
  });

  it('wants the basis of what is not shared and the condition of what is shared on one', () => {
    const problems = composed({
      a: `${query} type Firm ${resource('a')} { none: ID @share(as: NONE) some: ID @share(as: CONDITIONAL) }`,
    });
    expect(problems).toMatch(/SHARE_BASIS_MISSING: Firm.none/);
    expect(problems).toMatch(/SHARE_CONDITION_MISSING: Firm.some/);
  });

  it('refuses a catalogue entry of a department that there is not', () => {
    expect(
      composed({ a: `${query} type Firm ${resource('z')} { id: ID @share(as: UNCONDITIONAL) }` }),
    ).toMatch(/RESOURCE_PROVIDER_UNKNOWN: Firm has a @resource of "z"; departments are a/);
  });

  it.each([
    ['requiresScopes', '@requiresScopes(scopes: [])'],
    ['requiresScopes', '@requiresScopes(scopes: [["a"], []])'],
    ['policy', '@policy(policies: [])'],
  ])('refuses a lock that lets everyone in: %s, %s', (name, directive) => {
    const firm = `type Firm ${resource('a')} { id: ID ${directive} }`;
    const before = header.replace('import: ["@key"', `import: ["@${name}", "@key"`);
    expect(composed({ a: `${query} ${firm}` }, before)).toMatch(/REQUIREMENT_EMPTY: a: Firm.id/);
  });

  it('tells where a schema is no GraphQL, by file, line and column', () => {
    expect(composed({ a: 'type Query { firm: }' })).toMatch(
      /INVALID_GRAPHQL: .*a\.graphql:6:20 Syntax Error/,
    );
  });

  it('passes Apollo’s own codes on', () => {
    expect(composed({ a: 'type Query { firm: Nothing @share(as: UNCONDITIONAL) }' })).toMatch(
      /INVALID_GRAPHQL: .*Nothing/,
    );
  });

  it.each([
    ['subgraphs:', /lists no department/],
    ['subgraphs: { a: { routing_url: nowhere } }', /subgraphs.a.routing_url must be a URL/],
    ['subgraphs: { a: { routing_url: "http://127.0.0.1/" } }', /subgraphs.a.schema.file must name/],
  ])('says what is wrong with the roster %j', (text, words) => {
    const file = join(mkdtempSync(join(tmpdir(), 'tongcha-roster-')), 'supergraph.yaml');
    writeFileSync(file, text);
    expect(() => composeRoster(file)).toThrow(words);
  });
});
