import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readPersonas } from '#gateway/identity/personas.ts';

// What the README says must be so.

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };

describe.each(['README.md', 'README.zh-CN.md'])('%s', (file) => {
  const text = read(file);

  it('names only commands that exist', () => {
    const named = [...text.matchAll(/npm (start|test|run (?:-s )?[a-z:]+)/g)].map(([, name]) =>
      (name as string).replace(/^run (-s )?/, ''),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('names only files that exist', () => {
    const named = [...text.matchAll(/`((?:gateway|subgraphs|schema|test|web)\/[\w./-]*\w\.\w+)`/g)].map(
      ([, name]) => name as string,
    );
    expect(named.length).toBeGreaterThan(2);
    for (const name of named) expect(() => read(name), name).not.toThrow();
  });

  it('lists every named subject with its identifier', () => {
    for (const { identifier, name } of readPersonas().subjects)
      expect(text, name).toContain(`| ${name} | ${identifier} |`);
  });

  it('shows a profile query that parses', () => {
    const [, source] = /```graphql\n([\s\S]*?)```/.exec(text) ?? [];
    expect(() => parse(source ?? '')).not.toThrow();
  });
});
