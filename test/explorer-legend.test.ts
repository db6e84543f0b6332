import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locate } from '../web/explorer/legend/locate.ts';
import { notesOf, placeOf } from '../web/explorer/legend/notes.ts';
import { countOf, type Right, rightsByType, telling } from '../web/explorer/rights/right.ts';

const denied = (path: readonly (string | number)[], message = 'No.') => ({
  message,
  path,
  extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', reason: 'NOT_GRANTED', messageZh: '没有授权。' },
});

const right = (path: string, effect: Right['effect'], title = ''): Right => ({
  path,
  title,
  effect,
  mask: null,
  reason: null,
  basis: null,
  validUntil: null,
  otherwise: null,
});

const told = (facts: readonly string[], effect: Right['effect']) => ({
  facts,
  effect,
  mask: null,
  reason: null,
});

describe('the notes of an answer', () => {
  it('tell masked from denied and from missing, each with its reason in both languages', () => {
    const dark = {
      message: 'Dark.',
      path: ['b'],
      extensions: { code: 'DEPARTMENT_UNAVAILABLE', messageZh: '暗。' },
    };
    const fields = [
      { path: ['a'], status: 'DENIED', reason: 'NOT_GRANTED' },
      { path: ['b'], status: 'UNAVAILABLE', reason: 'DEPARTMENT_UNAVAILABLE' },
      { path: ['c'], status: 'MASKED', rule: 'NAME' },
    ];
    expect(notesOf({ data: {}, errors: [denied(['a']), dark], extensions: { fields } })).toEqual([
      { kind: 'DENIED', path: ['a'], count: 1, why: { zh: '没有授权。', en: 'No.' } },
      { kind: 'MASKED', path: ['c'], count: 1, why: { zh: '姓名只留姓', en: 'Name: family name only' } },
      { kind: 'UNAVAILABLE', path: ['b'], count: 1, why: { zh: '暗。', en: 'Dark.' } },
    ]);
  });

  it('say once what is so of many records, and lead to the first', () => {
    const errors = [1, 2, 5].map((index) => denied(['members', index, 'name']));
    const [note, ...others] = notesOf({
      data: {},
      errors: [...errors, denied(['members', 7, 'name'], 'Other.')],
    });
    expect(note).toMatchObject({ path: ['members', 1, 'name'], count: 3 });
    expect(others).toMatchObject([{ path: ['members', 7, 'name'], count: 1 }]);
    expect(placeOf(note?.path ?? null)).toBe('members[].name');
  });

  it('say of a request that was refused as a whole that it was', () => {
    const error = {
      message: 'No such matter.',
      extensions: { code: 'MATTER_REFUSED', messageZh: '没有这个事项。' },
    };
    expect(notesOf({ errors: [error] })).toMatchObject([
      { kind: 'REFUSED', path: null, why: { zh: '没有这个事项。' } },
    ]);
  });

  it('are none of what is no answer', () => {
    for (const nothing of [null, 1, 'text', [], {}, { errors: 7, extensions: { fields: {} } }])
      expect(notesOf(nothing)).toEqual([]);
  });
});

describe('a path in the text of an answer', () => {
  it('is found in any JSON, whatever stands in its names and values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), fc.constantFrom(undefined, 2), (value, seed, indent) => {
        const text = JSON.stringify(value, null, indent);
        const { path, part } = walk(JSON.parse(text), seed);
        const { from, to } = locate(text, path);
        const found = text.slice(from, to);
        const step = path.at(-1);
        const member = typeof step === 'string' ? step : null;
        const read: unknown = JSON.parse(member === null ? `{"it":${found}}` : `{${found}}`);
        expect(Reflect.get(Object(read), member ?? 'it')).toEqual(part);
      }),
    );
  });

  it('that ends early, below a null or an empty list, leads to where it ends', () => {
    const text = '{"data": {"a": null, "list": []}}';
    const at = (path: readonly (string | number)[]) => {
      const { from, to } = locate(text, path);
      return text.slice(from, to);
    };
    expect(at(['data', 'a', 'b', 0])).toBe('"a": null');
    expect(at(['data', 'list', '@', 'c'])).toBe('"list": []');
    expect(at(['data', 'none'])).toBe('"data": {"a": null, "list": []}');
  });
});

describe('rights', () => {
  const rights = [
    right('Vehicle.plate', 'MASKED', '号牌'),
    right('Citizen.name', 'CLEAR', '姓名'),
    right('Query.vehicle', 'CLEAR', '按号牌查车辆'),
    right('Citizen.phone', 'DENIED', '电话'),
  ];

  it('stand by type, the entry points first', () => {
    expect(rightsByType(rights, { words: '', effect: null }).map(({ type }) => type)).toEqual([
      'Query',
      'Citizen',
      'Vehicle',
    ]);
  });

  it('that depend on the record leave out what says nothing new', () => {
    const plain = [told([], 'MASKED'), told(['MINOR'], 'MASKED'), told(['PARTY'], 'CLEAR')];
    expect(telling(plain).map(({ facts }) => facts)).toEqual([[], ['PARTY']]);
    // Which of the two facts decides must be said.
    const both = [...plain.filter(({ facts }) => !facts.includes('MINOR')), told(['MINOR'], 'DENIED')];
    expect(telling([...both, told(['MINOR', 'PARTY'], 'CLEAR')]).map(({ facts }) => facts)).toContainEqual([
      'MINOR',
      'PARTY',
    ]);
  });

  it('are found by all the words of a search, in path or title, and by effect', () => {
    const paths = (words: string, effect: Right['effect'] | null = null) =>
      rightsByType(rights, { words, effect }).flatMap((group) => group.rights.map(({ path }) => path));
    expect(paths('号牌')).toEqual(['Query.vehicle', 'Vehicle.plate']);
    expect(paths('VEHICLE 号牌', 'MASKED')).toEqual(['Vehicle.plate']);
    expect(paths('citizen 号牌')).toEqual([]);
    expect(countOf(rights, 'CLEAR')).toBe(2);
  });
});

/** Some path of a value, and what stands there. */
function walk(
  value: unknown,
  seed: number,
): { readonly path: readonly (string | number)[]; readonly part: unknown } {
  const path: (string | number)[] = [];
  let part = value;
  for (let left = seed; typeof part === 'object' && part !== null; left = Math.floor(left / 3)) {
    const steps = Array.isArray(part) ? [...part.keys()] : Object.keys(part);
    const step = steps[left % (steps.length + 1)];
    if (step === undefined) break;
    path.push(step);
    part = Reflect.get(part, step);
  }
  return { path, part };
}
