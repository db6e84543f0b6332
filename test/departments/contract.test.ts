import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { compose, composeRoster } from '#schema/registry/compose.ts';
import { readRoster } from '#schema/roster.ts';
import { departmentNames, loadDepartment } from '#subgraphs/roster.ts';
import { type Database, openDatabase, writeRegister } from '#subgraphs/toolkit/database.ts';
import type { Department } from '#subgraphs/toolkit/department.ts';
import { serveDepartment } from '#subgraphs/toolkit/serve.ts';
import { createWorld } from '#subgraphs/world/create-world.ts';
import { openRegister, type Register, seededRegister } from '#test/setup/register.ts';

// What the gateway may rely on of every department, each held to it alike.

const root = join(import.meta.dirname, '../..');
const world = createWorld({ seed: 1714, citizens: 3_000, enterprises: 600 });
const keys = generateKeyPairSync('ed25519');
const publicKey = keys.publicKey.export({ format: 'jwk' }) as JWK;

describe('all departments together', () => {
  it('compose into one supergraph without losing a rule', () => {
    const composition = composeRoster(join(root, 'supergraph.yaml'));
    expect(composition.kind === 'failed' ? composition.problems : []).toEqual([]);
  });
});

describe.each(departmentNames())('the %s department', (name) => {
  let department: Department;
  let register: Register;

  beforeAll(async () => {
    department = await loadDepartment(name);
    register = await seededRegister(department, department.seed(world));
  });
  afterAll(() => register.close());

  it('composes alone', () => {
    const roster = readRoster(join(root, 'supergraph.yaml')).filter((entry) => entry.name === name);
    const composition = compose(roster);
    expect(composition.kind === 'failed' ? composition.problems : []).toEqual([]);
  });

  it('resolves every key it holds, fifty of them with one register call', async () => {
    for (const [type, entity] of Object.entries(department.entities)) {
      const held = await keysOf(register.database, entity);
      expect(held.length, `${type} has records in the seeded register`).toBeGreaterThan(0);
      const of = held.slice(0, 50).map((key) => ({ __typename: type, [entity.key]: key }));
      const fields = 'table' in entity ? scalarsOf(department, type) : entity.key;
      const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${fields} } } }`;
      const [answer, calls] = await register.counted(() => register.ask(query, { of }));
      expect(answer.errors).toBeUndefined();
      const found = answer.data?.['_entities'] as ({ [key: string]: unknown } | null)[];
      expect(found.map((each) => each?.[entity.key])).toEqual(of.map((each) => each[entity.key]));
      expect(calls, `register calls for ${of.length} ${type}`).toBe(1);
    }
  });

  it('answers an unknown key with null, beside the known ones in their order', async () => {
    for (const [type, entity] of Object.entries(department.entities)) {
      const [known] = await keysOf(register.database, entity);
      const of = ['no such key', known, "'; drop table x; --"].map((key) => ({
        __typename: type,
        [entity.key]: key,
      }));
      const answer = await register.ask(
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${entity.key} } } }`,
        { of },
      );
      expect(answer.errors).toBeUndefined();
      expect(answer.data?.['_entities']).toEqual([null, { [entity.key]: known }, null]);
    }
  });

  it('batches every relation of fifty references: as many register calls as for one', async () => {
    for (const [type, entity] of Object.entries(department.entities))
      for (const field of relationsOf(department, type)) {
        const held = (await keysOf(register.database, entity)).slice(0, 50);
        const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${field.name} { __typename } } } }`;
        const cost = async (keys: readonly unknown[]) => {
          const of = keys.map((key) => ({ __typename: type, [entity.key]: key }));
          const [answer, calls] = await register.counted(() => register.ask(query, { of }));
          expect(answer.errors, `${type}.${field.name}`).toBeUndefined();
          return calls;
        };
        expect(await cost(held), `${type}.${field.name}`).toBeLessThanOrEqual(
          Math.max(2, await cost(held.slice(0, 1))),
        );
      }
  });

  it('describes every type and field in Chinese and gives each field a share class', () => {
    const missing: string[] = [];
    for (const type of Object.values(department.schema.getTypeMap())) {
      if (isIntrospectionType(type) || !type.astNode) continue;
      if (/^(_|federation__|link__|governance__)/.test(type.name)) continue;
      if (type.name !== 'Query' && !isChinese(type.description)) missing.push(type.name);
      if ('getFields' in type)
        for (const field of Object.values(type.getFields())) {
          if (field.name.startsWith('_')) continue;
          if (!isChinese(field.description)) missing.push(`${type.name}.${field.name}`);
          if (!isObjectType(type)) continue;
          for (const argument of (field as GraphQLField<unknown, unknown>).args)
            if (!isChinese(argument.description))
              missing.push(`${type.name}.${field.name}(${argument.name}:)`);
          const classed =
            has(field.astNode?.directives, 'share') ||
            (type.name !== 'Query' && has(type.astNode.directives, 'resource'));
          if (!classed) missing.push(`${type.name}.${field.name} share class`);
        }
      if (isEnumType(type))
        for (const value of type.getValues())
          if (!isChinese(value.description)) missing.push(`${type.name}.${value.name}`);
    }
    expect(missing).toEqual([]);
  });

  it('has at least two types of its own, twelve fields and one list with filter, order and cursor', () => {
    const own = ownTypes(department);
    expect(own.length).toBeGreaterThanOrEqual(2);
    expect(own.flatMap((type) => Object.keys(type.getFields())).length).toBeGreaterThanOrEqual(12);
    expect(listsOf(department).length).toBeGreaterThanOrEqual(1);
  });

  it('pages through every list without losing or repeating a record, whatever the order', async () => {
    for (const list of listsOf(department)) {
      const { filled } = await register.dataOf<{ filled: { totalCount: number } }>(
        `{ filled: ${list.name} { totalCount } }`,
      );
      for (const orderBy of ordersOf(department, list)) {
        const seen: string[] = [];
        let after: string | null = null;
        for (let page = 0; page < 4; page += 1) {
          const answer: { page: ConnectionAnswer } = await register.dataOf(
            `query ($after: String) { page: ${list.name}(first: 7, after: $after, orderBy: ${orderBy}) { edges { cursor } pageInfo { hasNextPage endCursor } } }`,
            { after },
          );
          const { edges, pageInfo } = answer.page;
          seen.push(...edges.map(({ cursor }) => cursor));
          after = pageInfo.endCursor;
          if (!pageInfo.hasNextPage) break;
        }
        expect(new Set(seen).size, `${list.name} by ${orderBy}`).toBe(seen.length);
        expect(seen.length, `${list.name} by ${orderBy}`).toBe(Math.min(28, filled.totalCount));
      }
    }
  });

  it('refuses a page size or cursor that can not be, in words that say what to do', async () => {
    const [list] = listsOf(department);
    const size = await register.ask(`{ ${list?.name}(first: 101) { totalCount } }`);
    expect(size.errors?.[0]?.message).toMatch(/between 1 and 100; got 101/);
    const cursor = await register.ask(`{ ${list?.name}(after: "garbage") { totalCount } }`);
    expect(cursor.errors?.[0]?.message).toMatch(/pass endCursor/);
  });

  it('refuses a call that the gateway did not sign', async () => {
    const server = await serveDepartment(department, {
      database: register.database,
      callerKey: publicKey,
      report: () => undefined,
    });
    const foreign = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK;
    const good = await callerToken(keys.privateKey.export({ format: 'jwk' }) as JWK, 60);
    const status = async (token?: string) =>
      (
        await server.inject({
          method: 'POST',
          url: '/graphql',
          headers: token === undefined ? {} : { 'x-tongcha-caller': token },
          payload: { query: '{ __typename }' },
        })
      ).statusCode;
    expect(await status()).toBe(401);
    expect(await status('garbage')).toBe(401);
    expect(await status(await callerToken(foreign, 60))).toBe(401);
    expect(await status(await callerToken(keys.privateKey.export({ format: 'jwk' }) as JWK, -60))).toBe(401);
    expect(await status(`${good.slice(0, -8)}AAAAAAAA`)).toBe(401);
    expect(await status(good)).toBe(200);
    await server.close();
  });

  it('tells wrong input, a wrong operation and its own failure apart, warm or cold, and reports the last alone', async () => {
    const reported: Error[] = [];
    const server = await serveDepartment(department, {
      database: register.database,
      callerKey: publicKey,
      report: (error) => reported.push(error),
    });
    const token = await callerToken(keys.privateKey.export({ format: 'jwk' }) as JWK, 60);
    const codeOf = async (query: string, variables = {}) => {
      const headers = { 'x-tongcha-caller': token };
      const answer = await server.inject({
        method: 'POST',
        url: '/graphql',
        headers,
        payload: { query, variables },
      });
      return answer.json<{ errors: { extensions: { code: string } }[] }>().errors[0]?.extensions.code;
    };
    const [list] = listsOf(department);
    for (const _ of ['cold', 'warm']) {
      expect(await codeOf(`{ ${list?.name}(first: 0) { totalCount } }`)).toBe('BAD_USER_INPUT');
      expect(await codeOf(`query ($n: Int) { ${list?.name}(first: $n) { totalCount } }`, { n: 'x' })).toBe(
        'BAD_USER_INPUT',
      );
      expect(await codeOf('{ nothing }')).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(await codeOf('{ ')).toBe('GRAPHQL_VALIDATION_FAILED');
    }
    expect(reported).toEqual([]);
    await server.close();
  });

  it('says how long an answer stays fresh, and that its register is well', async () => {
    const server = await serveDepartment(department, {
      database: register.database,
      callerKey: publicKey,
      report: () => undefined,
    });
    const token = await callerToken(keys.privateKey.export({ format: 'jwk' }) as JWK, 60);
    const post = (query: string) =>
      server.inject({
        method: 'POST',
        url: '/graphql',
        headers: { 'x-tongcha-caller': token },
        payload: { query },
      });
    const [list] = listsOf(department);
    const answer = await post(`{ ${list?.name}(first: 1) { edges { node { __typename } } } }`);
    expect(answer.headers['cache-control']).toMatch(/^max-age=[1-9]/);
    const wrong = await post(`{ ${list?.name}(first: 0) { totalCount } }`);
    expect(wrong.headers['cache-control']).toBe('no-store');
    expect((await server.inject('/health')).json()).toEqual({ department: name, status: 'ok' });
    await server.close();
  });

  it('answers from PostgreSQL as from SQLite', async () => {
    const url = new URL(inject('postgresUrl'));
    const schema = `department_${name.replaceAll('-', '_')}`;
    const admin = openDatabase(url.href);
    await admin.kysely.schema.createSchema(schema).ifNotExists().execute();
    await admin.close();
    url.searchParams.set('options', `-c search_path=${schema}`);
    await writeRegister(url.href, department.tables, department.seed(world));
    const postgres = openRegister(department, url.href);
    try {
      for (const [type, entity] of Object.entries(department.entities)) {
        const of = (await keysOf(register.database, entity))
          .slice(0, 20)
          .map((key) => ({ __typename: type, [entity.key]: key }));
        const source = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${scalarsOf(department, type)} } } }`;
        expect(await postgres.ask(source, { of })).toEqual(await register.ask(source, { of }));
      }
      for (const list of listsOf(department))
        for (const orderBy of ordersOf(department, list)) {
          const source = `{ ${list.name}(first: 50, orderBy: ${orderBy}) { totalCount edges { cursor node { ${scalarsOf(department, nodeOf(list).name)} } } } }`;
          expect(await postgres.ask(source)).toEqual(await register.ask(source));
        }
    } finally {
      await postgres.close();
    }
  });
});

type ConnectionAnswer = {
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};

async function keysOf(
  database: Database,
  entity: Department['entities'][string],
): Promise<readonly unknown[]> {
  const [table, column] =
    'table' in entity ? [entity.table, entity.key] : (entity.heldIn[0] as readonly [string, string]);
  const rows = await database.kysely
    .selectFrom(table)
    .select(column)
    .distinct()
    .where(column, 'is not', null)
    .orderBy(column)
    .limit(60)
    .execute();
  return rows.map((row) => row[column]);
}

function objectType(department: Department, name: string) {
  const type = department.schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type`);
  return type;
}

/** The fields of a type that need no argument and hold a value of their own. */
function scalarsOf(department: Department, type: string): string {
  return Object.values(objectType(department, type).getFields())
    .filter((field) => isLeafType(getNamedType(field.type)) && field.args.length === 0)
    .map(({ name }) => name)
    .join(' ');
}

function relationsOf(department: Department, type: string) {
  return Object.values(objectType(department, type).getFields()).filter((field) =>
    isObjectType(getNamedType(field.type)),
  );
}

function ownTypes(department: Department) {
  return Object.values(department.schema.getTypeMap())
    .filter(isObjectType)
    .filter(
      ({ name }) =>
        !/^(__|_|federation__|link__|Query$|Citizen$|Enterprise$|PageInfo$)|(Connection|Edge)$/.test(name),
    );
}

function listsOf(department: Department) {
  return Object.values(department.schema.getQueryType()?.getFields() ?? {}).filter(
    (field) =>
      getNamedType(field.type).name.endsWith('Connection') &&
      ['first', 'after', 'filter', 'orderBy'].every((name) =>
        field.args.some((argument) => argument.name === name),
      ),
  );
}

function nodeOf(list: GraphQLField<unknown, unknown>): GraphQLObjectType {
  const edges = fieldOf(getNamedType(list.type), 'edges');
  const node = getNamedType(fieldOf(edges, 'node'));
  if (!isObjectType(node)) throw new Error(`${list.name} is no list of objects`);
  return node;
}

function ordersOf(department: Department, list: GraphQLField<unknown, unknown>): readonly string[] {
  const order = department.schema.getType(String(list.args.find(({ name }) => name === 'orderBy')?.type));
  const field = isInputObjectType(order) ? getNamedType(order.getFields()['field']?.type) : undefined;
  if (!isEnumType(field)) throw new Error(`${list.name} has no order by field`);
  return field
    .getValues()
    .flatMap(({ name }) => [`{ field: ${name} }`, `{ field: ${name}, direction: DESC }`]);
}

function fieldOf(type: GraphQLNamedType, name: string): GraphQLNamedType {
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  if (!field) throw new Error(`${type.name} has no field ${name}`);
  return getNamedType(field.type);
}

function isChinese(text: string | null | undefined): boolean {
  return /\p{Script=Han}/u.test(text ?? '');
}

function has(directives: readonly { name: { value: string } }[] | undefined, name: string): boolean {
  return directives?.some((directive) => directive.name.value === name) ?? false;
}

async function callerToken(key: JWK, seconds: number): Promise<string> {
  return new SignJWT({ matter: null, case: null })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setSubject('test')
    .setIssuer('tongcha')
    .setAudience('departments')
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(await importJWK(key, 'EdDSA'));
}
