import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Identity } from '#gateway/identity/identify.ts';
import { readPersonas } from '#gateway/identity/personas.ts';
import { checkCaseNumber } from '#schema/identifiers/case-number.ts';
import { fillCases } from '#subgraphs/cases/seed/fill.ts';
import { type Noted, serveCases } from '#subgraphs/cases/serve.ts';
import { callerVerifier } from '#subgraphs/toolkit/caller.ts';
import { type Database, openDatabase } from '#subgraphs/toolkit/database.ts';
import { colleagueOf, gatewayWithKeys, identityOf } from './people.ts';

const gateway = gatewayWithKeys();
afterAll(() => gateway.forget());
const clerk = identityOf('clerk-enterprise');
const own = clerk.purpose.case ?? '';
const party = { kind: 'enterprise', identifier: '91330199MA2TC00107', role: 'APPLICANT' };
const opening = {
  matter: 'enterprise-opening',
  parties: [party],
  clerks: ['clerk-enterprise'],
  region: '330106',
};

describe.each(['sqlite', 'postgres'])('the case register over %s', (kind) => {
  const noted: Noted[] = [];
  const failures: Error[] = [];
  let database: Database;
  let server: Server;
  let url: string;
  beforeAll(async () => {
    database = openDatabase(kind === 'sqlite' ? join(gateway.folder, 'cases.sqlite') : await freshPostgres());
    await fillCases(database);
    server = serveCases({
      database,
      verify: callerVerifier(JSON.parse(readFileSync(gateway.publicKeyFile, 'utf8'))),
      note: (call) => noted.push(call),
      report: (error) => failures.push(error),
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await new Promise((closed) => server.close(closed));
    await database.close();
  });

  async function call(method: string, path: string, by: Identity | null = clerk, body?: unknown) {
    const headers = by ? await gateway.vouch(by) : {};
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(url + path, { method, headers, ...(text && { body: text }) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
  const about = async (sequence: number) =>
    (await call('GET', `/cases/330199-20260616-00000${sequence}`)).body;

  it('holds an open case for each persona with a matter, about its subjects and assigned to it', async () => {
    const withMatter = readPersonas().personas.filter(({ matter }) => matter !== undefined);
    expect(withMatter.length).toBeGreaterThanOrEqual(9);
    for (const { persona, case: number, matter, org, enterprise, citizen } of withMatter) {
      const { status, body } = await call('GET', `/cases/${number}`);
      expect(status, persona).toBe(200);
      expect(body).toMatchObject({
        number,
        matter,
        state: 'OPEN',
        unit: org,
        clerks: [persona],
        closedAt: null,
      });
      const parties = (body['parties'] as { identifier: string }[]).map(({ identifier }) => identifier);
      expect(parties.toSorted()).toEqual(
        [enterprise, citizen].filter((each) => each !== undefined).toSorted(),
      );
    }
  });

  it('holds others too: closed, withdrawn, suspended, somebody else’s, of another matter', async () => {
    expect(await about(1)).toMatchObject({ state: 'CLOSED', closedAt: expect.any(String) });
    expect((await about(2))['clerks']).not.toContain('clerk-enterprise');
    expect(await about(3)).toMatchObject({ state: 'OPEN', clerks: ['clerk-enterprise'] });
    expect(JSON.stringify((await about(3))['parties'])).not.toContain(party.identifier);
    expect((await about(4))['matter']).toBe('real-estate-one-window');
    expect((await about(5))['state']).toBe('WITHDRAWN');
    expect((await about(6))['state']).toBe('SUSPENDED');
  });

  it('is filled once: what is there already stays as it is', async () => {
    expect(await fillCases(database)).toBe(0);
  });

  it('answers nobody for whom the gateway does not vouch, and everybody how it is', async () => {
    const other = gatewayWithKeys();
    const foreign = await fetch(`${url}/cases/${own}`, { headers: await other.vouch(clerk) });
    other.forget();
    expect(foreign.status).toBe(401);
    const { status, body } = await call('GET', `/cases/${own}`, null);
    expect([status, codeOf(body)]).toEqual([401, 'UNAUTHENTICATED']);
    expect((await call('POST', '/cases', null, opening)).status).toBe(401);
    expect(await call('GET', '/health', null)).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it('tells an unknown number, a number that is none, a path and a method that it has not', async () => {
    expect(codeOf((await call('GET', '/cases/330199-20260615-999999')).body)).toBe('CASE_NOT_FOUND');
    expect(codeOf((await call('GET', '/cases/330199-20260231-000001')).body)).toBe('BAD_REQUEST');
    expect(codeOf((await call('GET', '/elsewhere')).body)).toBe('NO_SUCH_PATH');
    expect(codeOf((await call('POST', `/cases/${own}/constructor`)).body)).toBe('NO_SUCH_PATH');
    expect(codeOf((await call('DELETE', `/cases/${own}`)).body)).toBe('METHOD_NOT_ALLOWED');
    expect(codeOf((await call('GET', `/cases/${own}/close`)).body)).toBe('METHOD_NOT_ALLOWED');
  });

  it('opens a case for a window clerk, under the next number of the day, and leads it to its end', async () => {
    const first = await call('POST', '/cases', clerk, opening);
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ ...opening, state: 'OPEN', unit: clerk.caller.org, version: 1 });
    const number = String(first.body['number']);
    expect(checkCaseNumber(number).kind).toBe('valid');
    expect((await call('GET', `/cases/${number}`)).body).toEqual(first.body);
    const step = async (word: string, body?: unknown) =>
      (await call('POST', `/cases/${number}/${word}`, clerk, body)).body;
    expect(await step('assign', { clerks: ['a', 'b'] })).toMatchObject({ clerks: ['a', 'b'], version: 2 });
    expect(await step('suspend')).toMatchObject({ state: 'SUSPENDED', version: 3 });
    expect(await step('resume')).toMatchObject({ state: 'OPEN', version: 4 });
    expect(await step('close')).toMatchObject({ state: 'CLOSED', version: 5, closedAt: expect.any(String) });
    for (const word of ['close', 'withdraw', 'resume']) expect(codeOf(await step(word))).toBe('CONFLICT');
    const acts = await database.kysely
      .selectFrom('caseAct')
      .select(['act', 'subject'])
      .where('number', '=', number)
      .orderBy('version')
      .execute();
    expect(acts.map(({ act }) => act)).toEqual(['OPENED', 'ASSIGNED', 'SUSPENDED', 'RESUMED', 'CLOSED']);
    expect(new Set(acts.map(({ subject }) => subject))).toEqual(new Set(['clerk-enterprise']));
  });

  it('gives cases opened at once numbers of their own, and loses no change of those made at once', async () => {
    const opened = await Promise.all(
      Array.from({ length: 12 }, () => call('POST', '/cases', clerk, opening)),
    );
    expect(opened.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 201));
    expect(new Set(opened.map(({ body }) => body['number'])).size).toBe(12);
    const number = String(opened[0]?.body['number']);
    const changed = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((each) =>
        call('POST', `/cases/${number}/assign`, clerk, { clerks: [each] }),
      ),
    );
    expect(new Set(changed.map(({ body }) => body['version']))).toEqual(new Set([2, 3, 4, 5, 6, 7]));
  });

  it('lets only a window clerk of the case’s unit, within the region served, change it', async () => {
    expect((await call('POST', '/cases', identityOf('analyst'), opening)).status).toBe(403);
    expect((await call('POST', `/cases/${own}/close`, identityOf('auditor'))).status).toBe(403);
    const another = await call('POST', `/cases/${own}/close`, identityOf('clerk-water'));
    expect([another.status, codeOf(another.body)]).toEqual([403, 'NOT_PERMITTED']);
    expect((await call('POST', '/cases', clerk, { ...opening, region: '320505' })).status).toBe(403);
    expect((await call('POST', '/cases', identityOf('sasac-inspector'), opening)).status).toBe(201);
    expect((await call('GET', `/cases/${own}`)).body['state']).toBe('OPEN');
  });

  it.each<[string, unknown, RegExp]>([
    ['that is no JSON', '{"matter":', /must be JSON/],
    ['that is no object', [], /JSON object/],
    ['without anything', {}, /"matter".*"clerks".*"region".*"parties"/],
    ['with a party twice', { ...opening, parties: [party, party] }, /somebody twice/],
    ['without clerks', { ...opening, clerks: [] }, /"clerks" must be a list of 1 to 20/],
    ['with a role that is none', { ...opening, parties: [{ ...party, role: 'X' }] }, /"parties\[0\]".*roles/],
    ['with a kind of Object’s', { ...opening, parties: [{ ...party, kind: 'toString' }] }, /of kind citizen/],
    ['with a party that is none', { ...opening, parties: [null] }, /"parties\[0\]"/],
    [
      'with a wrong identifier',
      { ...opening, parties: [{ ...party, identifier: '91330199MA2TC00108' }] },
      /"parties\[0\]": /,
    ],
  ])('refuses an opening %s, all problems at once and no identifier repeated', async (_, body, told) => {
    const answer = await call('POST', '/cases', clerk, body);
    expect(answer.status).toBe(400);
    expect((answer.body['error'] as { message: string }).message).toMatch(told);
    expect(JSON.stringify(answer.body)).not.toContain('91330199MA2TC');
  });

  it('refuses a body that is too large and goes on', async () => {
    expect((await call('POST', '/cases', clerk, `"${'x'.repeat(100_000)}"`)).status).toBe(413);
    expect((await call('GET', `/cases/${own}`)).status).toBe(200);
  });

  it('notes who asked for which case, and of a path only a case number', async () => {
    await call('GET', `/cases/${own}`, colleagueOf(clerk, 'somebody'));
    expect(noted.at(-1)).toEqual({ subject: 'somebody', method: 'GET', case: own, status: 200 });
    await call('GET', '/cases/330199197903129813');
    expect(noted.at(-1)).toMatchObject({ case: null, status: 400 });
    expect(failures).toEqual([]);
  });
});

function codeOf(body: Record<string, unknown>): unknown {
  return (body['error'] as { readonly code?: unknown } | undefined)?.code;
}

/** A database of its own in the run's PostgreSQL. */
async function freshPostgres(): Promise<string> {
  const all = openDatabase(inject('postgresUrl'));
  const name = `cases_${randomBytes(4).toString('hex')}`;
  await sql`create database ${sql.id(name)}`.execute(all.kysely);
  await all.close();
  return inject('postgresUrl').replace(/\/[^/]*$/, `/${name}`);
}
