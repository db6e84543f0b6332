import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase, writeRegister } from '#subgraphs/toolkit/database.ts';
import { recordsFor } from '#subgraphs/toolkit/records.ts';
import { createWorld } from '#subgraphs/world/create-world.ts';
import { department } from './department.ts';

const world = createWorld({ seed: 1714, citizens: 2_000, enterprises: 400 });
const location = join(mkdtempSync(join(tmpdir(), 'tongcha-tax-')), 'tax.sqlite');
let database: Database;
beforeAll(async () => {
  await writeRegister(location, department.tables, department.seed(world));
  database = openDatabase(location);
});
afterAll(() => database.close());

const ask = (source: string, variableValues: Record<string, unknown> = {}) =>
  graphql({
    schema: department.schema,
    source,
    variableValues,
    contextValue: {
      records: recordsFor(database, department),
      caller: { subject: 'test', matter: null, case: null },
    },
  });

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
    const before = database.calls();
    const { errors } = await ask(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise { taxCollections(first: 2, filter: { taxKind: VALUE_ADDED }) { edges { node { period paid } } } } } }',
      { of },
    );
    expect(errors).toBeUndefined();
    expect(database.calls() - before).toBe(2);
  });
});
