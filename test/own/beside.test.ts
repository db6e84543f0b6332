import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Fault, Refusal } from '#gateway/errors.ts';
import type { Question } from '#gateway/fetch/department.ts';
import { anonymousExplorer } from '#gateway/identity/caller.ts';
import { openOwn } from '#gateway/own/department.ts';
import { ownSchema } from '#gateway/own/schema.ts';
import { ownSubgraph } from '#schema/own.ts';
import { compose } from '#schema/registry/compose.ts';
import { readRoster } from '#schema/roster.ts';
import { callerOf, type OpenGateway, openGateway, purposeOf, supergraphText } from './open-gateway.ts';
import { type Population, startPopulation } from './population.ts';

// What the gateway answers itself stands beside the departments as one of them, and costs them nothing.

const root = join(import.meta.dirname, '../..');
const citizen = '330199197903129813';
const clerk = callerOf('clerk-enterprise');
const headers = purposeOf('clerk-enterprise');
let population: Population;
let gateway: OpenGateway;
let policyFolder: string;

beforeAll(async () => {
  population = await startPopulation();
  policyFolder = mkdtempSync(join(tmpdir(), 'tongcha-own-policy-'));
  cpSync(join(root, 'schema/policy'), policyFolder, { recursive: true });
  writeFileSync(
    join(policyFolder, 'quotas.yaml'),
    'requests: [{ perHour: 1, perDay: 1 }]\nsubjectsPerHour: { default: 1 }\n',
  );
  gateway = await openGateway({
    ...population,
    policyFolder,
    standingOf: () => Promise.resolve({ kind: 'none' }),
  });
});
afterAll(async () => {
  await gateway.close();
  await population.close();
  rmSync(policyFolder, { recursive: true, force: true });
});

describe('asked beside a department', () => {
  it('is answered in the same operation, and the intent names both', async () => {
    const { data, errors } = await gateway.ask(
      clerk,
      `{ mine: myMatters { ...offer } citizen(idNumber: "${citizen}") { name } rights: myRights { at: path } }
       fragment offer on MatterOffer { what: code __typename }`,
      { headers },
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      mine: [{ what: 'enterprise-opening', __typename: 'MatterOffer' }],
      citizen: { name: '周**' },
      rights: expect.arrayContaining([{ at: 'Citizen.name' }]),
    });
    expect((await gateway.entries('INTENT')).map(({ body }) => body['departments'])).toEqual([
      ['population', 'tongcha'],
    ]);
  });

  it('uses no quota, where a department would', async () => {
    const again = await gateway.ask(clerk, `{ citizen(idNumber: "${citizen}") { name } }`, { headers });
    expect(again.errors[0]?.extensions['code']).toBe('QUOTA_EXCEEDED');
    for (let each = 0; each < 3; each += 1)
      expect(
        (await gateway.ask(clerk, '{ myMatters { code } myRights { path } }', { headers })).errors,
      ).toEqual([]);
    const auditor = callerOf('auditor');
    for (const subject of [citizen, '330199198506079810', '91330199MA2TC00107'])
      expect((await gateway.ask(auditor, `{ accessLog(subject: "${subject}") { next } }`)).errors).toEqual(
        [],
      );
  });

  it('fails by itself: what is asked of it beside the failure is told', async () => {
    const { data, errors } = await gateway.ask(
      clerk,
      `{ a: accessLog(subject: "${citizen}") { next } b: accessLog(subject: "x") { next } myMatters { code } }`,
      { headers },
    );
    expect(data).toEqual({ a: null, b: null, myMatters: [{ code: 'enterprise-opening' }] });
    expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['a'], 'FORBIDDEN'],
      [['b'], 'INVALID_IDENTIFIER'],
    ]);
  });
});

describe('the department that the gateway is', () => {
  const asking = {
    caller: anonymousExplorer,
    purpose: { matter: null, case: null },
    standing: { kind: 'none' } as const,
    unmasked: null,
    trace: 'T',
  };
  it('tells refusals and faults as they are, and of anything else only that it failed', async () => {
    const own = openOwn({
      myMatters: () => {
        throw new Refusal('FORBIDDEN', 'words for the caller');
      },
      myRights: () => Promise.reject(new Fault('JOURNAL_UNAVAILABLE')),
      unmaskings: () => {
        throw new Error(`words about ${citizen}`);
      },
      accessLog: () => ({ lookUps: [], later: [], next: 'on' }),
    });
    const reply = await own
      .for(asking)
      .ask(
        question(
          '{ myMatters { code } myRights { path } unmaskings { id } accessLog(subject: "s") { next } }',
        ),
      ).reply;
    if (reply instanceof Fault) throw reply;
    expect(reply.data).toEqual({
      myMatters: null,
      myRights: null,
      unmaskings: null,
      accessLog: { next: 'on' },
    });
    expect(reply.errors.map(({ message }) => message)).toEqual(['', '', '']);
    const byField = new Map(reply.errors.map(({ path, problem }) => [path?.[0], problem]));
    expect(byField.get('myMatters')).toMatchObject({ code: 'FORBIDDEN', message: 'words for the caller' });
    expect(byField.get('myRights')).toMatchObject({ code: 'JOURNAL_UNAVAILABLE' });
    expect(byField.get('unmaskings')).toMatchObject({ code: 'DEPARTMENT_FAILED' });
    expect(byField.get('unmaskings')?.message).not.toContain(citizen);
  });

  it('gives a fault for what is no operation at all', async () => {
    const way = openOwn({}).for(asking);
    expect(await way.ask(question('{ myMatters {')).reply).toBeInstanceOf(Fault);
    expect(way.name).toBe('tongcha');
  });

  it('answers every root field of its schema, or says why not', async () => {
    const asked = {
      myMatters: '{ myMatters { code } }',
      myRights: '{ myRights { path } }',
      accessLog: `{ accessLog(subject: "${citizen}") { next } }`,
      unmaskings: '{ unmaskings { id } }',
      unmask: `mutation { unmask(subject: "${citizen}", reason: "一二三四五六七八九十") { id } }`,
      reviewUnmasking: 'mutation { reviewUnmasking(id: "1", verdict: JUSTIFIED, note: "一") { id } }',
    };
    const schema = ownSchema();
    const roots = [schema.getQueryType(), schema.getMutationType()];
    expect(new Set(roots.flatMap((root) => Object.keys(root?.getFields() ?? {})))).toEqual(
      new Set(Object.keys(asked)),
    );
    for (const [field, query] of Object.entries(asked)) {
      const { data, errors } = await gateway.ask(anonymousExplorer, query);
      if (field.startsWith('my')) expect(data?.[field], field).toBeInstanceOf(Array);
      else expect(errors[0]?.extensions['code'], field).toBe('FORBIDDEN');
    }
  });
});

describe('a supergraph', () => {
  const departments = readRoster(join(root, 'supergraph.yaml'));
  it('has the gateway at no address', () => {
    expect(Object.keys(gateway.engine.graph.departmentUrls)).toEqual(
      expect.arrayContaining(departments.map(({ name }) => name)),
    );
    expect(gateway.engine.graph.departmentUrls).not.toHaveProperty('tongcha');
    expect(supergraphText).toContain('"gateway:own"');
  });

  it('without it is served as before', async () => {
    const plain = await openGateway({ ...population, sdl: sdlOf(departments) });
    const known = await plain.ask(clerk, `{ citizen(idNumber: "${citizen}") { name } }`, {
      headers: { 'x-matter': 'enterprise-opening' },
    });
    expect(known.data).toEqual({ citizen: { name: '周**' } });
    expect((await plain.ask(clerk, '{ myMatters { code } }')).status).toBe(400);
    await plain.close();
  });

  it('in which a department elsewhere has the name is asked there, and that is recorded', async () => {
    const elsewhere = { ...ownSubgraph, routingUrl: 'http://127.0.0.1:1/graphql' };
    const other = await openGateway({ ...population, sdl: sdlOf([...departments, elsewhere]) });
    expect(other.engine.own).toBeNull();
    const { errors } = await other.ask(clerk, '{ myMatters { code } }');
    expect(errors[0]?.extensions['code']).toBe('DEPARTMENT_UNAVAILABLE');
    expect(await other.entries('INTENT')).toHaveLength(1);
    await other.close();
  });
});

function question(query: string): Question {
  return { body: JSON.stringify({ query }), vouched: {}, trace: 'T', leftMs: 1_000, isRead: true };
}

function sdlOf(roster: Parameters<typeof compose>[0]): string {
  const composition = compose(roster);
  if (composition.kind === 'failed') throw new Error(composition.problems.join('\n'));
  return composition.supergraph;
}
