import { describe, expect, inject, it } from 'vitest';
import { anonymousExplorer } from '#gateway/identity/caller.ts';
import {
  at,
  bureau,
  citizen,
  masked,
  minuteMs,
  open,
  other,
  reason,
  recorded,
  review,
  seen,
  unmask,
} from './lifting.ts';
import { callerOf, purposeOf } from './open-gateway.ts';

// A mask is lifted for one clerk, matter, case, subject and half an hour.

describe('a lifted mask', () => {
  it('shows what is masked of the one subject, and neither another’s nor what is denied', async () => {
    expect(await seen(null)).toMatchObject(masked);
    const { data } = await unmask();
    expect(data).toMatchObject({
      state: 'OPEN',
      clerk: at.clerk.subject,
      matter: 'enterprise-opening',
      review: null,
    });
    expect(await seen(data?.grant ?? '')).toEqual({
      a: '周明远',
      b: masked.b,
      ethnicity: null,
      reasons: ['NOT_GRANTED'],
    });
    expect(await seen(null)).toMatchObject(masked);
  });

  it('is told as well in extensions.purpose, and by myRights', async () => {
    const { data } = await unmask();
    const extensions = { purpose: { unmask: data?.grant } };
    const asking = { headers: purposeOf('clerk-enterprise'), extensions };
    const { data: told } = await at.gateway.ask(
      at.clerk,
      '{ myRights { path otherwise { facts effect } } }',
      asking,
    );
    const rights = (told as unknown as { myRights: { path: string; otherwise: { facts: string[] }[] }[] })
      .myRights;
    const name = rights.find(({ path }) => path === 'Citizen.name');
    expect(name?.otherwise).toContainEqual({ facts: ['UNMASKED'], effect: 'CLEAR' });
    const query = `{ citizen(idNumber: "${citizen}") { name } }`;
    expect((await at.gateway.ask(at.clerk, query, asking)).data).toEqual({ citizen: { name: '周明远' } });
    const both = { ...asking.headers, 'x-unmask': `${data?.grant.slice(0, -1)}_` };
    expect((await at.gateway.ask(at.clerk, query, { headers: both, extensions })).status).toBe(400);
  });

  it('lasts as long as it was asked for, thirty minutes at most', async () => {
    const { data } = await unmask();
    at.clock = 30 * minuteMs - 5_000;
    expect(await seen(data?.grant ?? '')).toMatchObject({ a: '周明远' });
    at.clock = 30 * minuteMs + 1;
    expect(await seen(data?.grant ?? '')).toMatchObject({ a: undefined, reasons: ['EXPIRED'] });
    await review(data?.id ?? '');
    const short = await unmask({ variables: { minutes: 1 } });
    at.clock += minuteMs + 1;
    expect(await seen(short.data?.grant ?? '')).toMatchObject({ reasons: ['EXPIRED'] });
  });

  it('holds for nobody else, no other matter, no other case, and not if changed', async () => {
    const { data } = await unmask();
    const grant = data?.grant ?? '';
    const colleague = callerOf('clerk-enterprise');
    expect(await seen(grant, { caller: colleague })).toMatchObject({ reasons: ['OTHER_CLERK'] });
    expect(await seen(grant, { headers: { 'x-case': '330199-20260615-000099' } })).toMatchObject({
      reasons: ['OTHER_PURPOSE'],
    });
    expect(await seen(grant, { headers: { 'x-case': '' } })).toMatchObject({ reasons: ['OTHER_PURPOSE'] });
    const [statement = '', seal = ''] = grant.split('.');
    const later = Buffer.from(statement, 'base64url')
      .toString()
      .replace(/\d{13}\]$/, '9999999999999]');
    const forged = `${Buffer.from(later).toString('base64url')}.${seal}`;
    expect(forged).not.toBe(grant);
    expect(await seen(forged)).toMatchObject({ a: undefined, reasons: ['FORGED'] });
    expect((await at.gateway.ask(at.clerk, '{ __typename }', { headers: { 'x-unmask': 'x' } })).status).toBe(
      400,
    );
  });

  it('holds in another process, and after a restart', async () => {
    const { data } = await unmask();
    const second = await open({ instance: 'gateway-2' });
    expect(await seen(data?.grant ?? '', { way: second })).toMatchObject({ a: '周明远', b: masked.b });
    await at.gateway.close();
    at.gateway = await open();
    expect(await seen(data?.grant ?? '')).toMatchObject({ a: '周明远' });
    expect((await unmask({ way: second })).codes).toEqual(['UNREVIEWED']);
    expect((await unmask()).codes).toEqual(['UNREVIEWED']);
    await second.close();
  });

  it('is named by the intent of each look-up under it', async () => {
    const { data } = await unmask();
    await seen(data?.grant ?? '');
    await seen(null);
    const intents = await recorded('INTENT');
    expect(intents.map(({ body }) => body['unmasking'])).toEqual([undefined, data?.id]);
  });
});

describe('in PostgreSQL', () => {
  it('a mask that one gateway lifted is known, and ended, in the other', async () => {
    const store = inject('postgresUrl');
    const [one, two] = await Promise.all([
      open({ store, instance: `own-a-${process.pid}` }),
      open({ store, instance: `own-b-${process.pid}` }),
    ]);
    const { data } = await unmask({ way: one });
    expect(await seen(data?.grant ?? '', { way: two })).toMatchObject({ a: '周明远' });
    expect((await unmask({ way: two })).codes).toEqual(['UNREVIEWED']);
    expect((await review(data?.id ?? '', { way: two })).codes).toEqual([]);
    expect(await seen(data?.grant ?? '', { way: two })).toMatchObject({ reasons: ['REVIEWED'] });
    const log = await two.ask(
      callerOf('auditor'),
      `{ accessLog(subject: "${citizen}") { lookUps { unmasking } } }`,
    );
    expect(log.data).toEqual({ accessLog: { lookUps: [{ unmasking: data?.id }] } });
    await Promise.all([one.close(), two.close()]);
  });
});

describe('whoever may not lift a mask', () => {
  it('is told why: another role, no sign-in, no matter, a case that is needed or not borne out', async () => {
    const before = await at.gateway.entries('BREAK_GLASS');
    expect((await unmask({ caller: bureau, headers: {} })).codes).toEqual(['ROLE']);
    expect((await unmask({ caller: callerOf('analyst'), headers: {} })).codes).toEqual(['ROLE']);
    expect((await unmask({ caller: anonymousExplorer, headers: {} })).codes).toEqual(['ROLE']);
    expect((await unmask({ caller: { ...at.clerk, isAuthenticated: false }, headers: {} })).codes).toEqual([
      'ROLE',
    ]);
    expect((await unmask({ headers: {} })).codes).toEqual(['NO_MATTER']);
    expect((await unmask({ headers: { 'x-matter': 'school-enrolment' } })).codes).toEqual(['MATTER_REFUSED']);
    const education = { caller: callerOf('clerk-education') };
    expect((await unmask({ ...education, headers: { 'x-matter': 'school-enrolment' } })).codes).toEqual([
      'CASE_NEEDED',
    ]);
    at.standing = { kind: 'unverified', since: 0 };
    expect((await unmask({ ...education, headers: purposeOf('clerk-education') })).codes).toEqual([
      'CASE_UNVERIFIED',
    ]);
    expect(await at.gateway.entries('BREAK_GLASS')).toHaveLength(before.length);
  });

  it.each([
    [{ reason: '太短' }, 'BAD_USER_INPUT'],
    [{ reason: '长'.repeat(501) }, 'BAD_USER_INPUT'],
    [{ reason: `当事人 ${citizen} 现场核对` }, 'BAD_USER_INPUT'],
    [{ reason: '当事人 330199 19790312 9813 现场核对' }, 'BAD_USER_INPUT'],
    [{ reason: '当事人330199197903129813现场核对' }, 'BAD_USER_INPUT'],
    [{ reason: '企业 91330199MA2TC00107 现场核对' }, 'BAD_USER_INPUT'],
    [{ minutes: 0 }, 'BAD_USER_INPUT'],
    [{ minutes: 31 }, 'BAD_USER_INPUT'],
    [{ subject: '330199197903129814' }, 'INVALID_IDENTIFIER'],
  ])('is told what is wrong with %j, without repeating it', async (variables, code) => {
    const { codes, data, text } = await unmask({ variables });
    expect([data, codes]).toEqual([null, [code]]);
    expect(text).not.toMatch(/\d{17}/);
  });

  it('gets no grant that could not be recorded', async () => {
    const away = await open({ instance: 'away' });
    await away.closeJournal();
    expect(await unmask({ way: away })).toMatchObject({ data: null, codes: ['JOURNAL_UNAVAILABLE'] });
    await away.close();
  });
});

describe('what is kept of it', () => {
  it('names no subject: neither journal, log, grant nor answers', async () => {
    const { data } = await unmask();
    await seen(data?.grant ?? '');
    await review(data?.id ?? '');
    const [entry] = await recorded('BREAK_GLASS');
    expect(entry).toMatchObject({
      body: {
        unmasking: data?.id,
        clerk: at.clerk.subject,
        matter: 'enterprise-opening',
        reason,
        minutes: 30,
      },
      subjects: [expect.stringMatching(/^[0-9a-f]{64}$/)],
    });
    const statement = Buffer.from(data?.grant.split('.')[0] ?? '', 'base64url').toString();
    const kept = `${at.gateway.journalBytes()}${at.gateway.logged()}${statement}${JSON.stringify(data)}`;
    for (const secret of [citizen, other]) expect(kept).not.toContain(secret);
  });
});
