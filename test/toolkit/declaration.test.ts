import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defineDepartment } from '#subgraphs/toolkit/department.ts';
import { one, page } from '#subgraphs/toolkit/relations.ts';
import { table, text } from '#subgraphs/toolkit/table.ts';

// Wrong declarations fail when the department starts, with everything that is wrong in one message.

const header =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"]) ' +
  '@link(url: "https://tongcha.example/governance/v1.0", import: ["@resource", "@share", "@sensitive", "@mask", "@lookup", "@reads", "@format"])\n';

function declare(sdl: string, parts: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-declaration-'));
  writeFileSync(join(folder, 'schema.graphql'), header + sdl);
  return () =>
    defineDepartment({
      name: 'wrong',
      title: '错',
      folder,
      tables: { thing: table({ id: text, note: text.orNull }, ['id']) },
      entities: { Thing: { key: 'id', table: 'thing' } },
      resolvers: {},
      *seed() {
        yield ['thing', { id: '1', note: null }];
      },
      ...parts,
    });
}

const thing =
  'type Thing @key(fields: "id") { id: ID! note: String } type Query { thing(id: ID!): Thing @lookup }';

describe('a declaration that does not fit', () => {
  it('is accepted where everything fits', () => {
    expect(declare(thing)).not.toThrow();
  });

  it('lists every misfit at once, with what to look at', () => {
    const wrong = declare(`${thing} type Other @key(fields: "id") { id: ID! }`, {
      entities: { Thing: { key: 'nope', table: 'thing' }, Ghost: { key: 'id', table: 'thing' } },
      resolvers: { Thing: { missing: one('thing', 'id') } },
    });
    expect(wrong).toThrow(/department wrong:/);
    expect(wrong).toThrow(/Other has @key in schema.graphql but no entry under "entities"/);
    expect(wrong).toThrow(/entities.Thing: no column thing.nope/);
    expect(wrong).toThrow(/entities.Ghost: schema.graphql has no such object type/);
    expect(wrong).toThrow(/resolvers.Thing.missing: schema.graphql has no such field/);
  });

  it('is told of a filter or order that no column answers', () => {
    const list =
      'input ThingFilter { colour: String } enum ThingOrderField { NOTE } input ThingOrder { field: ThingOrderField! }' +
      'type ThingConnection { totalCount: Int! } type Query { things(first: Int, after: String, filter: ThingFilter, orderBy: ThingOrder): ThingConnection! }';
    const wrong = declare(`type Thing @key(fields: "id") { id: ID! } ${list}`, {
      resolvers: { Query: { things: page('thing') } },
    });
    expect(wrong).toThrow(/ThingFilter.colour: no table has a column for this filter/);
    expect(wrong).toThrow(/ThingOrderField.NOTE: no table has a non-null column note to sort by/);
  });
});
