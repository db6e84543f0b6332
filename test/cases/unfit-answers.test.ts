import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Office, openOffice, until } from './office.ts';
import { identityOf } from './people.ts';
import type { Trouble } from './way.ts';

const clerk = identityOf('clerk-enterprise');
let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterEach(() => office.rest());
afterAll(() => office.close());

describe('a register that gives no answer which fits', () => {
  it('(what fits is taken, to show that the others fail for the reason given)', async () => {
    office.way.trouble = record({});
    expect(await office.client().cases.standingOf(clerk)).toMatchObject({ kind: 'verified' });
  });

  it.each<[string, Trouble]>([
    ['never answers', 'silence'],
    ['answers after the deadline', { lateMs: 600 }],
    ['cuts the line', 'cut'],
    ['fails', { status: 500, text: '{}' }],
    ['is overloaded', { status: 503, text: '' }],
    ['does not believe the gateway', { status: 401, text: '{}' }],
    ['sends elsewhere', { status: 302, text: '' }],
    ['is a stranger who finds nothing', { status: 404, text: '<h1>Not found</h1>' }],
    ['is a stranger who finds everything', { status: 200, text: '<h1>Welcome</h1>' }],
    ['answers null', { status: 200, text: 'null' }],
    ['speaks of another case', record({ number: '330199-20260615-000002' })],
    ['knows a state that does not exist', record({ state: 'ALMOST' })],
    ['names clerks that are no names', record({ clerks: [7] })],
    ['names parties without identifiers', record({ parties: [{}] })],
    ['says far too much', record({ padding: 'x'.repeat(400_000) })],
  ])('(it %s) leaves a case unverified until it answers', async (_, trouble) => {
    const { cases, rechecks } = office.client({ probeMs: 50, timeoutMs: 300 });
    office.way.trouble = trouble;
    expect(await cases.standingOf(clerk)).toMatchObject({ kind: 'unverified' });
    office.way.trouble = 'none';
    await until(() => rechecks.length === 1);
    expect(await cases.standingOf(clerk)).toMatchObject({ kind: 'verified' });
  });
});

/** An answer as the register gives it for the clerk's case, but for what is changed. */
function record(changed: object): Trouble {
  const { caller, purpose } = clerk;
  const parties = [{ identifier: '91330199MA2TC00107' }];
  const fitting = { number: purpose.case, matter: purpose.matter, state: 'OPEN', unit: caller.org };
  const text = JSON.stringify({ ...fitting, clerks: [caller.subject], parties, ...changed });
  return { status: 200, text };
}
