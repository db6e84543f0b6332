import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentNode } from 'graphql';
import { parse } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { policyProblems, readPolicy } from '#schema/policy/policy.ts';
import { composeRoster } from '#schema/registry/compose.ts';
import { matterText, policyFolder, policyIn, shippedFolder } from './written-policy.ts';

// A matter that grants what there is not, or what can't be had, is told before anybody relies on it.

const real = parse(readFileSync(join(shippedFolder, '../supergraph.graphql'), 'utf8'));

function told(fields: string, supergraph: DocumentNode = real): readonly string[] {
  const text = matterText({
    departments: 'departments: [audit]',
    fields: `fields:\n${fields.replaceAll(/^/gm, '  ')}`,
  });
  return policyProblems(policyIn(readPolicy(policyFolder({ 'matters/trial.yaml': text }))), supergraph);
}

describe('names', () => {
  it('of roles and departments must exist; a department is a subgraph, or listed', () => {
    const text = matterText({
      roles: 'roles:\n  - analyst\n  - window-clark',
      departments: 'departments: [housing, tax, wasser, nowhere]',
    });
    const policy = policyIn(readPolicy(policyFolder({ 'matters/trial.yaml': text })));
    expect(policyProblems(policy, real)).toEqual([
      'matters/trial.yaml:7: roles.yaml has no role "window-clark" (did you mean "window-clerk"?); correct it, or add it there',
      'matters/trial.yaml:8: "wasser" is neither a subgraph nor a department of roles.yaml (did you mean "water"?); correct it, or add it there',
      'matters/trial.yaml:8: "nowhere" is neither a subgraph nor a department of roles.yaml; correct it, or add it there',
    ]);
  });

  it('of types and fields must exist', () => {
    expect(
      told('Query.citizen: clear\nCitizen.nam: clear\nCitzen.*: clear\nconstructor.name: clear'),
    ).toEqual([
      'matters/trial.yaml:12: Citizen has no field "nam" (did you mean "name"?); correct it, or take it out',
      'matters/trial.yaml:13: there is no type "Citzen" (did you mean "Citizen"?); correct it, or take it out',
      expect.stringMatching(/^matters\/trial\.yaml:14: there is no type "constructor"/),
    ]);
  });
});

describe('what can be granted', () => {
  it('is never what is shared with nobody, and `*` leaves that out', () => {
    const ways = 'Query.citizen: clear\nCitizen.currentEnrolment: clear\n';
    expect(told(`${ways}Enrolment.correctionalEducation: clear`)).toEqual([
      'matters/trial.yaml:13: Enrolment.correctionalEducation is not shared with anybody by law (NONE), and no matter changes that; take it out',
    ]);
    expect(told(`${ways}Enrolment.*: clear`)).toEqual([]);
  });

  it('is masked only where a mask leaves something, and `*` covers what can be', () => {
    const ways = 'Query.citizen: clear\n';
    expect(told(`${ways}Citizen.household: masked`)[0]).toMatch(
      /:12: Citizen.household can't be masked, it holds other/,
    );
    expect(told(`${ways}Citizen.sex: masked`)[0]).toMatch(
      /:12: Citizen.sex can't be masked, it has no mask rule/,
    );
    expect(told(`${ways}Citizen.ethnicity: masked`)[0]).toMatch(/has no mask rule that leaves anything/);
    expect(told(`${ways}Citizen.sex: { show: clear, where: [party], otherwise: masked }`)[0]).toMatch(
      /:12: Citizen.sex can't be masked, .*; write otherwise: denied$/,
    );
    expect(told(`${ways}Citizen.household: clear\nHousehold.*: masked`)).toEqual([]);
    expect(told('VehicleEdge.*: masked\nQuery.vehicles: clear\nVehicleConnection.*: clear')[0]).toMatch(
      /:11: VehicleEdge.\* covers no field that can be shown masked/,
    );
  });

  it('is not narrowed where everybody sees it, save a credit code, which may be a person’s', () => {
    expect(told('Enterprise.domicile: masked')).toEqual([
      'matters/trial.yaml:11: Enterprise.domicile is shared unconditionally, so everybody sees it clear; write clear, or take it out',
    ]);
    expect(told('Enterprise.name: { show: clear, where: [party] }')[0]).toMatch(/shared unconditionally/);
    expect(told('Enterprise.uscc: masked')).toEqual([]);
  });

  it('is what somebody can get to: by fields that are granted, or shared unconditionally', () => {
    expect(told('TaxArrear.balance: clear')).toEqual([
      'matters/trial.yaml:11: nobody reaches TaxArrear.balance: no granted field leads to TaxArrear; grant one that leads there (Enterprise.taxArrears), or take it out',
    ]);
    expect(told('TaxArrear.balance: clear\nEnterprise.taxArrears: clear')).toEqual([]);
    expect(told('TaxArrear.balance: clear\nEnterprise.*: clear')).toEqual([]);
    expect(told('Household.address: clear\nCitizen.household: clear')).toHaveLength(2);
    expect(told('Query.*: clear\nHousehold.address: clear\nCitizen.household: clear')).toEqual([]);
  });
});

describe('conditions', () => {
  it('need somebody above the record', () => {
    const vehicles = 'Query.vehicles: { show: clear, where: [party] }\n';
    expect(told(vehicles)).toEqual([
      "matters/trial.yaml:11: whose Query.vehicles is can't be known, so nor whether a party's: no citizen or enterprise is above it; take the condition out",
    ]);
    const plate = 'Vehicle.plateNumber: { show: clear, where: [party], otherwise: masked }';
    expect(
      told(`Enterprise.vehicles: clear\nVehicleConnection.*: clear\nVehicleEdge.*: clear\n${plate}`),
    ).toEqual([]);
  });

  describe('in a small supergraph', () => {
    let small: DocumentNode;
    beforeAll(() => {
      small = composed(`
        type Query { boat(plate: ID!): Boat owner(number: ID!): Owner thing: Thing }
        type Boat @key(fields: "plate") ${resource} { plate: ID! name: String owner: Owner port: Port }
        type Owner @key(fields: "number") ${resource} { number: ID! @format(is: CITIZEN_NUMBER) boats: [Boat!] pier: Pier }
        type Port @key(fields: "uscc") ${resource} { uscc: ID! @format(is: CREDIT_CODE) where: String @format(is: DIVISION_CODE) pier: Pier }
        type Pier ${resource} { length: Int }
        union Thing = Boat | Pier
      `);
    });
    it('`own-region` needs somebody whose division is known', () => {
      const byOwner = 'Query.owner: clear\nOwner.pier: clear\n';
      expect(told(byOwner + length('party'), small)).toEqual([]);
      expect(told(byOwner + length('own-region'), small)).toEqual([
        "matters/trial.yaml:13: in which region Pier.length is can't be known: nobody above it has a division code; take the condition out",
      ]);
      const byPort = 'Query.boat: clear\nBoat.port: clear\nPort.pier: clear\n';
      expect(told(byPort + length('own-region, party'), small)).toEqual([]);
    });

    it('one way that passes somebody is enough, and a union leads to all its members', () => {
      expect(told(`Query.thing: clear\n${length('party')}`, small)).toHaveLength(1);
      expect(
        told(`Query.thing: clear\nBoat.owner: clear\nOwner.pier: clear\n${length('party')}`, small),
      ).toEqual([]);
      expect(told('Boat.name: clear', small)[0]).toMatch(/\(Owner.boats, Query.boat, Query.thing\)/);
    });
  });
});

function length(condition: string): string {
  return `Pier.length: { show: clear, where: [${condition}] }`;
}

const resource = '@resource(code: "1", title: "一", provider: "harbour", share: CONDITIONAL, update: DAILY)';

function composed(sdl: string): DocumentNode {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-policy-supergraph-'));
  const words = ['resource', 'share', 'sensitive', 'mask', 'lookup', 'reads', 'format'];
  writeFileSync(
    join(folder, 'harbour.graphql'),
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@composeDirective"])
      @link(url: "https://tongcha.example/governance/v1.0", import: [${words.map((word) => `"@${word}"`).join(', ')}])
      ${words.map((word) => `@composeDirective(name: "@${word}")`).join(' ')}
    ${sdl.replace('type Query {', `type Query ${resource} {`)}`,
  );
  writeFileSync(
    join(folder, 'supergraph.yaml'),
    'subgraphs:\n  harbour: { routing_url: http://127.0.0.1:1/graphql, schema: { file: ./harbour.graphql } }\n',
  );
  const composition = composeRoster(join(folder, 'supergraph.yaml'));
  rmSync(folder, { recursive: true });
  if (composition.kind === 'failed') throw new Error(composition.problems.join('\n'));
  return parse(composition.supergraph);
}
