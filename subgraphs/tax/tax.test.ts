import { afterAll, describe, expect, it } from 'vitest';
import { createWorld } from '#subgraphs/world/create-world.ts';
import { seededRegister } from '#test/setup/register.ts';
import { department } from './department.ts';

const world = createWorld({ seed: 1714, citizens: 2_000, enterprises: 400 });
const { ask, counted, close } = await seededRegister(department, department.seed(world));
afterAll(close);

describe('the tax register', () => {
  it('holds every enterprise of the world but those it lacks', async () => {
    const held = [...world.enterprises()].filter(({ absentFrom }) => !absentFrom.has('tax')).length;
    const { data } = await ask('{ taxRegistrations { totalCount } }');
    expect(data).toEqual({ taxRegistrations: { totalCount: held } });
  });

  it('shows each state of a taxpayer, with a finding for each abnormal one', async () => {
    const { data } = await ask(
      '{ taxRegistrations(first: 50, filter: { state: ABNORMAL }) { edges { node { enterprise { abnormalTaxpayerFindings { reason liftedOn } } } } } }',
    );
    const findings = (
      data as {
        taxRegistrations: { edges: { node: { enterprise: { abnormalTaxpayerFindings: unknown[] } } }[] };
      }
    ).taxRegistrations.edges;
    expect(findings.length).toBeGreaterThan(0);
    for (const { node } of findings) expect(node.enterprise.abnormalTaxpayerFindings).toHaveLength(1);
  });

  it('owes nothing by default, and an amount in yuan where it does', async () => {
    const debtor = [...world.enterprises()].find(
      ({ inArrears, absentFrom }) => inArrears && !absentFrom.has('tax'),
    );
    const { data } = await ask(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise { taxArrears { taxKind balance announced } } } }',
      {
        of: [
          { __typename: 'Enterprise', uscc: debtor?.uscc },
          { __typename: 'Enterprise', uscc: world.enterprise(0).uscc },
        ],
      },
    );
    expect(data).toMatchObject({
      _entities: [
        { taxArrears: [{ taxKind: expect.any(String), balance: expect.stringMatching(/^\d+\.\d{2}$/) }] },
        { taxArrears: [] },
      ],
    });
  });

  it('pages through the collections of many taxpayers with one register call', async () => {
    const of = [...world.enterprises()].slice(0, 50).map(({ uscc }) => ({ __typename: 'Enterprise', uscc }));
    const query =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise { taxCollections(first: 2, filter: { taxKind: VALUE_ADDED }) { edges { node { period paid } } } } } }';
    const [{ errors }, calls] = await counted(() => ask(query, { of }));
    expect(errors).toBeUndefined();
    expect(calls).toBe(2);
  });
});
