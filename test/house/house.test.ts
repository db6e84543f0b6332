import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, query, startHouse } from '#test/setup/house.ts';

// The house as its users meet it: started whole, asked over HTTP, hurt, and ended.

const root = join(import.meta.dirname, '../..');
const recorder = join(root, 'test/setup/record-connections.mjs');
const connections = join(mkdtempSync(join(tmpdir(), 'tongcha-connections-')), 'outside.log');
const flagship = '91330199MA2TC00107';
const profile = readmeQuery();
const departments = ['population', 'legal-entity', 'tax', 'education', 'water', 'transport', 'sasac'];

let house: House;
let clerk: Record<string, string>;
let analyst: Record<string, string>;
beforeAll(async () => {
  house = await startHouse({ NODE_OPTIONS: `--import=${recorder}`, TONGCHA_CONNECTIONS: connections });
  clerk = {
    authorization: `Bearer ${house.token('clerk-enterprise')}`,
    'x-matter': 'enterprise-opening',
    'x-case': '330199-20260615-000001',
  };
  analyst = {
    authorization: `Bearer ${house.token('analyst')}`,
    'x-matter': 'regional-economy-analysis',
  };
}, 180_000);
afterAll(() => house?.stop());

describe('one profile from seven departments', () => {
  it('answers the query of the README with what the matter permits, from all seven', async () => {
    const { status, data, errors } = await house.query(profile, { uscc: flagship }, clerk);
    expect(status).toBe(200);
    const enterprise = data?.['enterprise'] as Record<string, unknown>;
    expect(enterprise['name']).toBe('杭州明远饮品有限公司');
    const refused = ['taxCreditGrades', 'vehicles'];
    for (const [part, value] of Object.entries(enterprise))
      if (refused.includes(part)) expect(value, part).toBeNull();
      else expect(value, `the part ${part} of the profile`).not.toSatisfy(isEmpty);
    expect(enterprise).toMatchObject({
      legalRepresentative: { name: '周**', sex: 'MALE', household: null },
      taxRegistration: { state: 'NORMAL' },
    });
    expect(errors.map(({ path }) => String(path?.join('.'))).toSorted()).toEqual([
      'enterprise.legalRepresentative.household',
      'enterprise.stateOwnedEquity.stateShareRatio',
      'enterprise.taxCreditGrades',
      'enterprise.vehicles',
    ]);
    for (const { extensions } of errors)
      expect(extensions).toMatchObject({ code: 'UNAUTHORIZED_FIELD_OR_TYPE', reason: 'NOT_GRANTED' });
  });

  it('shows without a matter what is shared with everybody, and asks nobody for the rest', async () => {
    const { authorization = '' } = clerk;
    const { data, headers } = await house.query(profile, { uscc: flagship }, { authorization });
    expect(data).toMatchObject({
      enterprise: { name: '杭州明远饮品有限公司', taxRegistration: null, legalRepresentative: null },
    });
    const line = await logged(headers.get('x-request-id'));
    expect(askedIn(line)).toEqual(['education', 'legal-entity', 'transport', 'water']);
  });

  it('asks each of the seven once, all but the one that is asked about a person at the same time', async () => {
    const { headers } = await house.query(profile, { uscc: flagship }, clerk);
    const line = await logged(headers.get('x-request-id'));
    expect(askedIn(line)).toEqual([...departments].toSorted());
    expect(line.waves).toBe(2);
    const ofTheFirm = profile.replace(/legalRepresentative \{.*?\}\s*\}/s, '');
    const alone = await house.query(ofTheFirm, { uscc: flagship }, clerk);
    const first = await logged(alone.headers.get('x-request-id'));
    expect(askedIn(first)).toEqual(departments.filter((name) => name !== 'population').toSorted());
    expect(first.waves).toBe(1);
  });

  it('says on request who answered and when, under the trace id of the log', async () => {
    const { headers, extensions } = await house.query(
      profile,
      { uscc: flagship },
      { ...clerk, 'x-provenance': 'include' },
    );
    const { trace, sources } = extensions as {
      trace: string;
      sources: { department: string; fetchedAt: string }[];
    };
    expect(trace).toBe(headers.get('x-request-id'));
    expect(sources.map(({ department }) => department).toSorted()).toEqual([...departments].toSorted());
    for (const { fetchedAt } of sources) expect(Date.parse(fetchedAt)).not.toBeNaN();
    expect((await house.query('{ __typename }', {}, clerk)).extensions).toBeUndefined();
  });

  it('asks each department once for a page of fifty enterprises with tax and water', async () => {
    const { data, errors, headers } = await house.query(
      `{ enterprises(first: 50) { edges { node { uscc name taxRegistration { state } waterPermits { permitNumber } } } } }`,
      {},
      analyst,
    );
    expect(errors).toEqual([]);
    expect(data).toHaveProperty('enterprises.edges.length', 50);
    const line = await logged(headers.get('x-request-id'));
    expect(askedIn(line)).toEqual(['legal-entity', 'tax', 'water']);
  });

  it('lets every persona that npm run personas lists look up what it may try', async () => {
    const response = await fetch(`${house.url}/dev/personas`);
    const personas = (await response.json()) as Readonly<Record<string, string>>[];
    expect(personas.length).toBeGreaterThanOrEqual(6);
    for (const { persona = '', matter, matterTitle, case: number, enterprise, citizen } of personas) {
      expect(matterTitle, persona).toEqual(matter ? expect.stringMatching(/\p{Script=Han}/u) : undefined);
      expect(enterprise ?? citizen, persona).toBeDefined();
      const headers = {
        authorization: `Bearer ${house.token(persona)}`,
        ...(matter && { 'x-matter': matter }),
        ...(number && { 'x-case': number }),
      };
      if (enterprise !== undefined) {
        const { data, errors } = await house.query(
          'query ($k: ID!) { enterprise(uscc: $k) { name } }',
          { k: enterprise },
          headers,
        );
        expect(errors).toEqual([]);
        expect(data, persona).toHaveProperty('enterprise.name');
      }
      if (citizen !== undefined) {
        const { data, errors } = await house.query(
          'query ($k: ID!) { citizen(idNumber: $k) { name } }',
          { k: citizen },
          headers,
        );
        // Whoever has no matter is told that people are shown for one only.
        expect(errors[0]?.extensions['reason'], persona).toBe(matter ? undefined : 'NO_MATTER');
        if (matter) expect(data, persona).toHaveProperty('citizen.name', expect.any(String));
      }
    }
  });
});

describe('what callers may send', () => {
  it('tells what is wrong with a citizen number or credit code, before any department is asked', async () => {
    const wrong = await house.query('{ enterprise(uscc: "91330199MA2TC00108") { name } }', {}, clerk);
    expect(wrong.status).toBe(400);
    expect(wrong.errors[0]?.extensions).toMatchObject({ code: 'INVALID_IDENTIFIER', problem: 'CHECK_DIGIT' });
    const short = await house.query(
      'query ($n: ID!) { citizen(idNumber: $n) { name } }',
      { n: '33019919790312981' },
      clerk,
    );
    expect(short.errors[0]?.extensions).toMatchObject({ code: 'INVALID_IDENTIFIER', problem: 'LENGTH' });
  });

  it.each([
    ['a literal', '{ taxRegistrations(filter: { registeredOnFrom: "2023-99-99" }) { totalCount } }', {}],
    [
      'a variable',
      'query ($d: Date) { taxRegistrations(filter: { registeredOnFrom: $d }) { totalCount } }',
      { d: 'soon' },
    ],
  ])('tells a date that is none in %s, cold and warm', async (_, query, variables) => {
    for (const _time of ['cold', 'warm']) {
      const { errors } = await house.query(query, variables, analyst);
      expect(errors[0]?.extensions).toMatchObject({ code: 'ARGUMENT_REFUSED', department: 'tax' });
      expect(errors[0]?.message).toContain('YYYY-MM-DD');
    }
  });

  it('refuses a token that this gateway can not trust', async () => {
    const { status, errors } = await house.query('{ __typename }', {}, { authorization: 'Bearer a.b.c' });
    expect(status).toBe(401);
    expect(errors[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('answers a department asked past the gateway with a refusal', async () => {
    const port = Number(new URL(house.url).port) + 3;
    const { status } = await query(`http://127.0.0.1:${port}/graphql`, {
      source: '{ __typename }',
      variables: {},
      headers: {},
    });
    expect(status).toBe(401);
  });
});

describe('what leaves the house', () => {
  it('writes no citizen number, credit code, name or token into any log', async () => {
    await house.query(
      'query ($n: ID!) { citizen(idNumber: $n) { idNumber name registeredAddress } }',
      { n: '330199197903129813' },
      clerk,
    );
    await house.query(
      'query Q330199197903129813 { citizen(idNumber: "330199197903129813") { name } }',
      {},
      clerk,
    );
    await house.query('{ citizen(idNumber: "330199197903129814") { name } }', {}, clerk);
    const output = house.output();
    expect(output).not.toMatch(/\d{17}[\dX]/);
    expect(output).not.toContain(flagship);
    expect(output).not.toMatch(/周明远|杭州明远/);
    expect(output).not.toContain(clerk['authorization']?.slice(7, 60));
  });

  it('never reaches for anything outside the loopback', () => {
    expect(existsSync(connections) ? readFileSync(connections, 'utf8') : '').toBe('');
    const attempt = spawnSync(
      process.execPath,
      [`--import=${recorder}`, '-e', 'fetch("http://tongcha.example/").catch(() => {})'],
      {
        env: { ...process.env, TONGCHA_CONNECTIONS: `${connections}.control` },
      },
    );
    expect(attempt.status).toBe(0);
    expect(readFileSync(`${connections}.control`, 'utf8')).toContain('tongcha.example');
  });
});

describe('a department goes dark', () => {
  it('leaves the other six answering, with errors at the dark paths only', async () => {
    const { tax } = house.processes();
    process.kill(tax as number, 'SIGKILL');
    const { status, data, errors } = await house.query(profile, { uscc: flagship }, clerk);
    expect(status).toBe(200);
    const enterprise = data?.['enterprise'] as Record<string, unknown>;
    expect(enterprise['taxRegistration']).toBeNull();
    const dark = errors.filter(({ extensions }) => extensions['code'] !== 'UNAUTHORIZED_FIELD_OR_TYPE');
    expect(dark.map(({ path }) => path?.join('.'))).toEqual(['enterprise.taxRegistration']);
    for (const { extensions } of dark)
      expect(extensions).toMatchObject({ code: 'DEPARTMENT_UNAVAILABLE', department: 'tax' });
    expect(enterprise['name']).toBe('杭州明远饮品有限公司');
    expect((await fetch(`${house.url}/health/ready`)).status).toBe(200);
  });
});

describe('the end', () => {
  it('comes for every process with one Ctrl-C', async () => {
    const processes = Object.values(house.processes());
    expect(processes.length).toBe(8);
    expect(await house.stop('SIGINT')).toBe(0);
    expect(house.output()).not.toContain('ended without asking');
    for (const id of processes) expect(() => process.kill(id, 0)).toThrow();
  });
});

describe('a house that can not start', () => {
  it('says which ports are taken, starts nothing and harms nobody', async () => {
    const other = await startHouse();
    const env = {
      ...process.env,
      PORT: new URL(other.url).port,
      TONGCHA_STATE: mkdtempSync(join(tmpdir(), 'tongcha-second-')),
    };
    const second = spawnSync(process.execPath, [join(root, 'start.ts')], {
      env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(second.status).toBe(2);
    expect(second.stderr).toMatch(/^Port \d+(, \d+){8} is in use. Choose 9 free ones in a row/);
    expect(second.stdout).not.toContain('is up');
    expect((await other.query('{ __typename }')).data).toEqual({ __typename: 'Query' });
    await other.stop();
  });
});

type Logged = { readonly trace: string; readonly departments: readonly string[]; readonly waves: number };

/** The departments that a line says were asked, once for each call, in alphabetical order. */
function askedIn({ departments: calls }: Logged): readonly string[] {
  return calls.map((call) => call.replace(/ .*/, '')).toSorted();
}

/** The gateway's line about one operation, by its trace id. */
async function logged(trace: string | null): Promise<Logged> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const line = house
      .output()
      .split('\n')
      .find((each) => each.includes(trace as string) && each.includes('"departments"'));
    if (line) return JSON.parse(line) as Logged;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`nothing logged for ${trace}`);
}

function readmeQuery(): string {
  const [, source] =
    /```graphql\n(query EnterpriseProfile[\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ??
    [];
  if (!source) throw new Error('README.md shows no EnterpriseProfile query');
  return source;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}
