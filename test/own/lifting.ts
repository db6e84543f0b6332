import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Caller } from '#gateway/identity/caller.ts';
import type { CaseStanding } from '#gateway/identity/cases.ts';
import { callerOf, type OpenGateway, type Opening, openGateway, purposeOf } from './open-gateway.ts';
import { type Population, startPopulation } from './population.ts';

export const citizen = '330199197903129813';
export const other = '330199198506079810';
export const minuteMs = 60_000;
export const reason = '当事人现场核对姓名与证件不一致,须当场看清';
const unmaskQuery = `mutation ($subject: ID!, $reason: String!, $minutes: Int) {
  unmask(subject: $subject, reason: $reason, minutes: $minutes) {
    id grant at until clerk matter case reason state review { verdict } } }`;
const reviewQuery = `mutation ($id: ID!, $verdict: ReviewVerdict!, $note: String!) {
  reviewUnmasking(id: $id, verdict: $verdict, note: $note) { id state grant review { verdict note reviewer at } } }`;

type Lifted = { readonly id: string; readonly grant: string; readonly until: string; readonly state: string };
type Attempt = { readonly data: Lifted | null; readonly codes: readonly unknown[]; readonly text: string };

let population: Population;
let folder: string;

/** Where masks are lifted and reviewed in this file's tests. */
export const at = {
  gateway: {} as OpenGateway,
  /** By how much the gateway's clock is ahead, in milliseconds. */
  clock: 0,
  standing: { kind: 'none' } as CaseStanding,
  /** Another one in each test: what became of one clerk's unmaskings is nothing to the others. */
  clerk: callerOf('clerk-enterprise'),
};
let clerks = 0;
export const bureau = callerOf('bureau');

beforeAll(async () => {
  population = await startPopulation();
  folder = mkdtempSync(join(tmpdir(), 'tongcha-own-'));
  at.gateway = await open();
});
afterAll(async () => {
  await at.gateway.close();
  await population.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  at.clock = 0;
  at.standing = { kind: 'verified', parties: [] };
  clerks += 1;
  at.clerk = { ...callerOf('clerk-enterprise'), subject: `clerk-${clerks}` };
});

/** A gateway on the journal of them all, unless told otherwise. */
export function open(opening: Opening = {}): Promise<OpenGateway> {
  return openGateway({
    folder,
    now: () => Date.now() + at.clock,
    standingOf: ({ purpose }) => Promise.resolve(purpose.case === null ? { kind: 'none' } : at.standing),
    ...population,
    ...opening,
  });
}

type Unmasking = {
  readonly caller?: Caller;
  readonly headers?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly way?: OpenGateway;
};

/** Lifts the mask of a citizen, for this test's clerk unless told otherwise. */
export async function unmask({
  caller = at.clerk,
  headers = purposeOf('clerk-enterprise'),
  variables = {},
  way = at.gateway,
}: Unmasking = {}): Promise<Attempt> {
  const reply = await way.ask(caller, unmaskQuery, {
    variables: { subject: citizen, reason, ...variables },
    headers,
  });
  return attemptOf(reply, 'unmask');
}

/** Reviews, as the data bureau unless told otherwise. */
export async function review(
  id: string,
  { caller = bureau, verdict = 'JUSTIFIED', note = '核对属实', way = at.gateway } = {},
): Promise<Attempt> {
  return attemptOf(
    await way.ask(caller, reviewQuery, { variables: { id, verdict, note } }),
    'reviewUnmasking',
  );
}

function attemptOf({ data, errors }: Awaited<ReturnType<OpenGateway['ask']>>, field: string): Attempt {
  return {
    data: data?.[field] ?? null,
    codes: errors.map(({ extensions }) => extensions['reason'] ?? extensions['code']),
    text: JSON.stringify(errors),
  };
}

/** What a clerk sees of two people with a grant: their names, and of the first what is denied. */
export async function seen(grant: string | null, { way = at.gateway, caller = at.clerk, headers = {} } = {}) {
  const { data, errors } = await way.ask(
    caller,
    `query ($a: ID!, $b: ID!) { a: citizen(idNumber: $a) { name ethnicity } b: citizen(idNumber: $b) { name } }`,
    {
      variables: { a: citizen, b: other },
      headers: { ...purposeOf('clerk-enterprise'), ...(grant && { 'x-unmask': grant }), ...headers },
    },
  );
  const { a, b } = (data ?? {}) as unknown as Record<
    'a' | 'b',
    Readonly<Record<string, unknown>> | undefined
  >;
  return {
    a: a?.['name'],
    b: b?.['name'],
    ethnicity: a?.['ethnicity'],
    reasons: errors.map(({ extensions }) => extensions['reason']),
  };
}

/** What the journal has of this test's clerk, newest first. */
export async function recorded(kind: 'BREAK_GLASS' | 'INTENT') {
  const entries = await at.gateway.entries(kind);
  return entries.filter(({ body }) => JSON.stringify(body).includes(`"${at.clerk.subject}"`));
}

export const masked = { a: '周**', b: '陈**' };
