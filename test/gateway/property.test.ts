import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { propertyReader, propertySetter } from '#gateway/graph/property.ts';

const module = new URL('../../gateway/graph/property.ts', import.meta.url).href;

describe('a property of records', () => {
  const names = [
    'name',
    '_x1',
    '__as_name',
    'class',
    'constructor',
    'a"]; process.exit(1); //',
    'a b',
    '名',
    '',
  ];

  it.each(names)('called %j is read and set', (name) => {
    const record: Record<string, unknown> = Object.create(null);
    propertySetter(name)(record, 7);
    expect(Object.entries(record)).toEqual([[name, 7]]);
    expect(propertyReader(name)(record)).toBe(7);
    expect(propertyReader(`${name}2`)(record)).toBeUndefined();
  });

  it('is one function for one name', () => {
    expect(propertyReader('name')).toBe(propertyReader('name'));
    expect(propertyReader('name')).not.toBe(propertyReader('title'));
  });

  it('is read where a process may make no functions of text', () => {
    const program = `
      const { propertyReader, propertySetter } = await import(${JSON.stringify(module)});
      const record = { name: 1 };
      propertySetter('name')(record, 2);
      console.log(propertyReader('name')(record));
    `;
    const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', program];
    expect(execFileSync(process.execPath, flags, { encoding: 'utf8' })).toBe('2\n');
  });
});
