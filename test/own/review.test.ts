import { describe, expect, it } from 'vitest';
import type { Caller } from '#gateway/identity/caller.ts';
import { at, bureau, minuteMs, open, other, reason, recorded, review, seen, unmask } from './lifting.ts';
import { callerOf } from './open-gateway.ts';

// Each use of a lifted mask is reviewed before the clerk's next.

describe('a review', () => {
  it('is needed before the clerk’s next, by day or by night, and lets others go on', async () => {
    const first = await unmask();
    expect((await unmask({ variables: { subject: other } })).codes).toEqual(['UNREVIEWED']);
    at.clock = 400 * 24 * 60 * minuteMs;
    expect((await unmask()).codes).toEqual(['UNREVIEWED']);
    expect((await unmask({ caller: callerOf('clerk-enterprise') })).codes).toEqual([]);
    expect((await review(first.data?.id ?? '')).codes).toEqual([]);
    expect((await unmask()).codes).toEqual([]);
  });

  it('is not passed by asking twice at once', async () => {
    const attempts = await Promise.all([unmask(), unmask(), unmask()]);
    expect(attempts.filter(({ data }) => data)).toHaveLength(1);
    expect(await recorded('BREAK_GLASS')).toHaveLength(1);
  });

  it('ends a grant that is still running, here at once and elsewhere within moments', async () => {
    const second = await open({ instance: 'gateway-2' });
    const { data } = await unmask();
    const grant = data?.grant ?? '';
    expect(await seen(grant, { way: second })).toMatchObject({ a: '周明远' });
    expect(await review(data?.id ?? '')).toMatchObject({ data: { state: 'REVIEWED', grant: null } });
    expect(await seen(grant)).toMatchObject({ a: undefined, reasons: ['REVIEWED'] });
    await expect
      .poll(() => seen(grant, { way: second }), { timeout: 10_000 })
      .toMatchObject({ reasons: ['REVIEWED'] });
    await second.close();
  });

  it('that finds it unjustified keeps the clerk from the next for thirty days', async () => {
    const { data } = await unmask();
    await review(data?.id ?? '', { verdict: 'UNJUSTIFIED', note: '与办件无关' });
    at.clock = 30 * 24 * 60 * minuteMs - minuteMs;
    expect((await unmask()).codes).toEqual(['UNJUSTIFIED']);
    await at.gateway.close();
    at.gateway = await open();
    expect((await unmask()).codes).toEqual(['UNJUSTIFIED']);
    at.clock = 30 * 24 * 60 * minuteMs + minuteMs;
    expect((await unmask()).codes).toEqual([]);
  });

  it('is the data bureau’s alone, never the clerk’s own, and once', async () => {
    const { data } = await unmask();
    const id = data?.id ?? '';
    for (const name of ['auditor', 'clerk-enterprise', 'analyst'])
      expect((await review(id, { caller: callerOf(name) })).codes, name).toEqual(['ROLE']);
    const itself = { ...at.clerk, roles: ['window-clerk', 'data-bureau'] };
    expect((await review(id, { caller: itself })).codes).toEqual(['OWN_UNMASKING']);
    expect((await review(id, { note: '' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await review('nothing')).codes).toEqual(['BAD_USER_INPUT']);
    expect((await at.gateway.entries('REVIEW')).filter(({ body }) => body['unmasking'] === id)).toEqual([]);
    expect((await review(id)).codes).toEqual([]);
    expect((await review(id, { verdict: 'UNJUSTIFIED' })).codes).toEqual(['REVIEWED']);
  });

  it('is looked for by state, by the data bureau and auditors', async () => {
    const { data } = await unmask();
    const query =
      'query ($state: UnmaskingState) { unmaskings(state: $state, first: 100) { id grant clerk reason state } }';
    const listed = async (caller: Caller, state?: string) => {
      const reply = await at.gateway.ask(caller, query, { variables: { state } });
      const { unmaskings } = reply.data as unknown as { unmaskings: readonly { clerk: string }[] | null };
      return (
        unmaskings?.filter((each) => each.clerk === at.clerk.subject) ?? reply.errors[0]?.extensions['reason']
      );
    };
    const told = (state: string) => [{ id: data?.id, grant: null, clerk: at.clerk.subject, reason, state }];
    expect(await listed(bureau)).toEqual(told('OPEN'));
    expect(await listed(bureau, 'UNREVIEWED')).toEqual([]);
    at.clock = 31 * minuteMs;
    expect(await listed(callerOf('auditor'), 'UNREVIEWED')).toEqual(told('UNREVIEWED'));
    await review(data?.id ?? '');
    expect(await listed(bureau, 'REVIEWED')).toEqual(told('REVIEWED'));
    expect(await listed(at.clerk)).toBe('ROLE');
  });
});
