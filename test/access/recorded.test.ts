import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Entry } from '#gateway/journal/entry.ts';
import { until } from '../gateway/bare-http.ts';
import { listen } from '../gateway/listener.ts';
import { child, company, shen, trader, zhou } from './governed-departments.ts';
import { headersOf } from './governed-graph.ts';
import { query, startRecorded } from './recorded-graph.ts';

// Nothing is answered that is not recorded, and the record holds nothing of what was answered.

const pairs = (entries: readonly Entry[]) =>
  entries.map(({ kind, trace, part }) => `${kind} ${trace} ${part}`);

describe('an answer', () => {
  it('has a record of what is asked, made before any department is asked, and one of what came of it', async () => {
    const { graph: asked, journal: log, entries } = await startRecorded();
    const whenAsked: number[] = [];
    for (const department of Object.values(asked.departments))
      department.answersInstead((truth) => {
        // Handed over already: durable, or among what waits to be.
        whenAsked.push(log.state().size + log.state().waiting);
        return { body: truth };
      });
    const sizeBefore = log.state().size;
    const reply = await asked.asks(query, { matter: 'all', case: 'C-1' });
    expect(reply.errors).toEqual([]);
    expect(log.state()).toMatchObject({ size: sizeBefore + 2, waiting: 0 });
    expect(whenAsked).toEqual([sizeBefore + 1, sizeBefore + 1]);
    const [intent, outcome] = await entries();
    expect(intent).toMatchObject({
      kind: 'INTENT',
      trace: reply.headers.get('x-request-id'),
      body: {
        caller: { subject: 'clerk' },
        matter: 'all',
        case: 'C-1',
        standing: 'verified',
        policy: 'v1',
        departments: ['civil', 'population'],
        fields: {
          byRecord: ['Citizen.name', 'Citizen.phone', 'Household.address'],
          clear: ['Citizen.household', 'Query.citizen'],
        },
      },
    });
    expect(outcome).toMatchObject({
      kind: 'OUTCOME',
      trace: intent?.trace,
      body: { status: 'answered', departments: [{ department: 'population' }, { department: 'civil' }] },
      values: { count: 3 },
    });
    expect(intent?.subjects).toEqual(outcome?.subjects);
    expect((await log.find({ subject: zhou })).length).toBe(2);
  });

  it('names everybody whose record is in it, asked about or not', async () => {
    const { graph: asked, journal: log } = await startRecorded();
    await asked.asks('{ enterprises { boss { sex accounts { uscc } } } }', { matter: 'all' });
    const counts = await Promise.all(
      [zhou, shen, company, trader, child].map(async (each) => (await log.find({ subject: each })).length),
    );
    expect(counts).toEqual([1, 1, 1, 1, 0]);
  });

  it('that asks no department has none', async () => {
    const { graph: asked, entries } = await startRecorded();
    await asked.asks('{ __typename citizens { name } }');
    await asked.asks('{ __schema { queryType { name } } }', { matter: 'all' });
    expect(await entries()).toEqual([]);
  });

  it('that fails has a record of that', async () => {
    const { graph: asked, entries } = await startRecorded();
    asked.departments['population']?.answersInstead(() => ({ status: 500, body: '' }));
    await asked.asks('{ count }', { matter: 'all' });
    expect((await entries()).map(({ kind, body }) => [kind, body['status'], body['errors']])).toEqual([
      ['INTENT', undefined, undefined],
      ['OUTCOME', 'answered', { DEPARTMENT_UNAVAILABLE: 1 }],
    ]);
  });
});

describe('several answers of one request', () => {
  it('have a pair each: the operations of a batch', async () => {
    const { graph: asked, entries } = await startRecorded({ requests: { maxBatch: 3 } });
    const response = await fetch(`${asked.url}/graphql`, {
      method: 'POST',
      headers: headersOf({ matter: 'all' }),
      body: JSON.stringify([{ query: '{ count }' }, { query: '{ allowances }' }, { query: '{ count }' }]),
    });
    expect(await response.json()).toHaveLength(3);
    const trace = response.headers.get('x-request-id');
    expect(pairs(await entries()).toSorted()).toEqual(
      ['INTENT', 'OUTCOME'].flatMap((kind) => [0, 1, 2].map((part) => `${kind} ${trace} ${part}`)),
    );
  });

  it('have a pair each: the events of a subscription', async () => {
    const { graph: asked, entries } = await startRecorded();
    const stream = await listen(
      asked.url,
      { query: 'subscription { moved { address } }' },
      headersOf({ matter: 'all' }),
    );
    await until(() => asked.moves.listeners() > 0);
    expect(await entries()).toEqual([]);
    for (const number of ['H1', 'H2']) {
      asked.moves.send({ number });
      await stream.next();
    }
    stream.leave();
    const trace = stream.headers.get('x-request-id');
    expect(pairs(await entries())).toEqual(
      [0, 1].flatMap((part) => ['INTENT', 'OUTCOME'].map((kind) => `${kind} ${trace} ${part}`)),
    );
  });
});

describe('nothing of a value or an identifier', () => {
  const secrets = [
    zhou,
    shen,
    child,
    company,
    trader,
    '周明远',
    '沈秋萍',
    '13900000001',
    '上城区H1号',
    '补贴H1',
    '6222000000000001',
    '1234567',
  ];

  it('is in the journal’s files, the log, errors, or what departments that need not know it are told', async () => {
    const {
      graph: asked,
      journal: log,
      file,
    } = await startRecorded({
      vouch: ({ caller, standing, verdict }) =>
        Promise.resolve({ 'x-tongcha-caller': JSON.stringify([caller.subject, standing, verdict]) }),
    });
    const wide = `query($id: ID!) { citizen(idNumber: $id) { name phone tags household { address benefit members { name } } accounts { bank grant } }
      enterprise(uscc: "${company}") { capital rating secret: phone boss { name illness secret } } }`;
    const manner = { matter: 'all', variables: { id: zhou }, headers: { 'x-provenance': 'include' } };
    const reply = await asked.asks(wide, manner);
    expect(secrets.filter((each) => reply.text.includes(each)).length).toBeGreaterThan(5);
    asked.departments['civil']?.answersInstead(() => ({
      body: { errors: [{ message: `失败:${zhou} 周明远` }] },
    }));
    const failing = await asked.asks(wide, manner);
    await log.close();

    const kept = readdirSync(dirname(file)).map((name) => readFileSync(join(dirname(file), name)));
    expect(kept.length).toBeGreaterThanOrEqual(2);
    expect(Buffer.concat(kept).includes('INTENT')).toBe(true);
    expect(secrets.filter((each) => Buffer.concat(kept).includes(each))).toEqual([]);
    expect(secrets.filter((each) => asked.logged().includes(each))).toEqual([]);
    expect(asked.logged()).toContain('DEPARTMENT_');
    const errors = JSON.stringify([failing.errors, failing.extensions]);
    expect(failing.errors.length).toBeGreaterThan(0);
    expect(secrets.filter((each) => errors.includes(each))).toEqual([]);
    const headers = Object.values(asked.departments).flatMap(({ calls }) =>
      calls.map((call) => JSON.stringify(call.headers)),
    );
    expect(headers.length).toBeGreaterThan(5);
    expect(secrets.filter((each) => headers.join().includes(each))).toEqual([]);
    expect(headers.every((each) => each.includes('x-tongcha-caller'))).toBe(true);
  });
});
