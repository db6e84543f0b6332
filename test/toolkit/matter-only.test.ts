import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Department, defineDepartment } from '#subgraphs/toolkit/department.ts';
import { serveDepartment } from '#subgraphs/toolkit/serve.ts';
import { table, text } from '#subgraphs/toolkit/table.ts';
import { type Register, seededRegister } from '#test/setup/register.ts';

// A department's own rule for some of its fields, whatever the gateway asks: no matter, no answer.

const sdl =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"]) ' +
  '@link(url: "https://tongcha.example/governance/v1.0", import: ["@resource", "@share", "@sensitive", "@mask", "@lookup", "@reads", "@format"])\n' +
  'type Firm @key(fields: "id") @resource(code: "1", title: "t", provider: "p", share: UNCONDITIONAL, update: DAILY) { id: ID! name: String debts: String }' +
  'type Query { firm(id: ID!): Firm @lookup }';
const folder = mkdtempSync(join(tmpdir(), 'tongcha-matter-only-'));
afterAll(() => rmSync(folder, { recursive: true }));
const keys = generateKeyPairSync('ed25519');
const reported: Error[] = [];
const report = (error: Error) => void reported.push(error);

function declare(matterOnly: readonly string[]): Department {
  writeFileSync(join(folder, 'schema.graphql'), sdl);
  return defineDepartment({
    name: 'firms',
    title: '企业',
    folder,
    tables: { firm: table({ id: text, name: text, debts: text }, ['id']) },
    entities: { Firm: { key: 'id', table: 'firm' } },
    resolvers: {},
    matterOnly,
    *seed() {
      yield ['firm', { id: 'a', name: '甲', debts: '7' }];
    },
  });
}

describe('a field that a department gives for a matter only', () => {
  const department = declare(['Firm.debts']);
  let register: Register;
  let server: Awaited<ReturnType<typeof serveDepartment>>;
  beforeAll(async () => {
    register = await seededRegister(department, [['firm', { id: 'a', name: '甲', debts: '7' }]]);
    const callerKey = keys.publicKey.export({ format: 'jwk' }) as JWK;
    server = await serveDepartment(department, { database: register.database, callerKey, report });
  });
  afterAll(async () => {
    await server?.close();
    await register?.close();
  });
  const ask = async (query: string, matter: string | null) => {
    const answer = await server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'x-tongcha-caller': await callerToken(matter) },
      payload: { query },
    });
    return { answer: answer.json<unknown>(), cacheControl: answer.headers['cache-control'] };
  };
  const byLookup = '{ firm(id: "a") { name debts } }';
  const byReference =
    '{ _entities(representations: [{ __typename: "Firm", id: "a" }]) { ... on Firm { name debts } } }';

  it('is given for one, and kept by nobody', async () => {
    expect(await ask(byLookup, 'm-1')).toEqual({
      answer: { data: { firm: { name: '甲', debts: '7' } } },
      cacheControl: 'no-store',
    });
    expect((await ask('{ firm(id: "a") { name } }', null)).cacheControl).toBe('max-age=600');
  });

  it.each([byLookup, byReference])(
    'is refused without one, the rest of the record is given: %s',
    async (query) => {
      for (const _ of ['cold', 'warm']) {
        const { answer, cacheControl } = await ask(query, null);
        expect(JSON.stringify(answer)).toContain('"name":"甲","debts":null');
        expect(answer).toMatchObject({
          errors: [{ message: 'Firm.debts is given for a matter only.', extensions: { code: 'FORBIDDEN' } }],
        });
        expect(cacheControl).toBe('no-store');
      }
      expect(reported).toEqual([]);
    },
  );

  it('is no rule unless it is declared, and none for a field that does not exist', () => {
    expect(() => declare(['Firm.dept', 'Firms.debts', 'Firm'])).toThrow(
      /no field Firm\.dept\n.*no field Firms\.debts\n.*no field Firm$/,
    );
    expect(declare([]).schema.getType('Firm')).toBeDefined();
  });
});

async function callerToken(matter: string | null): Promise<string> {
  const key = await importJWK(keys.privateKey.export({ format: 'jwk' }) as JWK, 'EdDSA');
  return new SignJWT({ sub: 'clerk', matter })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer('tongcha')
    .setAudience('departments')
    .setExpirationTime('1m')
    .sign(key);
}
