import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildASTSchema,
  type DocumentNode,
  type FieldNode,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { knownOf } from '#schema/policy/known.ts';
import { type Grant, policyProblems, readPolicy } from '#schema/policy/policy.ts';
import { matterText, policyFolder, policyIn, problemsIn, shippedFolder } from './written-policy.ts';

// What a clerk of the data bureau wrote is what the gateway goes by.

const supergraph = parse(readFileSync(join(shippedFolder, '../supergraph.graphql'), 'utf8'));
const shipped = policyIn(readPolicy(shippedFolder));

describe('the policy of this house', () => {
  it('has no problem, neither in itself nor with the supergraph', () => {
    expect(policyProblems(shipped, supergraph)).toEqual([]);
    expect([...shipped.matters.keys()]).toEqual([
      'driver-qualification',
      'enterprise-opening',
      'public-rental-housing',
      'real-estate-one-window',
      'regional-economy-analysis',
      'school-enrolment',
      'social-assistance-check',
      'state-equity-inspection',
      'water-permit-renewal',
    ]);
  });

  it('knows the role of every persona, and lets each use the matter it has', () => {
    const { callers } = parseYaml(readFileSync(join(shippedFolder, '../personas.yaml'), 'utf8')) as {
      callers: { roles: string[]; dept: string; matter?: string }[];
    };
    expect(callers.length).toBeGreaterThan(10);
    for (const { roles, dept, matter: code } of callers) {
      for (const role of roles) expect(shipped.roles.has(role), role).toBe(true);
      if (code === undefined) continue;
      const matter = shipped.matters.get(code);
      expect(matter?.departments, code).toContain(dept);
      expect(matter?.roles, code).toContain(roles[0]);
    }
  });

  it('shows no identity number clear but to school enrolment, and there only of the parties', () => {
    const numbers = /\.(idNumber|\w+IdNumber|certificateNumber|studentNumber)$/;
    const clear = [...shipped.matters.values()].flatMap(({ code, fields }) =>
      [...fields]
        .filter(([name, { show }]) => numbers.test(name) && show === 'clear')
        .map(([name]) => [code, name]),
    );
    expect(clear).toEqual([['school-enrolment', 'Citizen.idNumber']]);
    expect(shipped.matters.get('school-enrolment')?.fields.get('Citizen.idNumber')?.where).toEqual(['party']);
  });

  it('gives an analyst nothing of any person', () => {
    const named = [...(shipped.matters.get('regional-economy-analysis')?.fields.keys() ?? [])];
    expect(
      named.filter((name) => /Citizen|Position|Shareholder|PersonName|IdNumber|Officer/.test(name)),
    ).toEqual([]);
  });
});

describe('README’s enterprise profile, asked for the opening of an enterprise,', () => {
  it('has something clear, something masked and something denied', () => {
    const fields = shipped.matters.get('enterprise-opening')?.fields ?? new Map<string, Grant>();
    const { types } = knownOf(supergraph);
    const shown = new Map<string, string>();
    for (const coordinate of coordinatesIn(profile())) {
      const [type = '', field = ''] = coordinate.split('.');
      const isOpen = types.get(type)?.fields.get(field)?.isOpen ?? false;
      const grant = fields.get(coordinate) ?? fields.get(`${type}.*`);
      shown.set(coordinate, isOpen ? 'clear' : (grant?.show ?? 'denied'));
    }
    const these = (how: string) => [...shown].filter(([, each]) => each === how).map(([name]) => name);
    expect(these('masked')).toEqual(['Citizen.name']);
    expect(these('denied')).toEqual([
      'Citizen.household',
      'Household.address',
      'Enterprise.taxCreditGrades',
      'TaxCreditGrade.year',
      'TaxCreditGrade.grade',
      'Enterprise.vehicles',
      'VehicleConnection.totalCount',
      'Vehicle.plateNumber',
      'Vehicle.kind',
      'StateOwnedEquity.stateShareRatio',
    ]);
    expect(these('clear')).toEqual(
      expect.arrayContaining([
        'Enterprise.name',
        'Citizen.sex',
        'TaxRegistration.state',
        'WaterPermit.validTo',
      ]),
    );
  });
});

describe('a matter', () => {
  it('is read as it is written', () => {
    const folder = policyFolder({
      'matters/trial.yaml': matterText({
        validity: 'validity: { from: 2026-01-01, to: 2027-12-31 }',
        accessLog: 'accessLog: { delayedDays: 30 }',
        fields: `fields:
  Citizen.name: clear
  Citizen.idNumber: masked
  TaxArrear.balance: { show: clear, where: [party, own-region], otherwise: masked }
  Household.*: { show: clear, where: [party] }`,
        more: 'units: [11330199000099020P]\nminors: { basis: 《试办条例》第二条 }',
      }),
    });
    const { lines, fields, ...matter } = policyIn(readPolicy(folder)).matters.get('trial') ?? {};
    expect(matter).toEqual({
      code: 'trial',
      title: '试办',
      basis: ['《试办条例》第一条'],
      subject: 'enterprise',
      roles: ['window-clerk'],
      departments: ['water'],
      units: ['11330199000099020P'],
      case: 'optional',
      validity: { from: '2026-01-01', to: '2027-12-31' },
      accessLog: { kind: 'delayed', days: 30 },
      minors: { basis: '《试办条例》第二条' },
      file: 'matters/trial.yaml',
    });
    expect([...(fields ?? [])]).toEqual([
      ['Citizen.name', { show: 'clear', where: [], otherwise: 'denied' }],
      ['Citizen.idNumber', { show: 'masked', where: [], otherwise: 'denied' }],
      ['TaxArrear.balance', { show: 'clear', where: ['party', 'own-region'], otherwise: 'masked' }],
      ['Household.*', { show: 'clear', where: ['party'], otherwise: 'denied' }],
    ]);
    expect(lines?.get('fields Citizen.idNumber')).toBe(12);
  });

  it('needs no units, minors or last day, and may hide its look-ups on a basis', () => {
    const text = matterText({ accessLog: 'accessLog: { hidden: 《试办条例》第三条 }' });
    const matter = policyIn(readPolicy(policyFolder({ 'matters/trial.yaml': text }))).matters.get('trial');
    expect(matter).toMatchObject({
      units: [],
      minors: null,
      validity: { from: '2026-01-01', to: null },
      accessLog: { kind: 'hidden', basis: '《试办条例》第三条' },
    });
  });

  it('may be saved with Windows line ends and a byte order mark', () => {
    const text = `\uFEFF${matterText().replaceAll('\n', '\r\n')}`;
    expect(problemsIn(readPolicy(policyFolder({ 'matters/trial.yaml': text })))).toEqual([]);
  });
});

describe('the version', () => {
  it('is the same of the same files wherever they are, and another once a byte of any of them is', () => {
    const files = { 'matters/trial.yaml': matterText(), 'guard.cedar': '// nothing\n' };
    const versions = new Set([versionOf(policyFolder(files)), versionOf(policyFolder(files))]);
    expect(versions.size).toBe(1);
    for (const name of ['matters/trial.yaml', 'guard.cedar', 'roles.yaml']) {
      const folder = policyFolder(files);
      appendFileSync(join(folder, name), name.endsWith('.cedar') ? '//' : '#');
      versions.add(versionOf(folder));
    }
    expect(versions.size).toBe(4);
    for (const version of versions) expect(version).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('a large policy', () => {
  it('of a thousand matters is read whole', () => {
    const files = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [
        `matters/trial-${index}.yaml`,
        matterText({ code: `code: trial-${index}` }),
      ]),
    );
    const { matters } = policyIn(readPolicy(policyFolder(files)));
    expect(matters.size).toBe(1000);
    expect(matters.get('trial-999')?.fields.get('Query.enterprise')?.show).toBe('clear');
  });
});

function versionOf(folder: string): string {
  return policyIn(readPolicy(folder)).version;
}

function profile(): DocumentNode {
  const readme = readFileSync(join(shippedFolder, '../../README.md'), 'utf8');
  return parse(/^query EnterpriseProfile[^]*?^\}/m.exec(readme)?.[0] ?? '');
}

function coordinatesIn(document: DocumentNode): ReadonlySet<string> {
  const types = new TypeInfo(buildASTSchema(supergraph, { assumeValidSDL: true }));
  const coordinates = new Set<string>();
  const enter = ({ name }: FieldNode) => void coordinates.add(`${types.getParentType()?.name}.${name.value}`);
  visit(document, visitWithTypeInfo(types, { Field: { enter } }));
  return coordinates;
}
