import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CaseOptions, Cases } from '#gateway/identity/cases.ts';
import type { Identity } from '#gateway/identity/identify.ts';
import { type Office, openOffice, refusalOf, type Told } from './office.ts';
import { colleagueOf, identityOf } from './people.ts';
import type { Way } from './way.ts';

// The gateway's client against the register as it runs.

const clerk = identityOf('clerk-enterprise');
const parties = ['91330199MA2TC00107', '330199197903129813'];
let office: Office;
let way: Way;
beforeAll(async () => {
  office = await openOffice();
  way = office.way;
});
afterEach(() => office.rest());
afterAll(() => office.close());

const client = (options: Partial<CaseOptions> = {}): Cases => office.client(options).cases;

/** Does something at the register itself, past the client. */
async function act(path: string, body: object = {}, by: Identity = clerk): Promise<Record<string, unknown>> {
  const response = await fetch(`${office.register.url}/cases${path}`, {
    method: 'POST',
    headers: await office.gateway.vouch(by),
    body: JSON.stringify(body),
  });
  expect(response.status).toBeLessThan(300);
  return (await response.json()) as Record<string, unknown>;
}

async function openedCase(): Promise<string> {
  const opened = await act('', {
    matter: 'enterprise-opening',
    parties: [{ kind: 'enterprise', identifier: parties[0], role: 'APPLICANT' }],
    clerks: ['clerk-enterprise'],
    region: '330106',
  });
  return String(opened['number']);
}

describe('a case', () => {
  it('that nobody names is none, and the register is not asked', async () => {
    const before = way.asked.length;
    expect(await client().standingOf(identityOf('clerk-enterprise', { case: null }))).toEqual({
      kind: 'none',
    });
    expect(way.asked.length).toBe(before);
  });

  it('that is open, of the matter and assigned to the clerk is verified, with its parties', async () => {
    expect(await client().standingOf(clerk)).toEqual({ kind: 'verified', parties });
  });

  it('of each persona is verified', async () => {
    const cases = client();
    for (const name of ['clerk-real-estate', 'clerk-housing', 'clerk-civil-affairs', 'clerk-transport'])
      expect(await cases.standingOf(identityOf(name)), name).toMatchObject({ kind: 'verified' });
  });

  it.each<[string, string | null, string | null, object]>([
    ['BJ-2026.0001', 'enterprise-opening', 'MALFORMED', { code: 'BAD_REQUEST', status: 400 }],
    ['330199-20260231-000001', 'enterprise-opening', 'MALFORMED', { code: 'BAD_REQUEST', status: 400 }],
    ['330199-20260615-000001', null, 'NO_MATTER', { code: 'BAD_REQUEST', status: 400 }],
    ['330199-20260615-999999', 'enterprise-opening', 'UNKNOWN', { code: 'CASE_REFUSED', status: 403 }],
    ['330199-20260616-000001', 'enterprise-opening', 'CLOSED', { code: 'CASE_REFUSED', status: 403 }],
    ['330199-20260616-000002', 'enterprise-opening', 'NOT_ASSIGNED', { code: 'CASE_REFUSED', status: 403 }],
    ['330199-20260616-000004', 'enterprise-opening', 'OTHER_MATTER', { code: 'CASE_REFUSED', status: 403 }],
    ['330199-20260615-000001', 'water-permit-renewal', 'OTHER_MATTER', { code: 'CASE_REFUSED', status: 403 }],
    ['330199-20260616-000005', 'enterprise-opening', 'WITHDRAWN', { code: 'CASE_REFUSED', status: 403 }],
    ['330199-20260616-000006', 'enterprise-opening', 'SUSPENDED', { code: 'CASE_REFUSED', status: 403 }],
    ['330199-20260615-000004', 'water-permit-renewal', 'OTHER_UNIT', { code: 'CASE_REFUSED', status: 403 }],
  ])('%s for %s is refused: %s', async (number, matter, reason, told) => {
    const refusal = await refusalOf(client(), identityOf('clerk-enterprise', { case: number, matter }));
    expect(refusal).toMatchObject({
      ...told,
      details: { reason, messageZh: expect.stringMatching(/[\u4e00-\u9fff]/) },
    });
    expect(refusal.message.length).toBeGreaterThan(40);
    expect(refusal.message).not.toContain(number);
  });

  it('of the same clerk who now works for another unit is refused', async () => {
    const moved = { ...clerk, caller: { ...clerk.caller, org: identityOf('clerk-water').caller.org } };
    expect((await refusalOf(client(), moved)).details?.['reason']).toBe('OTHER_UNIT');
  });
});

describe('two clerks with one case number', () => {
  it('are told apart, whoever asks first and however often', async () => {
    const cases = client();
    const colleague = colleagueOf(clerk, 'clerk-enterprise-colleague');
    for (const _time of ['cold', 'warm']) {
      expect(await cases.standingOf(clerk)).toMatchObject({ kind: 'verified' });
      expect((await refusalOf(cases, colleague)).details?.['reason']).toBe('NOT_ASSIGNED');
    }
    const theirs = { ...colleague, purpose: { ...colleague.purpose, case: '330199-20260616-000002' } };
    expect(await cases.standingOf(theirs)).toMatchObject({ kind: 'verified' });
  });

  it('share no answer even when they ask at the same time', async () => {
    const cases = client();
    const colleague = colleagueOf(clerk, 'clerk-enterprise-colleague');
    const [own, other] = await Promise.allSettled([cases.standingOf(clerk), cases.standingOf(colleague)]);
    expect([own.status, other.status]).toEqual(['fulfilled', 'rejected']);
  });
});

describe('what the register is asked', () => {
  it('is asked once by those who ask at the same time, and once while the answer holds', async () => {
    const cases = client();
    const before = way.asked.length;
    await Promise.all(Array.from({ length: 50 }, () => cases.standingOf(clerk)));
    await cases.standingOf(clerk);
    expect(way.asked.slice(before)).toEqual([`/cases/${clerk.purpose.case}`]);
  });

  it('is asked again once an answer no longer holds, and a refusal holds for less', async () => {
    const cases = client({ goodForMs: 60_000, refusedForMs: 50 });
    const unknown = identityOf('clerk-enterprise', { case: '330199-20260615-999998' });
    const before = way.asked.length;
    await cases.standingOf(clerk);
    await refusalOf(cases, unknown);
    await refusalOf(cases, unknown);
    expect(way.asked.length).toBe(before + 2);
    await new Promise((passed) => setTimeout(passed, 80));
    await refusalOf(cases, unknown);
    await cases.standingOf(clerk);
    expect(way.asked.length).toBe(before + 3);
  });
});

describe('a case that is taken away', () => {
  it.each([
    ['assigned to another clerk', 'assign', 'NOT_ASSIGNED'],
    ['closed', 'close', 'CLOSED'],
  ])('(%s) is refused within five seconds, though it is asked for all the time', async (_, word, reason) => {
    const cases = client();
    const number = await openedCase();
    const identity = identityOf('clerk-enterprise', { case: number });
    expect(await cases.standingOf(identity)).toEqual({ kind: 'verified', parties: parties.slice(0, 1) });
    await act(`/${number}/${word}`, word === 'assign' ? { clerks: ['clerk-enterprise-colleague'] } : {});
    const taken = performance.now();
    const { refusal, lastPassed } = await untilRefused(cases, identity);
    expect(refusal.details?.['reason']).toBe(reason);
    expect(lastPassed - taken).toBeLessThan(5_000);
  });
});

/** Asks until the answer is no; says when it was asked last with the answer yes. */
async function untilRefused(
  cases: Cases,
  identity: Identity,
): Promise<{ readonly refusal: Told; readonly lastPassed: number }> {
  for (let lastPassed = performance.now(); ; ) {
    const now = performance.now();
    const refusal = await cases.standingOf(identity).then(
      () => null,
      (error: Told) => error,
    );
    if (refusal) return { refusal, lastPassed };
    lastPassed = now;
    await new Promise((passed) => setTimeout(passed, 20));
  }
}
