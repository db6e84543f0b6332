import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type GraphQLSchema, getVariableValues, Kind, parse, validate } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSupergraph } from '#gateway/graph/supergraph.ts';
import { readPersonas } from '#gateway/identity/personas.ts';
import { groups, readExample } from '../web/explorer/example-panel/read-example.ts';

const files = globSync(join(import.meta.dirname, '../web/explorer/examples/*.graphql')).sort();
const examples = files.map((file) => readExample(basename(file), readFileSync(file, 'utf8')));

const { personas } = readPersonas();

let schema: GraphQLSchema;

beforeAll(() => {
  const sdl = readFileSync(join(import.meta.dirname, '../schema/supergraph.graphql'), 'utf8');
  schema = loadSupergraph(sdl).apiSchema;
});

describe("the explorer's examples", () => {
  it.each(examples)('$name is an operation of the merged schema', ({ operation }) => {
    expect(validate(schema, parse(operation)).map(String)).toEqual([]);
  });

  it.each(examples)(
    '$name has one named operation, whose variables its header sets',
    ({ operation, variables }) => {
      const definitions = parse(operation).definitions.filter(
        ({ kind }) => kind === Kind.OPERATION_DEFINITION,
      );
      const [only] = definitions;
      if (definitions.length !== 1 || only?.kind !== Kind.OPERATION_DEFINITION)
        throw new Error('one operation, please');
      expect(only.name?.value).toMatch(/^[A-Z]/);
      const declared = only.variableDefinitions ?? [];
      expect(Object.keys(variables).sort()).toEqual(declared.map((one) => one.variable.name.value).sort());
      expect(getVariableValues(schema, declared, variables).errors).toBeUndefined();
    },
  );

  it.each(examples)('$name names a persona, and its matter or none', ({ persona, matter }) => {
    const named = personas.find((one) => one.persona === persona);
    expect(named, persona).toBeDefined();
    expect([named?.matter, null]).toContain(matter);
  });

  it('serve every user group', () => {
    expect(new Set(examples.map(({ group }) => group))).toEqual(new Set(groups));
  });

  it('are told apart by their titles and by the names of their operations', () => {
    expect(new Set(examples.map(({ title }) => title.zh)).size).toBe(examples.length);
    expect(new Set(examples.map(({ operation }) => /query (\w+)/.exec(operation)?.[1])).size).toBe(
      examples.length,
    );
  });
});

describe('an example file', () => {
  it('is refused, by name, when its header lacks something', () => {
    expect(() => readExample('a.graphql', '# title: 一\nquery A { __typename }')).toThrow(
      'example a.graphql',
    );
  });

  it('is refused when its group is unknown', () => {
    const header =
      '# title: 一\n# title-en: A\n# group: nobody\n# persona: explorer\n# matter: none\n# about: 二\n# about-en: B\n';
    expect(() => readExample('a.graphql', `${header}query A { __typename }`)).toThrow('got "nobody"');
  });
});
