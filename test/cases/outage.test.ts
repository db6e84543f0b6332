import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CaseOptions, Cases } from '#gateway/identity/cases.ts';
import { type Office, openOffice, refusalOf, until, type Watched } from './office.ts';
import { identityOf } from './people.ts';
import { registerProcess } from './register-process.ts';
import type { Way } from './way.ts';

// A register that is lost and comes back, as the gateway's client sees it.

const clerk = identityOf('clerk-enterprise');
const closed = identityOf('clerk-enterprise', { case: '330199-20260616-000001' });
let office: Office;
let way: Way;
beforeAll(async () => {
  office = await openOffice();
  way = office.way;
});
afterEach(() => office.rest());
afterAll(() => office.close());

const client = (options: Partial<CaseOptions> = {}, url?: string): Watched =>
  office.client({ probeMs: 50, ...options }, url);

describe('a register that is down when the gateway starts', () => {
  it('lets a case pass unverified, and is asked about it as soon as it is there', async () => {
    const late = await registerProcess(office.gateway);
    const { cases, rechecks, outages } = client({}, late.url);
    const before = Date.now();
    const standing = await cases.standingOf(clerk);
    expect(standing.kind).toBe('unverified');
    expect(standing).toHaveProperty('since');
    if (standing.kind === 'unverified') expect(standing.since).toBeGreaterThanOrEqual(before);
    await cases.standingOf(closed);
    expect(rechecks).toEqual([]);
    await late.start();
    await until(() => rechecks.length === 2);
    const { caller, purpose } = clerk;
    const about = { subject: caller.subject, matter: purpose.matter };
    expect(rechecks).toContainEqual({
      ...about,
      caseNumber: purpose.case,
      outcome: 'verified',
      reason: null,
    });
    expect(rechecks).toContainEqual({
      ...about,
      caseNumber: closed.purpose.case,
      outcome: 'refused',
      reason: 'CLOSED',
    });
    expect(outages).toEqual(['lost', 'back']);
    expect(await cases.standingOf(clerk)).toMatchObject({ kind: 'verified' });
    expect(await late.end()).toBe(0);
  });
});

describe('a register that is killed while the gateway runs', () => {
  it('is missed once its last answer no longer holds, and found again', async () => {
    const { cases, rechecks, outages } = client({ goodForMs: 100 }, office.register.url);
    expect(await cases.standingOf(clerk)).toMatchObject({ kind: 'verified' });
    await office.register.kill();
    await new Promise((passed) => setTimeout(passed, 120));
    expect(await cases.standingOf(clerk)).toMatchObject({ kind: 'unverified' });
    await office.register.start();
    await until(() => rechecks.length > 0);
    expect(rechecks).toMatchObject([{ caseNumber: clerk.purpose.case, outcome: 'verified' }]);
    expect(await cases.standingOf(clerk)).toMatchObject({ kind: 'verified' });
    expect(outages).toEqual(['lost', 'back']);
  });

  it('keeps its noes: a case that it had refused does not pass because it is down', async () => {
    const { cases } = client({ refusedForMs: 50 });
    expect((await refusalOf(cases, closed)).details?.['reason']).toBe('CLOSED');
    way.trouble = 'cut';
    await new Promise((passed) => setTimeout(passed, 80));
    expect((await refusalOf(cases, closed)).details?.['reason']).toBe('CLOSED');
    expect(await cases.standingOf(clerk)).toMatchObject({ kind: 'unverified' });
  });
});

describe('while the register is down', () => {
  it('no request waits for it, and it is asked one question at a time', async () => {
    const { cases } = client({ timeoutMs: 300, probeMs: 250 });
    way.trouble = 'silence';
    await cases.standingOf(clerk);
    const before = way.asked.length;
    const started = performance.now();
    for (let sequence = 1; sequence <= 200; sequence += 1) {
      const number = `330199-20260615-${String(sequence).padStart(6, '0')}`;
      await cases.standingOf(identityOf('clerk-enterprise', { case: number }));
    }
    const took = performance.now() - started;
    // Each probe takes the deadline and a pause; all that asked in between asked nothing.
    expect(way.asked.length - before).toBeLessThanOrEqual(Math.ceil(took / 250));
    expect(way.asked.length - before).toBeLessThan(20);
  });

  it('every case that passed is looked up afterwards, also when it is lost in between', async () => {
    const { cases, rechecks } = client();
    way.trouble = 'cut';
    const numbers = Array.from(
      { length: 40 },
      (_, index) => `330199-20260615-${String(index + 1).padStart(6, '0')}`,
    );
    for (const number of numbers) await cases.standingOf(identityOf('clerk-enterprise', { case: number }));
    way.trouble = 'none';
    await until(() => rechecks.length > 0);
    way.trouble = 'cut';
    await new Promise((passed) => setTimeout(passed, 100));
    way.trouble = 'none';
    await until(() => rechecks.length === numbers.length);
    expect(rechecks.map(({ caseNumber }) => caseNumber).toSorted()).toEqual(numbers);
    expect(rechecks.filter(({ outcome }) => outcome === 'verified')).toHaveLength(1);
  });

  it('cases pass for a bounded time only', async () => {
    const { cases } = client({ unverifiedForMs: 400 });
    way.trouble = 'cut';
    expect(await cases.standingOf(clerk)).toMatchObject({ kind: 'unverified' });
    await new Promise((passed) => setTimeout(passed, 450));
    for (const identity of [clerk, closed])
      expect(await refusalOf(cases, identity)).toMatchObject({
        code: 'CASE_REGISTER_UNAVAILABLE',
        status: 503,
        messageZh: expect.stringContaining('办件库'),
      });
    way.trouble = 'none';
    await untilVerified(cases);
  });

  it('a return for a moment does not begin a case’s time anew', async () => {
    const { cases, outages } = client({ unverifiedForMs: 600, refusedForMs: 0 });
    way.trouble = { onlyFor: String(clerk.purpose.case) };
    const began = performance.now();
    expect(await cases.standingOf(clerk)).toMatchObject({ kind: 'unverified' });
    while (performance.now() - began < 650 || !outages.includes('back')) {
      await cases.standingOf(closed).catch(() => null);
      await new Promise((passed) => setTimeout(passed, 10));
    }
    expect(await refusalOf(cases, clerk)).toMatchObject({ code: 'CASE_REGISTER_UNAVAILABLE' });
    way.trouble = 'cut';
    expect(await cases.standingOf(identityOf('clerk-water'))).toMatchObject({ kind: 'unverified' });
  });

  it('no more cases pass than can be remembered', async () => {
    const { cases, rechecks } = client({ mostUnverified: 2 });
    way.trouble = 'cut';
    await cases.standingOf(clerk);
    await cases.standingOf(closed);
    const third = identityOf('clerk-water');
    expect(await refusalOf(cases, third)).toMatchObject({ code: 'CASE_REGISTER_UNAVAILABLE' });
    expect(await cases.standingOf(clerk)).toMatchObject({ kind: 'unverified' });
    way.trouble = 'none';
    await until(() => rechecks.length === 2);
  });

  it('one question that can not be answered stays open, and all others are answered as ever', async () => {
    const { cases, rechecks, outages } = client();
    way.trouble = 'cut';
    for (const identity of [clerk, closed]) await cases.standingOf(identity);
    way.trouble = { onlyFor: String(clerk.purpose.case) };
    await until(() => rechecks.length === 1);
    expect(rechecks).toMatchObject([{ caseNumber: closed.purpose.case, outcome: 'refused' }]);
    const before = way.asked.length;
    await until(() => way.asked.length > before + 3);
    expect(await cases.standingOf(identityOf('clerk-water'))).toMatchObject({ kind: 'verified' });
    expect(await cases.standingOf(clerk)).toMatchObject({ kind: 'unverified' });
    expect(outages).toEqual(['lost', 'back']);
    way.trouble = 'none';
    await until(() => rechecks.length === 2);
    expect(await cases.standingOf(clerk)).toMatchObject({ kind: 'verified' });
  });

  it('nothing is asked any more once the client is closed', async () => {
    const { cases } = client();
    way.trouble = 'cut';
    await cases.standingOf(clerk);
    await cases.close();
    const before = way.asked.length;
    await new Promise((passed) => setTimeout(passed, 200));
    expect(way.asked.length).toBe(before);
  });
});

async function untilVerified(cases: Cases): Promise<void> {
  for (;;) {
    const standing = await cases.standingOf(clerk).catch(() => null);
    if (standing?.kind === 'verified') return;
    await new Promise((passed) => setTimeout(passed, 20));
  }
}
