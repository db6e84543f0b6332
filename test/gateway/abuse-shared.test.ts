import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anonymousExplorer } from '#gateway/identity/caller.ts';
import { httpAnswer, type Way } from './abuse-department.ts';
import { type Firms, good, startFirms, toldOf } from './abuse-firms.ts';
import { until } from './bare-http.ts';

// Identical reads in flight are one: what that must never mean for those who share it.

let firms: Firms;
let url: string;
const unhandled: unknown[] = [];
const note = (error: unknown) => void unhandled.push(error);
beforeAll(async () => {
  process.on('unhandledRejection', note);
  firms = await startFirms({
    // Two callers, told apart to departments by what vouches for them.
    verify: (token) => Promise.resolve({ ...anonymousExplorer, subject: token }),
    vouch: ({ caller }) => Promise.resolve({ 'x-caller': caller.subject }),
  });
  ({ url } = await firms.graph.listen());
});
afterAll(async () => {
  await firms?.close();
  process.off('unhandledRejection', note);
});
afterEach(() => {
  firms.wild.behaves(good);
  firms.wild.heard.length = 0;
  expect(unhandled).toEqual([]);
});

const hangs: Way = () => undefined;
const paid = '{ firm(id: "E1") { name paid } }';

/** Asks over a socket of its own, which can be left. */
function askBySocket(query: string, token?: string): { left: () => void; answer: Promise<unknown> } {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const sent = httpRequest(`${url}/graphql`, {
    agent: false,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
  });
  sent.on('error', resolve);
  sent.on('response', (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    response.on('error', resolve).on('end', () => resolve(JSON.parse(text)));
  });
  sent.end(JSON.stringify({ query }));
  return { left: () => sent.destroy(), answer: promise };
}

describe('a read that several wait for', () => {
  it('and that hangs is told to each at the department’s deadline; the next is asked anew', async () => {
    firms.wild.behaves(hangs);
    const answers = await Promise.all(Array.from({ length: 8 }, () => firms.graph.ask(paid)));
    for (const answer of answers) {
      expect(answer.data).toEqual({ firm: { name: '甲', paid: null } });
      expect(toldOf(answer)).toEqual(['firm.paid DEPARTMENT_UNAVAILABLE tax']);
    }
    expect(firms.wild.heard).toHaveLength(1);
    firms.wild.behaves(good);
    expect(await firms.graph.ask(paid)).toMatchObject({ data: { firm: { paid: 5 } }, errors: [] });
    expect(firms.wild.heard).toHaveLength(2);
  });

  it('and that fails is not kept: the next is asked anew at once', async () => {
    firms.wild.behaves((socket) => void socket.destroy());
    await Promise.all([firms.graph.ask(paid), firms.graph.ask(paid)]);
    firms.wild.behaves(good);
    expect((await firms.graph.ask(paid)).errors).toEqual([]);
  });

  it('goes on for the others when one leaves, and ends when all have left', async () => {
    const speak: (() => void)[] = [];
    firms.wild.behaves((socket, heard) => void speak.push(() => good(socket, heard)));
    const [one, other] = [askBySocket(paid), askBySocket(paid)];
    await until(() => firms.wild.heard.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const before = firms.wild.abandoned();
    one.left();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(firms.wild.abandoned()).toBe(before);
    for (const answer of speak) answer();
    expect(await other.answer).toEqual({ data: { firm: { name: '甲', paid: 5 } } });
    expect(firms.wild.heard).toHaveLength(1);

    firms.wild.behaves(hangs);
    const all = Array.from({ length: 5 }, () => askBySocket(paid));
    await until(() => firms.wild.heard.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 30));
    for (const { left } of all) left();
    await until(() => firms.wild.abandoned() === before + 1);
    firms.wild.behaves(good);
    expect((await firms.graph.ask(paid)).errors).toEqual([]);
  });

  it('serves one who comes when all others have just left', async () => {
    firms.wild.behaves(hangs);
    const first = askBySocket(paid);
    await until(() => firms.wild.heard.length === 1);
    first.left();
    await until(() => firms.wild.abandoned() > 0);
    firms.wild.behaves(good);
    expect(await askBySocket(paid).answer).toEqual({ data: { firm: { name: '甲', paid: 5 } } });
  });

  it('shows none of them what the others add to it', async () => {
    // The owner is asked the same by all; what each adds to its records differs.
    const queries = {
      '{ firms { name paid } }': { paid: 5 },
      '{ firms { name note } }': { note: 'n' },
      '{ firms { name state rate } }': { state: 'NORMAL', rate: 0.5 },
      '{ firms { name checked } }': { checked: true },
      '{ firms { name other: paid seat { town } } }': { other: 5, seat: { town: '杭州' } },
    };
    firms.graph.asked();
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all(Object.keys(queries).map((query) => firms.graph.ask(query)));
      for (const [index, added] of Object.values(queries).entries())
        expect(answers[index]?.data).toEqual({
          firms: ['甲', '乙', '丙'].map((name) => ({ name, ...added })),
        });
    }
    // Shared they were: fewer questions than operations.
    expect(firms.graph.asked()['owner']).toBeLessThan(20 * Object.keys(queries).length);
  });

  it('shows none of them what failed for another', async () => {
    firms.wild.behaves((socket, heard) =>
      heard.query.includes('note') ? socket.destroy() : good(socket, heard),
    );
    for (let round = 0; round < 20; round += 1) {
      const [whole, dark] = await Promise.all([
        firms.graph.ask('{ firms { name paid } }'),
        firms.graph.ask('{ firms { name note } }'),
      ]);
      expect(whole?.errors).toEqual([]);
      expect(dark?.data).toEqual({ firms: ['甲', '乙', '丙'].map((name) => ({ name, note: null })) });
    }
  });
});

describe('callers whom a department can tell apart', () => {
  it('share nothing, while each shares with itself', async () => {
    const speak: (() => void)[] = [];
    const callers = new Set<string>();
    firms.wild.behaves((socket, heard) => {
      const caller = /^x-caller: (.*)$/m.exec(heard.head)?.[1] ?? '';
      callers.add(caller);
      const answer = { data: { _entities: [{ note: caller }] } };
      speak.push(() => void socket.write(httpAnswer(JSON.stringify(answer))));
    });
    const query = '{ firm(id: "E1") { note } }';
    const asked = ['anna', 'ben', 'anna', 'ben'].map((token) => ({ token, ...askBySocket(query, token) }));
    await until(() => speak.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(speak).toHaveLength(2);
    expect(callers).toEqual(new Set(['anna', 'ben']));
    for (const answer of speak) answer();
    for (const { token, answer } of asked) expect(await answer).toEqual({ data: { firm: { note: token } } });
  });
});

describe('after the client has gone or the time is up', () => {
  const changes = 'mutation { rename pay }';
  afterEach(() => firms.graph.departments['owner']?.answersTruly());

  it('changes are made one after the other while there is somebody to tell', async () => {
    expect(await askBySocket(changes).answer).toEqual({ data: { rename: 1, pay: 1 } });
  });

  it('no change is begun that waited for one under way', async () => {
    const owner = firms.graph.departments['owner'];
    owner?.answersInstead(() => null);
    firms.graph.asked();
    const abandoned = owner?.abandoned() ?? 0;
    const asked = askBySocket(changes);
    await until(() => firms.graph.asked()['owner'] === 1);
    asked.left();
    await until(() => (owner?.abandoned() ?? 0) > abandoned);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(firms.wild.heard).toEqual([]);
  });

  it('no change is begun whose turn comes too late, and the answer says so', async () => {
    firms.graph.departments['owner']?.answersInstead(() => null);
    const strict = await firms.graph.listen({ limits: { requestMs: 150 } });
    const response = await fetch(`${strict.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: changes }),
    });
    const { data, errors } = (await response.json()) as { data: unknown; errors: { path: unknown }[] };
    expect(data).toEqual({ rename: null, pay: null });
    expect(errors.map(({ path }) => path)).toEqual([['rename'], ['pay']]);
    expect(firms.wild.heard).toEqual([]);
  });

  it('no department is asked more for a read', async () => {
    firms.wild.behaves(hangs);
    const asked = askBySocket('{ firm(id: "E2") { name score checked } }');
    await until(() => firms.wild.heard.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 30));
    firms.graph.asked();
    const before = firms.wild.abandoned();
    asked.left();
    await until(() => firms.wild.abandoned() > before);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(firms.graph.asked()).toEqual({});
  });
});
