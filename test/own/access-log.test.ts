import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymousExplorer, type Caller } from '#gateway/identity/caller.ts';
import { callerOf, type OpenGateway, type Opening, openGateway, purposeOf } from './open-gateway.ts';
import { type Population, startPopulation } from './population.ts';

// Whoever was looked up can see by whom, as far as the matter lets it be told; an auditor sees all of it.

const citizen = '330199197903129813';
const other = '330199198506079810';
const dayMs = 86_400_000;
const query = `query ($subject: ID!, $first: Int, $before: String) {
  accessLog(subject: $subject, first: $first, before: $before) {
    lookUps { at unit department departmentTitle clerk clerkName matter matterTitle case departments
      fields { path title effect } isAnswered shownFrom hiddenBasis trace }
    later { count notBefore } next } }`;

type Page = {
  readonly lookUps: readonly Readonly<Record<string, unknown>>[];
  readonly later: readonly { readonly count: number; readonly notBefore: string }[];
  readonly next: string | null;
};

let population: Population;
let folder: string;
let gateway: OpenGateway;
let clock = 0;

beforeAll(async () => {
  population = await startPopulation();
  folder = mkdtempSync(join(tmpdir(), 'tongcha-own-'));
  const policyFolder = join(folder, 'policy');
  cpSync(join(import.meta.dirname, '../../schema/policy'), policyFolder, { recursive: true });
  const change = (matter: string, accessLog: string) => {
    const file = join(policyFolder, 'matters', `${matter}.yaml`);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^accessLog: .*$/m, `accessLog: ${accessLog}`));
  };
  change('school-enrolment', '{ delayedDays: 60 }');
  change('social-assistance-check', '{ hidden: 《试行办法》第三条 }');
  gateway = await open({});
  for (const persona of ['clerk-enterprise', 'clerk-education', 'clerk-civil-affairs']) {
    const reply = await gateway.ask(callerOf(persona), `{ citizen(idNumber: "${citizen}") { name } }`, {
      headers: purposeOf(persona),
    });
    expect(reply.errors, persona).toEqual([]);
  }
});
afterAll(async () => {
  await gateway.close();
  await population.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(opening: Opening): Promise<OpenGateway> {
  return openGateway({
    folder,
    policyFolder: join(folder, 'policy'),
    now: () => Date.now() + clock,
    standingOf: ({ purpose }) =>
      Promise.resolve(
        purpose.case === null ? { kind: 'none' } : { kind: 'verified', parties: [citizen, other] },
      ),
    ...population,
    ...opening,
  });
}

async function logFor(
  caller: Caller,
  variables: Readonly<Record<string, unknown>> = {},
  way = gateway,
): Promise<Page> {
  const { data, errors } = await way.ask(caller, query, { variables: { subject: citizen, ...variables } });
  expect(errors).toEqual([]);
  return (data as unknown as { accessLog: Page }).accessLog;
}

describe('the subject itself', () => {
  it('sees which unit looked at what for which matter, and no clerk', async () => {
    const { lookUps } = await logFor(callerOf('citizen-self'));
    const clerk = callerOf('clerk-enterprise');
    expect(lookUps).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-/),
        unit: clerk.org,
        department: 'legal-entity',
        departmentTitle: null,
        clerk: null,
        clerkName: null,
        matter: 'enterprise-opening',
        matterTitle: '企业开办',
        case: purposeOf('clerk-enterprise')['x-case'],
        departments: ['population'],
        fields: [{ path: 'Citizen.name', title: '姓名', effect: 'BY_RECORD' }],
        isAnswered: true,
        shownFrom: null,
        hiddenBasis: null,
        trace: null,
      },
    ]);
  });

  it('is told how many look-ups are shown later, and from which day, and nothing of those that are hidden', async () => {
    const { lookUps, later, next } = await logFor(callerOf('citizen-self'));
    const due = new Date(Date.now() + 8 * 3_600_000 + 61 * dayMs).toISOString().slice(0, 10);
    expect(later).toEqual([{ count: 1, notBefore: expect.any(String) }]);
    expect([due, new Date(Date.parse(due) - dayMs).toISOString().slice(0, 10)]).toContain(
      later[0]?.notBefore,
    );
    expect(JSON.stringify({ lookUps, next })).not.toMatch(/school|social|试行/);
  });

  it('sees a delayed look-up once its days are over', async () => {
    clock = 61 * dayMs;
    const { lookUps, later } = await logFor(callerOf('citizen-self'));
    clock = 0;
    expect(lookUps.map(({ matter }) => matter)).toEqual(['school-enrolment', 'enterprise-opening']);
    expect(later).toEqual([]);
  });

  it('is an enterprise by its unit’s code', async () => {
    const page = await logFor(callerOf('enterprise-self'), { subject: '91330199MA2TC00107' });
    expect(page).toEqual({ lookUps: [], later: [], next: null });
  });
});

describe('an auditor', () => {
  it('sees every look-up with its clerk, and why the subject is not told', async () => {
    const { lookUps, later } = await logFor(callerOf('auditor'));
    expect(lookUps.map(({ matter, clerkName }) => [matter, clerkName])).toEqual([
      ['social-assistance-check', callerOf('clerk-civil-affairs').name],
      ['school-enrolment', callerOf('clerk-education').name],
      ['enterprise-opening', callerOf('clerk-enterprise').name],
    ]);
    expect(lookUps.map(({ hiddenBasis }) => hiddenBasis)).toEqual(['《试行办法》第三条', null, null]);
    expect(lookUps.map(({ shownFrom }) => typeof shownFrom)).toEqual(['object', 'string', 'object']);
    expect(later).toEqual([]);
  });

  it('leaves a record of having looked, about the subject', async () => {
    const before = await gateway.entries('READ');
    await logFor(callerOf('auditor'));
    await logFor(callerOf('citizen-self'));
    const after = await gateway.entries('READ');
    expect(after.length - before.length).toBe(2);
    expect(after.slice(0, 2)).toMatchObject([
      { body: { command: 'accessLog', reader: 'data-subject', found: 1 }, subjects: [expect.any(String)] },
      { body: { command: 'accessLog', reader: 'auditor', found: 3 }, subjects: [expect.any(String)] },
    ]);
  });

  it('is told nothing that could not be recorded', async () => {
    const away = await open({ instance: 'away' });
    await away.closeJournal();
    const { data, errors } = await away.ask(callerOf('auditor'), query, { variables: { subject: citizen } });
    expect(data).toEqual({ accessLog: null });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['JOURNAL_UNAVAILABLE']);
    await away.close();
  });
});

describe('anybody else', () => {
  it.each(['clerk-enterprise', 'bureau', 'analyst', 'publisher-tax', 'explorer', 'enterprise-self'])(
    '(%s) is refused, with the reason',
    async (name) => {
      const { data, errors } = await gateway.ask(callerOf(name), query, { variables: { subject: citizen } });
      expect(data).toEqual({ accessLog: null });
      const extensions = {
        code: 'FORBIDDEN',
        reason: 'NOT_YOURS',
        messageZh: expect.stringContaining('本人'),
      };
      expect(errors).toMatchObject([{ path: ['accessLog'], extensions }]);
    },
  );

  it('is refused though the number would be theirs, if nobody vouched for it', async () => {
    const claims = { ...callerOf('citizen-self'), isAuthenticated: false };
    for (const caller of [anonymousExplorer, claims, { ...callerOf('citizen-self'), subject: other }]) {
      const { errors } = await gateway.ask(caller, query, { variables: { subject: citizen } });
      expect(errors[0]?.extensions['code']).toBe('FORBIDDEN');
    }
  });
});

describe('the pages', () => {
  it('go through all logs of the store, newest first, each look-up once', async () => {
    const second = await open({ instance: 'gateway-2' });
    const clerk = callerOf('clerk-enterprise');
    for (let each = 0; each < 5; each += 1)
      await (each % 2 ? second : gateway).ask(
        clerk,
        `query ($k: ID!) { citizen(idNumber: $k) { name n${each}: sex } }`,
        { variables: { k: other }, headers: purposeOf('clerk-enterprise') },
      );
    const auditor = callerOf('auditor');
    const whole = await logFor(auditor, { subject: other }, second);
    expect(whole.lookUps).toHaveLength(5);
    expect(whole.next).toBeNull();
    const times = whole.lookUps.map(({ at }) => String(at));
    expect(times).toEqual(times.toSorted().toReversed());
    const paged: unknown[] = [];
    for (let before: string | null = null; ; ) {
      const page = await logFor(auditor, { subject: other, first: 2, before }, gateway);
      expect(page.lookUps.length).toBeLessThanOrEqual(2);
      paged.push(...page.lookUps);
      before = page.next;
      if (before === null) break;
    }
    expect(paged).toEqual(whole.lookUps);
    await second.close();
  });

  it.each([
    [{ first: 0 }, 'BAD_USER_INPUT'],
    [{ first: 101 }, 'BAD_USER_INPUT'],
    [{ before: 'e30' }, 'BAD_USER_INPUT'],
    [{ before: 'nothing of ours' }, 'BAD_USER_INPUT'],
    [{ subject: '330199197903129814' }, 'INVALID_IDENTIFIER'],
    [{ subject: 'x' }, 'INVALID_IDENTIFIER'],
  ])('are refused for %j', async (variables, code) => {
    const { errors } = await gateway.ask(callerOf('auditor'), query, {
      variables: { subject: citizen, ...variables },
    });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual([code]);
    expect(JSON.stringify(errors)).not.toContain('33019919790312981');
  });
});

describe('what is kept', () => {
  it('names no citizen, in the journal or the log, whoever asked', async () => {
    await gateway.ask(
      callerOf('citizen-self'),
      `{ citizen(idNumber: "${citizen}") { __typename } enterprise(uscc: "91330199MA2TC00107") { uscc } }`,
    );
    await gateway.ask(callerOf('enterprise-self'), `{ enterprise(uscc: "91330199MA2TC00107") { uscc } }`);
    const bytes = `${gateway.journalBytes()}${gateway.logged()}`;
    expect(bytes).toContain('"kind":"INTENT"');
    for (const secret of [citizen, other, '91330199MA2TC00107', '周明远'])
      expect(bytes).not.toContain(secret);
  });
});
