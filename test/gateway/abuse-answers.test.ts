import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { httpAnswer, says } from './abuse-department.ts';
import { type Firms, good, goodFirm, secret, startFirms, toldOf } from './abuse-firms.ts';

// Answers that are well-formed HTTP and well-formed JSON, and wrong.

let firms: Firms;
const unhandled: unknown[] = [];
const note = (error: unknown) => void unhandled.push(error);
beforeAll(async () => {
  process.on('unhandledRejection', note);
  firms = await startFirms();
});
afterAll(async () => {
  await firms?.close();
  process.off('unhandledRejection', note);
});
afterEach(() => {
  firms.wild.behaves(good);
  firms.graph.departments['owner']?.answersTruly();
  expect(unhandled).toEqual([]);
});

const taxSays = (body: unknown) =>
  firms.wild.behaves(says(httpAnswer(typeof body === 'string' ? body : JSON.stringify(body))));
const taxSaysOfFirm = (json: string) => taxSays(`{"data":{"_entities":[${json}]}}`);
const ask = (query: string, variables?: Readonly<Record<string, unknown>>) =>
  firms.graph.ask(query, variables);
/** The owner says more of its firm than it was asked, under whatever key it was asked for it. */
const ownerAdds = (add: object) =>
  firms.graph.departments['owner']?.answersInstead(({ data }) => ({
    body: {
      data: Object.fromEntries(
        Object.entries(data ?? {}).map(([key, firm]) => [key, { ...(firm as object), ...add }]),
      ),
    },
  }));
const manyErrors = (count: number) =>
  `{"data":{"_entities":[{"paid":null,"note":null}]},"errors":[${'{},'.repeat(count)}{"path":["_entities",0,"paid"]}]}`;
/** What it costs to be told this, in microseconds of this process. */
const cpuOf = async (body: string) => {
  taxSays(body);
  const before = process.cpuUsage();
  const answer = await ask('{ firm(id: "E1") { name paid note } }');
  expect(toldOf(answer)).toEqual(['firm.note DEPARTMENT_FAILED tax', 'firm.paid DEPARTMENT_FAILED tax']);
  const { user, system } = process.cpuUsage(before);
  return user + system;
};
const paidOf = (...paid: readonly (number | null)[]) => ({
  firms: ['甲', '乙', '丙'].map((name, index) => ({ name, paid: paid[index] })),
  count: 3,
});
const pathsAndCodes = (told: readonly string[]) => told.map((line) => line.split(' ').slice(0, 2).join(' '));

describe('a value that does not fit its type', () => {
  it.each([
    ['Int', 'paid', '2147483648'],
    ['Int', 'paid', '-2147483649'],
    ['Int', 'paid', '1e999'],
    ['Int', 'paid', '0.5'],
    ['Int', 'paid', '"5"'],
    ['Int', 'paid', '"NaN"'],
    ['Int', 'paid', 'true'],
    ['Int', 'paid', '{"toString":1}'],
    ['Float', 'rate', '1e999'],
    ['Float', 'rate', '-1e999'],
    ['Float', 'rate', '"NaN"'],
    ['Float', 'rate', '"Infinity"'],
    ['Float', 'rate', '"1.5"'],
    ['Float', 'rate', '[1.5]'],
    ['ID', 'ref', '9007199254740993'],
    ['ID', 'ref', '1.5'],
    ['ID', 'ref', '{"toString":"x"}'],
    ['String', 'note', '5'],
    ['String', 'note', '{"length":3}'],
    ['Boolean', 'is', '0'],
    ['Boolean', 'is', '"true"'],
    ['an enum', 'state', '"CLOSED"'],
    ['an enum', 'state', '"toString"'],
    ['an enum', 'state', '["NORMAL"]'],
    ['an enum', 'state', '{"NORMAL":1}'],
    ['a scalar of its own', 'raw', '1e999'],
  ])('for %s is null and told: %s is %s', async (_, field, json) => {
    taxSaysOfFirm(`{"${field}":${json}}`);
    const answer = await ask(`{ firm(id: "E1") { name ${field} } count }`);
    expect(answer.data).toEqual({ firm: { name: '甲', [field]: null }, count: 3 });
    expect(pathsAndCodes(toldOf(answer))).toEqual([`firm.${field} DEPARTMENT_ANSWER_INVALID`]);
  });

  it.each([
    ['1e999', null],
    ['"1"', null],
    ['null', null],
    ['[]', null],
    ['2', 2],
  ])('for a number that must be there takes its object with it: %s', async (json, exact) => {
    taxSaysOfFirm(`{"exact":${json}}`);
    const answer = await ask('{ firm(id: "E1") { name exact } count }');
    expect(answer.data).toEqual({ firm: exact === null ? null : { name: '甲', exact }, count: 3 });
    expect(pathsAndCodes(toldOf(answer))).toEqual(
      exact === null ? ['firm.exact DEPARTMENT_ANSWER_INVALID'] : [],
    );
  });

  it.each([
    ['grades { year }', 'grades', '{"year":1}', 'firm.grades'],
    ['grades { year }', 'grades', '5', 'firm.grades'],
    ['grades { year }', 'grades', '[[{"year":1}]]', 'firm.grades.0'],
    ['grades { year }', 'grades', '[5]', 'firm.grades.0'],
    ['best { year }', 'best', '[{"year":1}]', 'firm.best'],
    ['best { year }', 'best', '"NORMAL"', 'firm.best'],
    ['best { year }', 'best', '{"year":null}', 'firm.best.year'],
    ['best { year }', 'best', '{}', 'firm.best.year'],
  ])('for %s is told where it stands: %s is %s', async (selection, field, json, path) => {
    taxSaysOfFirm(`{"${field}":${json}}`);
    const answer = await ask(`{ firm(id: "E1") { name ${selection} } count }`);
    expect(answer.data).toEqual({ firm: { name: '甲', [field]: null }, count: 3 });
    expect(pathsAndCodes(toldOf(answer))).toEqual([`${path} DEPARTMENT_ANSWER_INVALID`]);
  });

  it('fits when it is only written in an unusual way', async () => {
    taxSaysOfFirm('{"paid":-0,"rate":1E2,"ref":7,"note":"\\ud800\\u0000\\u2028","raw":{"a":[1,{"b":null}]}}');
    const { data, errors } = await ask('{ firm(id: "E1") { paid rate ref note raw } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      firm: { paid: 0, rate: 100, ref: '7', note: '\ud800\0\u2028', raw: { a: [1, { b: null }] } },
    });
  });

  it('is the later one where a key comes twice', async () => {
    taxSaysOfFirm('{"paid":1,"note":"x","paid":2}');
    expect((await ask('{ firm(id: "E1") { paid note } }')).data).toEqual({ firm: { paid: 2, note: 'x' } });
  });
});

describe('what is missing in an otherwise fine answer', () => {
  it('of an entity is told, and is not a silent null', async () => {
    taxSaysOfFirm('{"paid":1}');
    const answer = await ask('{ firm(id: "E1") { name paid mine: note best { year } } }');
    expect(answer.data).toEqual({ firm: { name: '甲', paid: 1, mine: null, best: null } });
    expect(pathsAndCodes(toldOf(answer))).toEqual([
      'firm.best DEPARTMENT_ANSWER_INVALID',
      'firm.mine DEPARTMENT_ANSWER_INVALID',
    ]);
  });

  it('of an entity that must have it takes the entity with it', async () => {
    taxSaysOfFirm('{}');
    const answer = await ask('{ firm(id: "E1") { name must } count }');
    expect(answer.data).toEqual({ firm: null, count: 3 });
    expect(pathsAndCodes(toldOf(answer))).toEqual(['firm.must DEPARTMENT_ANSWER_INVALID']);
  });

  it('of a root field and within it is told', async () => {
    taxSays({ data: { tariff: { rate: 1 } } });
    const answer = await ask('{ taxes tariff { rate note } count }');
    expect(answer.data).toEqual({ taxes: null, tariff: { rate: 1, note: null }, count: 3 });
    expect(pathsAndCodes(toldOf(answer))).toEqual([
      'tariff.note DEPARTMENT_ANSWER_INVALID',
      'taxes DEPARTMENT_ANSWER_INVALID',
    ]);
  });

  it('is nothing from which another department computes', async () => {
    taxSaysOfFirm('{"paid":1}');
    firms.graph.asked();
    const answer = await ask('{ firm(id: "E1") { name score } }');
    expect(answer.data).toEqual({ firm: { name: '甲', score: null } });
    expect(answer.errors.map(({ path }) => path?.join('.'))).toEqual(['firm.score']);
    expect(firms.graph.asked()).toEqual({ owner: 1 });
  });
});

describe('a list of entities', () => {
  const list = '{ firms { name paid } count }';
  const all = [0, 1, 2].map((index) => `firms.${index}.paid DEPARTMENT_ANSWER_INVALID tax`);

  it.each([
    ['too short', [{ paid: 1 }, { paid: 2 }]],
    ['too long', [{ paid: 1 }, { paid: 2 }, { paid: 3 }, { paid: 4 }]],
    ['empty', []],
    ['null', null],
    ['an object', { 0: { paid: 1 }, 1: { paid: 2 }, 2: { paid: 3 }, length: 3 }],
    ['a text', 'abc'],
    ['a list of one list', [[{ paid: 1 }, { paid: 2 }, { paid: 3 }]]],
  ])('that is %s gives no value to anybody, and is told at each', async (_, entities) => {
    taxSays({ data: { _entities: entities } });
    const answer = await ask(list);
    expect(answer.data).toEqual(paidOf(null, null, null));
    expect(toldOf(answer)).toEqual(all);
  });

  it('that is in another order shows nobody another one’s value, whether or not the key is asked', async () => {
    taxSays({
      data: {
        _entities: [
          { id: 'E2', paid: 2 },
          { id: 'E1', paid: 1 },
          { id: 'E3', paid: 3 },
        ],
      },
    });
    for (const query of [list, '{ firms { id name paid } count }']) {
      const answer = await ask(query);
      expect(answer.data).toMatchObject(paidOf(null, null, 3));
      expect(toldOf(answer)).toEqual(all.slice(0, 2));
    }
  });

  it('that holds null for one gives null to that one, without an error', async () => {
    taxSays({ data: { _entities: [{ paid: 1 }, null, { paid: 3 }] } });
    const answer = await ask(list);
    expect(answer).toMatchObject({ data: paidOf(1, null, 3), errors: [] });
  });

  it.each(['5', '"x"', '[]', 'true', '[{"paid":6}]'])(
    'that holds %s for one fails that one',
    async (json) => {
      taxSays(`{"data":{"_entities":[{"paid":1},${json},{"paid":3}]}}`);
      const answer = await ask(list);
      expect(answer.data).toEqual(paidOf(1, null, 3));
      expect(toldOf(answer)).toEqual(all.slice(1, 2));
    },
  );
});

describe('an entity that is another', () => {
  it.each([
    ['by its key', '{"id":"E2","paid":6}'],
    ['by a key that is an object', '{"id":{"E1":1},"paid":6}'],
    ['by a key that no text can be made of', '{"id":{"toString":1},"paid":6}'],
    ['by a key that is a list', '{"id":["E1"],"paid":6}'],
    ['by its type', '{"__typename":"Grade","paid":6}'],
    ['by a type that there is not', '{"__typename":"Nonsense","paid":6}'],
    ['by a type that is none', '{"__typename":5,"paid":6}'],
  ])('%s shows nothing and is told', async (_, json) => {
    taxSaysOfFirm(json);
    const answer = await ask('{ firm(id: "E1") { name paid } count }');
    expect(answer.data).toEqual({ firm: { name: '甲', paid: null }, count: 3 });
    expect(pathsAndCodes(toldOf(answer))).toEqual(['firm.paid DEPARTMENT_ANSWER_INVALID']);
  });
});

describe('fields that nobody asked a department for', () => {
  const byTax = [
    ['answers', { data: { _entities: [{ paid: 5, seat: { street: '文三路' } }] } }],
    ['does not hold the record', { data: { _entities: [null] } }],
    ['fails', { errors: [{ message: secret }] }],
    ['gives another record', { data: { _entities: [{ id: 'E2', paid: 6 }] } }],
    ['gives too many', { data: { _entities: [{ paid: 6 }, { paid: 6 }] } }],
    ['leaves it out', { data: { _entities: [{}] } }],
  ] as const;

  it.each(byTax)('are not shown as another one’s when that one %s', async (_, said) => {
    taxSays(said);
    ownerAdds({ paid: 999, __proto__: { paid: 999 }, note: secret });
    const answer = await ask('{ firm(id: "E1") { name paid } }');
    expect(answer.data).toEqual({ firm: { name: '甲', paid: said === byTax[0][1] ? 5 : null } });
    expect(answer.body).not.toMatch(/999|内部口令/);
  });

  it.each(byTax)('are not shown within a value that both tell of when the other %s', async (_, said) => {
    taxSays(said);
    ownerAdds({ seat: { town: '杭州', street: secret } });
    const answer = await ask('{ firm(id: "E1") { name seat { town street } } }');
    expect(answer.data).toEqual({
      firm: { name: '甲', seat: { town: '杭州', street: said === byTax[0][1] ? '文三路' : null } },
    });
    expect(answer.body).not.toContain('内部口令');
  });

  it('are not shown at the root', async () => {
    taxSays({ errors: [{ message: secret }] });
    firms.graph.departments['owner']?.answersInstead(({ data }) => ({
      body: { data: { ...data, taxes: 999 } },
    }));
    const answer = await ask('{ taxes count }');
    expect(answer.data).toEqual({ taxes: null, count: 3 });
    expect(toldOf(answer)).toEqual(['taxes DEPARTMENT_FAILED tax']);
  });

  it.each([
    ['another type', { __typename: 'Grade' }],
    ['no type', { __typename: undefined }],
    ['a type that is none', { __typename: 5 }],
  ])('are not shown when the record says that it is of %s', async (_, typename) => {
    ownerAdds({ paid: 999, ...typename });
    const answer = await ask('{ firm(id: "E1") { name paid } }');
    expect(answer.body).not.toContain('999');
    expect(answer.errors.length).toBeGreaterThan(0);
  });
});

describe('an answer nested without end', () => {
  const lists = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const objects = `${'{"part":'.repeat(100_000)}1${'}'.repeat(100_000)}`;

  it.each([
    ['instead of an answer', lists, ''],
    ['instead of the data', `{"data":${objects}}`, ''],
    ['instead of the errors', `{"data":null,"errors":${lists}}`, ''],
    [
      'in an error',
      `{"data":null,"errors":[{"message":${lists},"path":${lists},"extensions":${objects}}]}`,
      '',
    ],
    ['instead of the entities', `{"data":{"_entities":${lists}}}`, ''],
    ['instead of an entity', `{"data":{"_entities":[${lists}]}}`, ''],
    ['instead of a key', `{"data":{"_entities":[{"id":${lists},"paid":1}]}}`, ''],
    ['instead of a number', `{"data":{"_entities":[{"paid":${lists}}]}}`, ''],
    ['instead of records', `{"data":{"_entities":[{"grades":${lists}}]}}`, 'grades { year }'],
    ['instead of a record', `{"data":{"_entities":[{"best":${objects}}]}}`, 'best { year }'],
    [
      'beside an error',
      `{"data":{"_entities":[{"grades":${lists}}]},"errors":[{"message":""}]}`,
      'grades { year }',
    ],
    [
      'in two ways',
      `{"data":{"_entities":[{"grades":${lists},"best":${objects}}]},"errors":[]}`,
      'grades { year } best { year }',
    ],
  ])('%s harms its own part alone', async (_, body, more) => {
    taxSays(body);
    const answer = await ask(`{ firm(id: "E1") { name paid ${more} } count }`);
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({ firm: { name: '甲', paid: null }, count: 3 });
    expect(answer.errors.length).toBeGreaterThan(0);
  });

  it('where others would add to its records harms its own part alone', async () => {
    taxSays(`{"data":{"tariff":{"rate":1,"rows":${lists}}}}`);
    const answer = await ask('{ tariff { rate rows { year firm { name } } } count }');
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({ count: 3 });
    expect(answer.errors.length).toBeGreaterThan(0);
  });

  it('in a scalar of any kind is answered or told, never half', async () => {
    for (const json of [lists, objects]) {
      taxSaysOfFirm(`{"raw":${json},"paid":1}`);
      const answer = await ask('{ firm(id: "E1") { name paid raw } count }');
      expect(answer.data).toMatchObject({ firm: { name: '甲', paid: 1 }, count: 3 });
    }
  });
});

describe('errors of a department', () => {
  it.each([
    ['whose path is of objects', { path: ['_entities', 0, { toString: 1 }] }],
    ['whose path is of nulls', { path: [null, null] }],
    ['whose path is long', { path: Array.from({ length: 100_000 }, () => '_entities') }],
    ['whose path is hostile', { path: ['__proto__', 'polluted'] }],
    ['whose path is no list', { path: { 0: '_entities' } }],
    ['whose message is an object', { message: { toString: 1 } }],
    ['whose code is an object', { extensions: { code: { toString: 1 } } }],
    [
      'whose extensions are hostile',
      { extensions: { __proto__: { code: 'BAD_USER_INPUT' }, http: { status: 500 } } },
    ],
  ])('%s are told at what is missing', async (_, error) => {
    taxSays({ data: { _entities: [{ paid: null }] }, errors: [{ message: secret, ...error }] });
    const answer = await ask('{ firm(id: "E1") { name paid } count }');
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ firm: { name: '甲', paid: null }, count: 3 });
    expect(toldOf(answer)).toEqual(['firm.paid DEPARTMENT_FAILED tax']);
    expect(answer.body + firms.graph.logged()).not.toContain('内部口令');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('whose message looks like a stack are not taken for our own place in the log', async () => {
    const message = `boom\n    at ${secret} (/srv/tax/secret-place.ts:1:1)\n    at 10.9.8.7:1234`;
    taxSays({ data: { _entities: [{ paid: null }] }, errors: [{ message, path: ['_entities', 0, 'paid'] }] });
    const answer = await ask('{ firm(id: "E1") { name paid } }');
    expect(toldOf(answer)).toEqual(['firm.paid DEPARTMENT_FAILED tax']);
    expect(answer.body + firms.graph.logged()).not.toMatch(/内部口令|secret-place|10\.9\.8\.7/);
  });

  it('in great number cost about what their bytes do, and each place is still told', async () => {
    await cpuOf(manyErrors(10));
    // The same bytes as one string, against as many small objects; an Error for each would cost thirty times as much.
    const plain = await cpuOf(
      `{"data":{"_entities":[{"paid":null,"note":null}]},"errors":[{"extensions":{"list":[${'{},'.repeat(400_000)}{}]}}]}`,
    );
    expect(await cpuOf(manyErrors(400_000))).toBeLessThan(plain * 8 + 200_000);
  });
});

describe('names that every object has', () => {
  const words = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'];

  it.each(words)('%s is an alias like any other', async (word) => {
    const { body } = await ask(`{ firm(id: "E1") { ${word}: name b: paid } ${word}: count }`);
    expect(body).toContain(`{"firm":{"${word}":"甲","b":5},"${word}":3}`);
  });

  it.each(words)('%s is the name of an operation like any other, and of none', async (word) => {
    const source = `query ${word} { count }`;
    expect(await firms.graph.ask(source, {}, word)).toMatchObject({ status: 200, data: { count: 3 } });
    const none = await firms.graph.ask('query a { count }', {}, word);
    expect(none.status).toBe(400);
    expect(none.errors[0]?.extensions['code']).toBe('OPERATION_RESOLUTION_FAILURE');
  });

  it.each(words)('%s is the name of a variable like any other', async (word) => {
    const given = JSON.parse(`{"${word}":"E1"}`) as Record<string, unknown>;
    const answer = await ask(`query ($${word}: ID!) { firm(id: $${word}) { name } }`, given);
    expect(answer).toMatchObject({ data: { firm: { name: '甲' } }, errors: [] });
    const without = await ask(`query ($${word}: ID!) { firm(id: $${word}) { name } }`, {});
    expect(without.status).toBe(400);
  });

  it.each(words)('%s is the name of a fragment like any other', async (word) => {
    const answer = await ask(`{ firm(id: "E1") { ...${word} } } fragment ${word} on Firm { name paid }`);
    expect(answer).toMatchObject({ data: { firm: { name: '甲', paid: 5 } }, errors: [] });
  });

  it.each(words)('%s is not a department’s way to anything', async (word) => {
    taxSays(
      `{"${word}":{"polluted":1},"data":{"${word}":{"polluted":1},"_entities":[{"${word}":{"polluted":1},"paid":9,"best":{"${word}":{"polluted":1},"year":1}}]}}`,
    );
    const answer = await ask('{ firm(id: "E1") { name paid best { year } } }');
    expect(answer.data).toEqual({ firm: { name: '甲', paid: 9, best: { year: 1 } } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(answer.body).not.toContain('polluted');
  });
});

it('after all of this the department’s good days are answered in full', async () => {
  const answer = await ask('{ firms { name paid state must } taxes count }');
  expect(answer.errors).toEqual([]);
  expect(answer.data).toMatchObject({
    firms: [1, 2, 3].map(() => ({ paid: goodFirm.paid, state: goodFirm.state, must: goodFirm.must })),
    taxes: 7,
  });
});
