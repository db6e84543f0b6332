import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { company, elsewhere, trader } from './governed-departments.ts';
import { type GovernedGraph, matter, startGovernedGraph } from './governed-graph.ts';

// Credit codes are everybody's to see, but a sole trader's is a person's: the code itself says so, wherever it stands.

let graph: GovernedGraph;
beforeAll(async () => {
  graph = await startGovernedGraph({ matters: [matter('codes', { 'Enterprise.parentCode': 'clear' })] });
});
afterAll(() => graph?.close());
afterEach(() => graph.departments['legal']?.answersTruly());

describe('a sole trader’s code', () => {
  const masked = '923301********0291';

  it('is masked in its own record, in others, in lists, and in citizens’ records', async () => {
    const { data, text } = await graph.asks(
      '{ enterprises { uscc parentCode codes boss { ventureCodes } account { uscc } } }',
    );
    expect(text).not.toContain(trader);
    const boss = { ventureCodes: [masked, company] };
    expect(data).toEqual({
      enterprises: [
        { uscc: company, parentCode: masked, codes: [masked, company], boss, account: { uscc: company } },
        { uscc: masked, parentCode: company, codes: [company, masked], boss, account: { uscc: masked } },
        { uscc: elsewhere, parentCode: company, codes: [], boss, account: { uscc: elsewhere } },
      ],
    });
  });

  it('is masked under any alias, through unions and fragments', async () => {
    const { text } = await graph.asks(
      `{ enterprise(uscc: "${company}") { a: parentCode owners { ... on Enterprise { b: uscc } ...C } } } fragment C on Citizen { c: ventureCodes }`,
    );
    expect(text).toContain(`"a":"${masked}"`);
    expect(text).toContain(`"b":"${masked}"`);
    expect(text).not.toContain(trader);
  });

  it.each([` ${trader}`, trader.toLowerCase(), trader.slice(0, 17), '９２330199MA2TC00291'])(
    'is masked though it is not written as it should be: %s',
    async (dirty) => {
      graph.departments['legal']?.answersInstead((truth) => ({
        body: JSON.stringify(truth).replaceAll(`:"${trader}"`, `:"${dirty}"`),
      }));
      const { text } = await graph.asks('{ enterprises { uscc parentCode } }');
      expect(text).toContain('*');
      expect(text).not.toContain(dirty);
    },
  );

  it.each([` ${trader}`, trader.toLowerCase(), trader.slice(0, 17), '９２330199MA2TC00291'])(
    'is masked though it is not written as it should be: %s',
    async (dirty) => {
      graph.departments['legal']?.answersInstead((truth) => ({
        body: JSON.stringify(truth).replaceAll(`:"${trader}"`, `:"${dirty}"`),
      }));
      const { text } = await graph.asks('{ enterprises { uscc parentCode } }');
      expect(text).toContain('*');
      expect(text).not.toContain(dirty);
    },
  );

  it('is clear where a matter grants it, and only in that field', async () => {
    const { data } = await graph.asks('{ enterprises { uscc parentCode } }', { matter: 'codes' });
    expect(data).toMatchObject({ enterprises: [{ parentCode: trader }, { uscc: masked }, {}] });
  });
});
