import { afterAll, describe, expect, it } from 'vitest';
import { createWorld } from '#subgraphs/world/create-world.ts';
import { openRegister, type Register, seededRegister } from '#test/setup/register.ts';
import { department } from './department.ts';

const drinks = '91330199MA2TC00107';
const world = createWorld({ seed: 1714, citizens: 100, enterprises: 60 });
const register = await seededRegister(department, department.seed(world));
afterAll(register.close);

describe('the verification of an enterprise', () => {
  const outcomes: readonly (readonly [string, object, object])[] = [
    [
      '01 knows neither code nor name',
      { uscc: '91330199MA2TC00000', name: '查无此公司' },
      { matchCode: 'NOT_FOUND' },
    ],
    ['02 the name is another subject’s', { name: '浙江江海水务有限公司' }, { matchCode: 'AMBIGUOUS' }],
    [
      '02 the code is nobody’s, the name somebody’s',
      { uscc: '91330199MA2TC00000' },
      { matchCode: 'AMBIGUOUS' },
    ],
    ['03 all is the same', {}, { matchCode: 'MATCH', state: 'ACTIVE' }],
    [
      '03 spaces and full-width forms aside',
      { uscc: drinks.toLowerCase(), name: ' 杭州明远饮品 有限公司' },
      { matchCode: 'MATCH', state: 'ACTIVE' },
    ],
    [
      '03 without a legal representative to compare',
      { legalRepresentativeName: null },
      { matchCode: 'MATCH', state: 'ACTIVE' },
    ],
    ['04 another name', { name: '查无此公司' }, { matchCode: 'MISMATCH', differingItems: ['NAME'] }],
    [
      '04 another legal representative',
      { legalRepresentativeName: '张三' },
      { matchCode: 'MISMATCH', differingItems: ['LEGAL_REPRESENTATIVE_NAME'] },
    ],
    [
      '04 both',
      { name: '查无此公司', legalRepresentativeName: '张三' },
      { matchCode: 'MISMATCH', differingItems: ['NAME', 'LEGAL_REPRESENTATIVE_NAME'] },
    ],
    ['05 without a name', { name: ' ' }, { matchCode: 'INCOMPLETE' }],
  ];

  it.each(outcomes)('answers %s', async (_, claim, outcome) => {
    expect(await verify(claim)).toEqual({
      data: { verifyEnterprise: { differingItems: [], state: null, ...outcome } },
    });
  });

  it('answers 06 when the register can not be read, and lets the fault be known', async () => {
    const dark = openRegister(department, ':memory:');
    const { data, errors } = await verify({}, dark);
    expect(data).toEqual({
      verifyEnterprise: { matchCode: 'QUERY_FAILED', differingItems: null, state: null },
    });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.originalError?.message).toMatch(/no such table/);
    await dark.close();
  });

  it('never tells what is registered', async () => {
    const told = JSON.stringify(await verify({ name: '查无此公司', legalRepresentativeName: '张三' }));
    for (const registered of ['杭州明远', '周明远', 'ACTIVE']) expect(told).not.toContain(registered);
  });

  it('refuses a claim longer than any name', async () => {
    const { errors } = await verify({ name: '长'.repeat(201) });
    expect(errors?.[0]?.message).toBe('name must have at most 200 characters; got 201.');
  });
});

function verify(claim: object, on: Register = register) {
  return on.ask(
    `query ($uscc: ID!, $name: String, $legalRepresentativeName: String) {
      verifyEnterprise(uscc: $uscc, name: $name, legalRepresentativeName: $legalRepresentativeName) { matchCode differingItems state }
    }`,
    { uscc: drinks, name: '杭州明远饮品有限公司', legalRepresentativeName: '周明远', ...claim },
  );
}
