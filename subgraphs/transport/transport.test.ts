import { afterAll, describe, expect, it } from 'vitest';
import { checkIdentifier } from '#schema/identifiers/format.ts';
import { addDays } from '#subgraphs/world/calendar.ts';
import { createWorld } from '#subgraphs/world/create-world.ts';
import { seededRegister } from '#test/setup/register.ts';
import { department } from './department.ts';
import type { PractitionerCertificate, TransportPermit, Vehicle } from './register.ts';

const world = createWorld({ seed: 7, citizens: 4_000, enterprises: 800 });
const rows = [...department.seed(world)];
const permits = rowsOf('transportPermit') as readonly TransportPermit[];
const vehicles = rowsOf('vehicle') as readonly Vehicle[];
const certificates = rowsOf('practitionerCertificate') as readonly PractitionerCertificate[];
const operators = [...world.enterprises()].filter(
  ({ transportPermit, absentFrom }) => transportPermit !== 'NONE' && !absentFrom.has('transport'),
);
const drivers = [...world.citizens()].filter(
  ({ driver, absentFrom }) => driver && !absentFrom.has('transport'),
);

const { ask, dataOf, counted, close } = await seededRegister(department, rows);
afterAll(close);

describe('the transport register', () => {
  const expected = {
    VALID: 'VALID',
    EXPIRING: 'VALID',
    EXPIRED: 'EXPIRED',
    REVOKED: 'REVOKED',
    NONE: undefined,
  };

  it('says of operators and drivers what the world says', () => {
    for (const { uscc, transportPermit } of operators)
      expect(permits.find(({ holderUscc }) => holderUscc === uscc)?.state).toBe(expected[transportPermit]);
    for (const { idNumber, driver } of drivers) {
      const own = certificates.find(({ holderIdNumber }) => holderIdNumber === idNumber);
      expect(own?.state).toBe(expected[driver?.certificate ?? 'NONE']);
      if (driver?.certificate === 'EXPIRING')
        expect(own && own.validTo < addDays(world.today, 90)).toBe(true);
    }
    expect(new Set(drivers.map(({ driver }) => driver?.certificate)).size).toBe(4);
  });

  it('holds nobody who is absent from it or does not drive', () => {
    const held = new Set(certificates.map(({ holderIdNumber }) => holderIdNumber));
    expect(held.size).toBe(drivers.length);
    expect(drivers.every(({ idNumber }) => held.has(idNumber))).toBe(true);
  });

  it('holds numbers of the old form, replaced certificates and open ends', () => {
    expect(
      certificates.some(
        ({ certificateNumber, state }) => certificateNumber.length === 19 && state !== 'CANCELLED',
      ),
    ).toBe(true);
    expect(certificates.some(({ state }) => state === 'CANCELLED')).toBe(true);
    const larger = [...department.seed(createWorld({ seed: 7, citizens: 400, enterprises: 12_000 }))].flatMap(
      ([table, row]) => (table === 'transportPermit' ? [row as TransportPermit] : []),
    );
    expect(larger.some(({ validTo }) => validTo === '9999-09-09')).toBe(true);
    expect(larger.some(({ holderUscc }) => holderUscc === null)).toBe(true);
    expect(new Set(larger.map(({ permitNumber }) => permitNumber)).size).toBe(larger.length);
  });

  it('gives every vehicle a plate of its own, in the form of its colour', () => {
    expect(new Set(vehicles.map(({ plateNumber, plateColour }) => plateNumber + plateColour)).size).toBe(
      vehicles.length,
    );
    for (const { plateNumber, plateColour } of vehicles) {
      expect(plateNumber).toHaveLength(plateColour.includes('GREEN') ? 8 : 7);
      expect(checkIdentifier('PLATE_NUMBER', plateNumber).kind).toBe('valid');
    }
  });

  it('is the same for the same seed', () => {
    expect([...department.seed(world)]).toEqual(rows);
  });
});

describe('the transport department', () => {
  it('finds a vehicle by plate and colour', async () => {
    const { plateNumber, plateColour, roadTransportCertificate } = vehicles[3] as Vehicle;
    const answer = await dataOf(
      `query ($plate: String, $colour: PlateColour) { vehicles(filter: { plateNumber: $plate, plateColour: $colour }) {
        edges { node { roadTransportCertificate transportPermit { businessScope } } } } }`,
      { plate: plateNumber, colour: plateColour },
    );
    expect(answer['vehicles']).toEqual({
      edges: [
        { node: { roadTransportCertificate, transportPermit: { businessScope: [expect.any(String)] } } },
      ],
    });
  });

  it('answers fifty operators with permits and a page of vehicles each in three register calls', async () => {
    const of = operators.slice(0, 50).map(({ uscc }) => ({ __typename: 'Enterprise', uscc }));
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise {
        transportPermits { permitNumber businessScope holder { uscc } responsiblePerson { idNumber } }
        vehicles(first: 3, filter: { state: IN_SERVICE }, orderBy: { field: PLATE_NUMBER }) { edges { node { operatorUscc plateNumber } } } } } }`;
    const [answer, calls] = await counted(() => dataOf(query, { of }));
    // One for whether they are held, one for the permits, one for the pages.
    expect(calls).toBe(3);
    const found = answer['_entities'] as { vehicles: { edges: { node: Vehicle }[] } }[];
    for (const [position, { vehicles }] of found.entries()) {
      expect(vehicles.edges.every(({ node }) => node.operatorUscc === of[position]?.uscc)).toBe(true);
      const plates = vehicles.edges.map(({ node }) => node.plateNumber);
      expect(plates).toEqual([...plates].sort());
    }
  });

  it('gives a driver the certificates in force first, with their categories as a list', async () => {
    const { holderIdNumber } = certificates.find(
      ({ state }) => state === 'CANCELLED',
    ) as PractitionerCertificate;
    const answer = await dataOf(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Citizen {
        practitionerCertificates { state categories holder { idNumber } } } } }`,
      { of: [{ __typename: 'Citizen', idNumber: holderIdNumber }] },
    );
    const [citizen] = answer['_entities'] as {
      practitionerCertificates: { state: string; categories: string[] }[];
    }[];
    expect(citizen?.practitionerCertificates.map(({ state }) => state).at(-1)).toBe('CANCELLED');
    expect(citizen?.practitionerCertificates).toHaveLength(2);
    expect(citizen?.practitionerCertificates[0]?.categories.length).toBeGreaterThan(0);
  });
});

describe('verifying a practitioner', () => {
  const held = certificates.find(
    ({ categories, state }) => categories === 'TAXI' && state === 'VALID',
  ) as PractitionerCertificate;
  const expired = certificates.find(({ state }) => state === 'EXPIRED') as PractitionerCertificate;
  const claim = { idNumber: held.holderIdNumber, name: held.holderName, category: 'TAXI' };

  it('says yes, and in force, to whoever knows number, name and category', async () => {
    expect(await verify(claim)).toEqual(codes('MATCH', 'MATCH', 'MATCH', true));
    expect(await verify({ ...claim, name: ` ${claim.name} ` })).toEqual(
      codes('MATCH', 'MATCH', 'MATCH', true),
    );
  });

  it('says that an expired certificate is not in force', async () => {
    const { holderIdNumber: idNumber, holderName: name, categories } = expired;
    expect(await verify({ idNumber, name, category: categories.split(',')[0] })).toEqual(
      codes('MATCH', 'MATCH', 'MATCH', false),
    );
  });

  it('compares nothing further once something differs', async () => {
    expect(await verify({ ...claim, name: '某某某' })).toEqual(
      codes('MATCH', 'MISMATCH', 'NOT_COMPARED', null),
    );
    expect(await verify({ ...claim, category: 'FREIGHT' })).toEqual(
      codes('MATCH', 'MATCH', 'MISMATCH', null),
    );
    expect(await verify({ ...claim, idNumber: '330199190001010000' })).toEqual(
      codes('NOT_FOUND', 'NOT_COMPARED', 'NOT_COMPARED', null),
    );
  });

  it('knows whom the world names', async () => {
    expect(await verify({ idNumber: driverNamed('刘大勇'), name: '刘大勇', category: 'TAXI' })).toMatchObject(
      {
        inForce: true,
      },
    );
    expect(
      await verify({ idNumber: driverNamed('孙伟民'), name: '孙伟民', category: 'RIDE_HAILING' }),
    ).toMatchObject({ inForce: false });
  });

  it('costs one register call for fifty claims', async () => {
    const fields = drivers
      .slice(0, 50)
      .map(
        ({ idNumber, name }, index) =>
          `v${index}: verifyPractitioner(idNumber: "${idNumber}", name: "${name}", category: TAXI) { idNumberMatch }`,
      );
    const [answer, calls] = await counted(() => dataOf(`{ ${fields.join(' ')} }`));
    expect(Object.keys(answer)).toHaveLength(50);
    expect(calls).toBe(1);
  });

  it('refuses a name that is none', async () => {
    const { errors } = await ask(
      '{ verifyPractitioner(idNumber: "x", name: " ", category: TAXI) { inForce } }',
    );
    expect(errors?.[0]?.message).toBe('name must have 1 to 50 characters that are not spaces; got 1 in all.');
  });
});

function rowsOf(name: string): readonly object[] {
  return rows.flatMap(([table, row]) => (table === name ? [row] : []));
}

function driverNamed(name: string): string | undefined {
  return drivers.find((citizen) => citizen.name === name)?.idNumber;
}

function codes(idNumberMatch: string, nameMatch: string, categoryMatch: string, inForce: boolean | null) {
  return { idNumberMatch, nameMatch, categoryMatch, inForce };
}

async function verify(claim: Record<string, string | undefined>): Promise<unknown> {
  const answer = await dataOf(
    `query ($idNumber: ID!, $name: String!, $category: PractitionerCategory!) {
      verifyPractitioner(idNumber: $idNumber, name: $name, category: $category) { idNumberMatch nameMatch categoryMatch inForce } }`,
    claim,
  );
  return answer['verifyPractitioner'];
}
