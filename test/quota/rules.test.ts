import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readPersonas } from '#gateway/identity/personas.ts';
import { type QuotaNames, readQuotas } from '#schema/policy/quotas.ts';
import { readRoster } from '#schema/roster.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tongcha-quotas-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = { departments: ['tax', 'water'], matters: ['school-enrolment'], roles: ['analyst'] };

function read(text: string, known: QuotaNames = names) {
  const file = join(folder, 'quotas.yaml');
  writeFileSync(file, text);
  const reading = readQuotas(file, known);
  if (reading.kind === 'rules') return reading.rules;
  return reading.problems.map((problem) => problem.slice(`${file}:`.length));
}

const good = `
requests:
  - perHour: 3
  - unit: "11330199000099047F"
    department: tax
    matter: school-enrolment
    perDay: 5
subjectsPerHour:
  default: 60
  analyst: unlimited
`;

describe('the file of quotas', () => {
  it('gives rules', () => {
    expect(read(good)).toEqual({
      requests: [
        { perHour: 3 },
        { unit: '11330199000099047F', department: 'tax', matter: 'school-enrolment', perDay: 5 },
      ],
      subjectsPerHour: { default: 60, analyst: null },
    });
  });

  it('tells all that is wrong with it at once, each with its line', () => {
    const problems = read(`requests:
  - perHour: 0
  - department: taxes
    perDay: many
  - matter: school-enrolment
  - department: water
    perhour: 5
  - perDay: 9
subjectsPerHour:
  analist: 5
`);
    expect(problems).toEqual([
      expect.stringMatching(/^2: "perHour" must be a whole number from 1 to/),
      expect.stringMatching(/^3: there is no department "taxes".*"tax"/),
      expect.stringMatching(/^4: "perDay" must be a whole number/),
      expect.stringMatching(/^5: a rule of "requests" limits nothing/),
      expect.stringMatching(/^7: a rule of "requests" has no member "perhour".*"perHour"/),
      expect.stringMatching(/^6: a rule of "requests" limits nothing/),
      expect.stringMatching(/^8: this rule is for the same as that of line 2/),
      expect.stringMatching(/^10: "subjectsPerHour" has no member "analist".*"analyst"/),
      expect.stringMatching(/^10: "subjectsPerHour" lacks "default"/),
    ]);
  });

  it.each([
    ['', '1: '],
    ['requests: [', '1: '],
    ['requests: &all [{ perHour: 1 }]\nsubjectsPerHour: { default: 1 }', '1: the anchor'],
    ['requests: [{ perHour: 1.5 }]\nsubjectsPerHour: { default: 1 }', '1: "perHour" must be a whole number'],
    ['requests: [{ perHour: 1 }]\nsubjectsPerHour: { default: none }', '2: "default" must be a whole number'],
    ['requests: [{ unit: 7, perHour: 1 }]\nsubjectsPerHour: { default: 1 }', '1: "unit" must be a text'],
  ])('is not taken when it reads %j', (text, problem) => {
    expect(read(text)).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
  });

  it('may name anything where the names are not known', () => {
    expect(
      read('requests: [{ department: any, perHour: 1 }]\nsubjectsPerHour: { default: 1, any: 2 }', {}),
    ).toMatchObject({ requests: [{ department: 'any', perHour: 1 }], subjectsPerHour: { any: 2 } });
  });
});

describe('the quotas of this house', () => {
  it('name only departments, matters and roles that there are', () => {
    const { personas } = readPersonas();
    const departments = readRoster('supergraph.yaml').map(({ name }) => name);
    const matters = personas.flatMap(({ matter }) => matter ?? []);
    const roles = personas.flatMap((persona) => persona.roles);
    expect(readQuotas('schema/policy/quotas.yaml', { departments, matters, roles })).toMatchObject({
      kind: 'rules',
    });
  });

  it('limit every request and every clerk', () => {
    const text = readFileSync('schema/policy/quotas.yaml', 'utf8');
    const { requests, subjectsPerHour } = parse(text) as Record<string, unknown>;
    expect(requests).toContainEqual({ perHour: expect.any(Number), perDay: expect.any(Number) });
    expect(Object.values(subjectsPerHour as object)).not.toContain('unlimited');
  });
});
