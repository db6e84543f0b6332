import { describe, expect, it } from 'vitest';
import { Refusal } from '#gateway/errors.ts';
import type { QuotaUse } from '#gateway/quota/asked.ts';
import { openQuotas } from '#gateway/quota/quotas.ts';
import type { QuotaRules, RequestRule } from '#schema/policy/quotas.ts';

const water = '11330199000099047F';
const market = '11330199000099020P';

const usual: QuotaUse = {
  clerk: 'clerk-water',
  roles: ['window-clerk'],
  unit: water,
  matter: 'water-permit-renewal',
  departments: ['tax'],
  subjects: [],
};

function opened(rules: Partial<QuotaRules>) {
  let time = 1_000_000_007;
  const all: QuotaRules = { requests: [], subjectsPerHour: { default: null }, ...rules };
  const quotas = openQuotas(all, { kind: 'memory' }, () => time);
  const ask = async (use: Partial<QuotaUse> = {}): Promise<Refusal | 'taken'> => {
    try {
      await quotas.take({ ...usual, ...use });
      return 'taken';
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  };
  const howMany = async (use: Partial<QuotaUse> = {}) => {
    for (let taken = 0; taken < 100; taken += 1) if ((await ask(use)) !== 'taken') return taken;
    return Number.POSITIVE_INFINITY;
  };
  const wait = (seconds: unknown) => void (time += Number(seconds) * 1000);
  return { quotas, ask, howMany, wait };
}

const requests = (...rules: readonly RequestRule[]) => ({ requests: rules });

describe('requests within an hour or a day', () => {
  it('are counted for each unit, department and matter by itself', async () => {
    const { howMany } = opened(requests({ perHour: 3 }));
    expect(await howMany()).toBe(3);
    expect(await howMany({ departments: ['water'] })).toBe(3);
    expect(await howMany({ matter: 'driver-qualification' })).toBe(3);
    expect(await howMany({ matter: null })).toBe(3);
    expect(await howMany({ unit: market })).toBe(3);
    expect(await howMany({ unit: null })).toBe(3);
    expect(await howMany({ clerk: 'another of the same unit' })).toBe(0);
  });

  it('are as many as the most specific rule says', async () => {
    const { howMany } = opened(
      requests(
        { perHour: 2 },
        { department: 'tax', perHour: 3 },
        { matter: 'm', perHour: 4 },
        { unit: water, perHour: 5 },
        { department: 'tax', matter: 'm', perHour: 6 },
        { unit: water, department: 'tax', perHour: 7 },
        { unit: water, matter: 'm', perHour: 8 },
        { unit: water, department: 'tax', matter: 'm', perHour: 9 },
      ),
    );
    expect(await howMany({ unit: market, departments: ['water'], matter: 'x' })).toBe(2);
    expect(await howMany({ unit: market, departments: ['tax'], matter: 'x' })).toBe(3);
    expect(await howMany({ unit: market, departments: ['water'], matter: 'm' })).toBe(4);
    expect(await howMany({ unit: water, departments: ['water'], matter: 'x' })).toBe(5);
    expect(await howMany({ unit: market, departments: ['tax'], matter: 'm' })).toBe(6);
    expect(await howMany({ unit: water, departments: ['tax'], matter: 'x' })).toBe(7);
    expect(await howMany({ unit: water, departments: ['water'], matter: 'm' })).toBe(8);
    expect(await howMany({ unit: water, departments: ['tax'], matter: 'm' })).toBe(9);
  });

  it('put the unit before the matter and the matter before the department where rules name as many', async () => {
    const { howMany } = opened(
      requests({ department: 'tax', perHour: 1 }, { matter: 'm', perHour: 2 }, { unit: water, perHour: 3 }),
    );
    expect(await howMany({ unit: market, matter: 'm' })).toBe(2);
    expect(await howMany({ matter: 'm' })).toBe(3);
  });

  it('take the limit of a day from a less specific rule where the more specific has none', async () => {
    const { howMany, wait } = opened(requests({ perDay: 5 }, { department: 'tax', perHour: 3 }));
    expect(await howMany()).toBe(3);
    wait(3_700);
    expect(await howMany()).toBe(2);
    expect(await howMany({ departments: ['water'] })).toBe(5);
  });

  it('are unlimited where no rule is for them', async () => {
    const { howMany } = opened(requests({ unit: market, perHour: 1 }));
    expect(await howMany()).toBe(Number.POSITIVE_INFINITY);
    expect(await howMany({ unit: null })).toBe(Number.POSITIVE_INFINITY);
  });

  it('count once for each department, and nowhere if one refuses', async () => {
    const { ask, howMany } = opened(
      requests({ department: 'tax', perHour: 4 }, { department: 'water', perHour: 1 }),
    );
    expect(await ask({ departments: ['tax', 'tax', 'water'] })).toBe('taken');
    for (let each = 0; each < 10; each += 1)
      expect(await ask({ departments: ['tax', 'water'] })).toBeInstanceOf(Refusal);
    expect(await howMany()).toBe(3);
  });

  it('keep names apart that only look alike', async () => {
    const { howMany } = opened(requests({ perHour: 1 }));
    expect(await howMany({ unit: 'a}', departments: ['b'], matter: 'c' })).toBe(1);
    expect(await howMany({ unit: 'a', departments: ['}b'], matter: 'c' })).toBe(1);
    expect(await howMany({ unit: 'a', departments: ['b:c'], matter: 'd' })).toBe(1);
    expect(await howMany({ unit: 'a', departments: ['b'], matter: 'c:d' })).toBe(1);
    expect(await howMany({ unit: '__proto__', departments: ['constructor'], matter: 'toString' })).toBe(1);
  });
});

describe('different subjects of one clerk within an hour', () => {
  const limited = { subjectsPerHour: { default: 2, analyst: 4, auditor: null } };

  it('are counted once each, however often they are asked about', async () => {
    const { ask, howMany } = opened(limited);
    expect(await howMany({ subjects: ['one'] })).toBe(Number.POSITIVE_INFINITY);
    expect(await ask({ subjects: ['two', 'one', 'two'] })).toBe('taken');
    expect(await ask({ subjects: ['three'] })).toBeInstanceOf(Refusal);
    expect(await ask({ subjects: ['one', 'two'] })).toBe('taken');
    expect(await ask({ subjects: ['three'], clerk: 'another' })).toBe('taken');
    expect(await ask({ subjects: [] })).toBe('taken');
  });

  it('are as many as the most generous role of the clerk has', async () => {
    const subjects = ['1', '2', '3', '4'];
    const { ask } = opened(limited);
    expect(await ask({ subjects })).toBeInstanceOf(Refusal);
    expect(await ask({ subjects, roles: ['analyst', 'window-clerk'] })).toBe('taken');
    expect(await ask({ subjects: [...subjects, '5'], roles: ['analyst'] })).toBeInstanceOf(Refusal);
    expect(await ask({ subjects: [...subjects, '5'], roles: ['analyst', 'auditor'] })).toBe('taken');
    expect(await ask({ subjects, roles: ['toString'] })).toBeInstanceOf(Refusal);
  });

  it('free a place when one was last asked about an hour ago', async () => {
    const { ask, wait } = opened(limited);
    await ask({ subjects: ['one'] });
    wait(100);
    await ask({ subjects: ['two'] });
    wait(100);
    await ask({ subjects: ['one'] });
    const refusal = await ask({ subjects: ['three'] });
    expect(refusal).toMatchObject({ details: { retryAfterSeconds: 3_501 } });
    wait(3_500);
    expect(await ask({ subjects: ['three'] })).toBeInstanceOf(Refusal);
    wait(1);
    expect(await ask({ subjects: ['three'] })).toBe('taken');
  });

  it('count nothing of a request that is refused for another reason', async () => {
    const { ask } = opened({ ...limited, ...requests({ department: 'tax', perHour: 1 }) });
    await ask();
    await ask({ subjects: ['one', 'two'] });
    expect(await ask({ subjects: ['three', 'four'], departments: ['water'] })).toBe('taken');
  });
});

describe('a refusal', () => {
  it('says which quota, its limit, and when to ask again, and keeps its word', async () => {
    const { ask, wait } = opened(requests({ perHour: 2, perDay: 3 }));
    await ask();
    wait(600);
    await ask();
    const refusal = await ask();
    expect(refusal).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      status: 429,
      details: {
        quota: {
          kind: 'requests',
          per: 'hour',
          limit: 2,
          department: 'tax',
          matter: 'water-permit-renewal',
        },
        retryAfterSeconds: expect.any(Number),
        messageZh: expect.stringContaining('上限 2 次'),
      },
    });
    const { message, details } = refusal as Refusal;
    expect(message).toContain(`ask again in ${String(details['retryAfterSeconds'])} seconds`);
    wait(Number(details['retryAfterSeconds']) - 1);
    expect(await ask()).toBeInstanceOf(Refusal);
    wait(1);
    expect(await ask()).toBe('taken');
  });

  it('tells of several quotas the one that takes longest', async () => {
    const { ask } = opened(requests({ perHour: 1, perDay: 1 }));
    await ask();
    expect(await ask()).toMatchObject({ details: { quota: { per: 'day' } } });
  });

  it('has no time to ask again where as much can never be asked', async () => {
    const { ask } = opened({ subjectsPerHour: { default: 2 } });
    const refusal = await ask({ subjects: ['330199197903129813', 'b', 'c'] });
    expect(refusal).toMatchObject({ details: { quota: { kind: 'subjects', per: 'hour', limit: 2 } } });
    expect((refusal as Refusal).details).not.toHaveProperty('retryAfterSeconds');
    expect(JSON.stringify(refusal) + (refusal as Refusal).message).not.toContain('330199197903129813');
  });
});

describe('new rules', () => {
  it('hold from now on, for what was used before, too', async () => {
    const { quotas, howMany, ask } = opened({ ...requests({ perHour: 5 }), subjectsPerHour: { default: 2 } });
    await ask({ subjects: ['one'] });
    expect(await howMany()).toBe(4);
    quotas.use({ ...requests({ perHour: 7 }), subjectsPerHour: { default: 2 } });
    expect(await howMany()).toBe(2);
    quotas.use({ ...requests({ perHour: 3 }), subjectsPerHour: { default: 2 } });
    expect(await howMany()).toBe(0);
    quotas.use({ requests: [], subjectsPerHour: { default: 2 } });
    expect(await ask({ subjects: ['two'] })).toBe('taken');
    expect(await ask({ subjects: ['three'] })).toBeInstanceOf(Refusal);
    quotas.use({ ...requests({ perHour: 7 }), subjectsPerHour: { default: 1 } });
    expect(await ask({ subjects: ['one'] })).toBeInstanceOf(Refusal);
  });
});
