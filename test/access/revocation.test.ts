import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { governed } from '#gateway/access/governed.ts';
import type { CheckedPolicy } from '#gateway/access/policy/checked.ts';
import { checkedPolicy } from '#gateway/access/policy/checked.ts';
import { loadPolicySet } from '#gateway/access/policy/set.ts';
import { watchPolicy } from '#gateway/access/policy/watch.ts';
import { loadSupergraph } from '#gateway/graph/supergraph.ts';
import { until } from '../gateway/bare-http.ts';
import { type Listener, listen } from '../gateway/listener.ts';
import { matterText, shippedFolder } from '../policy/written-policy.ts';
import { company } from './governed-departments.ts';
import { type GovernedGraph, headersOf, matter, reasonsOf, startGovernedGraph } from './governed-graph.ts';

// What is taken back ends with the next request and the next event, whatever was planned and kept before.

const due = matter('trial', {
  'Enterprise.due': 'clear',
  'Enterprise.phone': 'clear',
  'Household.town': 'clear',
});
const less = matter('trial', { 'Enterprise.phone': 'masked' });
const query = `{ enterprise(uscc: "${company}") { due phone } }`;
const before = { enterprise: { due: 7, phone: '057100000001' } };
const after = { enterprise: { due: null, phone: '************' } };

let graph: GovernedGraph;
beforeAll(async () => {
  graph = await startGovernedGraph({ matters: [due] });
});
afterAll(() => graph?.close());
beforeEach(() => {
  graph.use([due]);
  graph.departments['tax']?.answersTruly();
});

const asked = async () => {
  const { data, operations } = await graph.asking(query, { matter: 'trial' });
  return { data, departments: Object.keys(operations) };
};

describe('another policy in force', () => {
  it('holds for the next request, with everything planned and kept before, and back again', async () => {
    const allowed = { data: before, departments: ['legal', 'tax'] };
    for (let round = 0; round < 3; round += 1) {
      expect(await asked()).toEqual(allowed);
      expect(await asked()).toEqual(allowed);
      graph.use([less]);
      expect(await asked()).toEqual({ data: after, departments: ['legal'] });
      graph.use([due]);
    }
  });

  it('that has a matter no more refuses it', async () => {
    expect((await graph.asks(query, { matter: 'trial' })).status).toBe(200);
    graph.use([matter('other', {})]);
    expect(reasonsOf(await graph.asks(query, { matter: 'trial' }))).toEqual(['- MATTER_REFUSED']);
  });

  it('does not change what is under way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    graph.departments['tax']?.answersInstead(async (truth) => {
      await promise;
      return { body: truth };
    });
    const callsBefore = graph.departments['tax']?.calls.length ?? 0;
    const running = graph.asks(query, { matter: 'trial' });
    await until(() => (graph.departments['tax']?.calls.length ?? 0) > callsBefore);
    graph.use([less]);
    expect((await graph.asks(query, { matter: 'trial' })).data).toEqual(after);
    resolve();
    expect((await running).data).toEqual(before);
  });

  it('whose guard forbids more holds the same way', async () => {
    expect((await graph.asks(query, { matter: 'trial' })).data).toEqual(before);
    graph.use([due], '@id("closed") forbid (principal, action, resource);');
    const reply = await graph.asking(query, { matter: 'trial' });
    expect(reply.data).toEqual({ enterprise: null });
    expect(reasonsOf(reply)).toEqual(['enterprise GUARDED']);
    expect(reply.operations).toEqual({});
  });
});

describe('a subscription under way', () => {
  const listening: Listener[] = [];
  const follow = async (asked: string) => {
    const listener = await listen(graph.url, { query: asked }, headersOf({ matter: 'trial' }));
    listening.push(listener);
    await until(() => graph.moves.listeners() > 0);
    return {
      async next() {
        graph.moves.send({ number: 'H1' });
        return (await listener.next()).told;
      },
      rest: () => listener.rest(),
    };
  };
  afterEach(async () => {
    for (const listener of listening.splice(0)) listener.leave();
    await until(() => graph.moves.listeners() === 0);
  });

  it('shows what is taken back no more from the next event on', async () => {
    const events = await follow('subscription { moved { number town } }');
    expect(await events.next()).toEqual({ data: { moved: { number: 'H1', town: 'H1镇' } } });
    graph.use([less]);
    const next = await events.next();
    expect(next?.data).toEqual({ moved: { number: 'H1', town: null } });
    expect(next?.errors).toMatchObject([{ path: ['moved', 'town'], extensions: { reason: 'NOT_GRANTED' } }]);
  });

  it('does not show it under another field’s name either', async () => {
    const events = await follow('subscription { moved { a: town b: village c: number } }');
    expect(await events.next()).toEqual({ data: { moved: { a: 'H1镇', b: 'H1村', c: 'H1' } } });
    graph.use([less]);
    expect((await events.next())?.data).toEqual({ moved: { a: null, b: 'H1村', c: 'H1' } });
    graph.use([due]);
    expect((await events.next())?.data).toEqual({ moved: { a: 'H1镇', b: 'H1村', c: 'H1' } });
  });

  it('ends where its matter is taken back whole', async () => {
    const events = await follow('subscription { moved { number town } }');
    await events.next();
    graph.use([matter('other', {})]);
    graph.moves.send({ number: 'H1' });
    const [last, end] = await events.rest();
    expect(last?.told).toMatchObject({ errors: [{ extensions: { code: 'MATTER_REFUSED' } }] });
    expect(last?.told).not.toHaveProperty('data');
    expect(end?.name).toBe('complete');
  });

  it('ends where nothing of it may be seen any longer', async () => {
    const events = await follow('subscription { moved { number } }');
    await events.next();
    graph.use([due], '@id("closed") forbid (principal, action, resource);');
    graph.moves.send({ number: 'H1' });
    expect((await events.rest()).map(({ name }) => name)).toEqual(['complete']);
    await until(() => graph.moves.listeners() === 0);
  });
});

describe('a policy folder', () => {
  const title = 'title: 试办';
  const written = (fields: string) =>
    matterText({ departments: 'departments: [tax]', fields: `fields:\n${fields}`, title });
  const granting = written('  Enterprise.due: clear\n  Enterprise.phone: clear');
  const masking = written('  Enterprise.phone: masked');

  /** A folder that is watched like the gateway watches its own. */
  function watched(): {
    readonly folder: string;
    readonly changes: CheckedPolicy[];
    write(text: string): void;
  } {
    const folder = mkdtempSync(join(tmpdir(), 'tongcha-policy-'));
    for (const file of ['roles.yaml', 'guard.cedar']) cpSync(join(shippedFolder, file), join(folder, file));
    mkdirSync(join(folder, 'matters'));
    const file = join(folder, 'matters/trial.yaml');
    writeFileSync(file, granting);
    const { document, apiSchema } = loadSupergraph(graph.sdl);
    const rules = governed(document, apiSchema);
    const changes: CheckedPolicy[] = [];
    const take = (change: CheckedPolicy) => {
      changes.push(change);
      if (change.kind === 'policy') graph.access.use(loadPolicySet({ ...change, ...rules }, () => undefined));
    };
    take(checkedPolicy(folder, rules));
    const watching = watchPolicy({ folder, sdl: graph.sdl, onChange: take });
    onTestFinished(async () => {
      await watching.close();
      rmSync(folder, { recursive: true });
    });
    return {
      folder,
      changes,
      write(text) {
        writeFileSync(`${folder}/next`, text);
        renameSync(`${folder}/next`, file);
      },
    };
  }
  const clerk = { matter: 'trial', by: 'tax-clerk' };
  const shown = async () => (await graph.asks(query, clerk)).data;
  const soon = { timeout: 20_000, interval: 50 };

  it('has what is changed in it in force soon, without a restart', async () => {
    const policy = watched();
    const { changes } = policy;
    expect(changes.map(({ kind }) => kind)).toEqual(['policy']);
    expect(await shown()).toEqual(before);
    policy.write(masking);
    await vi.waitFor(async () => expect(await shown()).toEqual(after), soon);
    policy.write(granting);
    await vi.waitFor(async () => expect(await shown()).toEqual(before), soon);
  });

  it('with a broken file leaves the old in force and says what is wrong, until it is mended', async () => {
    const policy = watched();
    const { changes } = policy;
    policy.write(granting.replace('Enterprise.due', 'Enterprise.dew'));
    await vi.waitFor(() => expect(changes).toHaveLength(2), soon);
    expect(changes[1]).toMatchObject({
      kind: 'problems',
      problems: [expect.stringMatching(/^matters\/trial\.yaml:\d+: Enterprise has no field "dew"/)],
    });
    expect(await shown()).toEqual(before);
    policy.write('code: [');
    await vi.waitFor(() => expect(changes).toHaveLength(3), soon);
    expect(changes[2]?.kind).toBe('problems');
    expect(await shown()).toEqual(before);
    policy.write(masking);
    await vi.waitFor(async () => expect(await shown()).toEqual(after), soon);
  });
});
