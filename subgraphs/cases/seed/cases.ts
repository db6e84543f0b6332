import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type CaseRecord, type Party, rowOf } from '../record.ts';
import type { CaseActRow, CaseRow, CaseState } from '../tables.ts';

/** What the register holds of the fictional world: an open case for each persona with a matter, and six that a gateway refuses or that are about somebody else. */
export function seededCases(): readonly CaseRecord[] {
  const personas = readPersonas();
  const own = personas.flatMap((persona) => (isClerkWithCase(persona) ? [openCaseOf(persona)] : []));
  const [model] = own;
  if (!model) throw new Error('schema/personas.yaml has no persona with a matter and a case');
  return [...own, ...otherwise(model)];
}

/** The rows of a seeded case: itself, and who brought it to where it is. */
export function seededRows(record: CaseRecord): {
  readonly file: CaseRow;
  readonly acts: readonly CaseActRow[];
} {
  const { number, unit, openedAt, closedAt, clerks, state, version } = record;
  const by = { number, subject: clerks[0] ?? '', org: unit };
  const acts: CaseActRow[] = [{ ...by, version: 1, act: 'OPENED', at: openedAt }];
  if (state !== 'OPEN') acts.push({ ...by, version, act: state, at: closedAt ?? changedAt });
  return { file: rowOf(record), acts };
}

type Persona = {
  readonly sub: string;
  readonly org: string;
  readonly matter?: string;
  readonly case?: string;
  readonly enterprise?: string;
  readonly citizen?: string;
};
type ClerkWithCase = Persona & { readonly matter: string; readonly case: string };

const region = '330199';
const openedAt = '2026-06-15T01:30:00.000Z';
const changedAt = '2026-06-22T07:00:00.000Z';
/** Matters that a citizen applies for; of all others the enterprise does. */
const byCitizens: ReadonlySet<string> = new Set([
  'public-rental-housing',
  'social-assistance-check',
  'driver-qualification',
  'school-enrolment',
]);

function readPersonas(): readonly Persona[] {
  const file = fileURLToPath(new URL('../../../schema/personas.yaml', import.meta.url));
  return (parse(readFileSync(file, 'utf8')) as { callers: readonly Persona[] }).callers;
}

function isClerkWithCase(persona: Persona): persona is ClerkWithCase {
  return persona.matter !== undefined && persona.case !== undefined;
}

function openCaseOf({ sub, org, matter, case: number, enterprise, citizen }: ClerkWithCase): CaseRecord {
  const [first, second] = byCitizens.has(matter)
    ? [partyOf('citizen', citizen), partyOf('enterprise', enterprise)]
    : [partyOf('enterprise', enterprise), partyOf('citizen', citizen)];
  const parties: Party[] = [
    ...first.map((party) => ({ ...party, role: 'APPLICANT' }) as const),
    ...second.map((party) => ({ ...party, role: 'RELATED' }) as const),
  ];
  return {
    number,
    matter,
    state: 'OPEN',
    parties,
    clerks: [sub],
    unit: org,
    region,
    openedAt,
    closedAt: null,
    version: 1,
  };
}

function partyOf(
  kind: Party['kind'],
  identifier: string | undefined,
): readonly { readonly kind: Party['kind']; readonly identifier: string }[] {
  return identifier === undefined ? [] : [{ kind, identifier }];
}

/** Like the model, each otherwise in one thing. */
function otherwise(model: CaseRecord): readonly CaseRecord[] {
  const somebodyElse: Party = { kind: 'enterprise', identifier: '91330199MA2TC015XT', role: 'APPLICANT' };
  const differences: readonly Partial<CaseRecord>[] = [
    ended('CLOSED'),
    { clerks: [`${model.clerks[0]}-colleague`] },
    { parties: [somebodyElse] },
    { matter: 'real-estate-one-window' },
    ended('WITHDRAWN'),
    { state: 'SUSPENDED', version: 2 },
  ];
  return differences.map((difference, index) => ({
    ...model,
    ...difference,
    number: `330199-20260616-00000${index + 1}`,
  }));
}

function ended(state: CaseState): Partial<CaseRecord> {
  return { state, closedAt: changedAt, version: 2 };
}
