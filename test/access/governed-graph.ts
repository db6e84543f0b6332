import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { type Access, createAccess } from '#gateway/access/authorize.ts';
import { type Governed, governed, guardedFields } from '#gateway/access/governed.ts';
import { cedarProblems, loadPolicySet, type PolicySet } from '#gateway/access/policy/set.ts';
import { recordDisclosures } from '#gateway/disclosure.ts';
import { Refusal } from '#gateway/errors.ts';
import { anonymousExplorer, type Caller } from '#gateway/identity/caller.ts';
import type { CaseStanding } from '#gateway/identity/cases.ts';
import type { Journal } from '#gateway/journal/journal.ts';
import type { Matter, Policy } from '#schema/policy/policy.ts';
import { type Channel, channel } from '../gateway/channel.ts';
import {
  type SmallDepartment,
  type SmallError,
  type SmallGraph,
  type SmallOptions,
  startSmallGraph,
} from '../gateway/small-graph.ts';
import { governedDepartments, type Move } from './governed-departments.ts';

/** What a matter grants, by coordinate. */
type Grants = Readonly<Record<string, 'clear' | 'masked' | Grant>>;
type Grant = NonNullable<ReturnType<Matter['fields']['get']>>;

/** A matter for window clerks, in force, without a case unless said. */
export function matter(code: string, fields: Grants, more: Partial<Matter> = {}): Matter {
  return {
    code,
    title: code,
    basis: ['试办条例第一条'],
    subject: 'either',
    roles: ['window-clerk'],
    departments: [],
    units: [],
    case: 'optional',
    validity: { from: '2026-01-01', to: null },
    accessLog: { kind: 'shown' },
    minors: null,
    fields: new Map(
      Object.entries(fields).map(([coordinate, grant]) => [
        coordinate,
        typeof grant === 'string' ? { show: grant, where: [], otherwise: 'denied' } : grant,
      ]),
    ),
    file: `matters/${code}.yaml`,
    ...more,
  };
}

/** Callers by the token that stands for each: a clerk serves district 330199. */
const callers: Readonly<Record<string, Caller>> = Object.fromEntries(
  [
    { subject: 'clerk', region: '330199' },
    { subject: 'city-clerk', region: '330100' },
    { subject: 'nowhere-clerk', region: null },
    { subject: 'low-clerk', level: 'L1' as const },
    { subject: 'analyst', roles: ['analyst'] },
    { subject: 'tax-clerk', dept: 'tax' },
    { subject: 'scoped', scopes: ['read'] },
  ].map((each) => {
    const known = { roles: ['window-clerk'], level: 'L4' as const, region: '330199', ...each };
    return [each.subject, { ...anonymousExplorer, isAuthenticated: true, name: each.subject, ...known }];
  }),
);

/** The guard of this house. */
const shippedGuard = readFileSync(join(import.meta.dirname, '../../schema/policy/guard.cedar'), 'utf8');

export type GovernedReply = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: unknown;
  readonly errors: readonly SmallError[];
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
};

/** How something is asked: by whom (a token), for which matter and case. */
export type Manner = {
  readonly by?: string;
  readonly matter?: string;
  readonly case?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
};

export type GovernedGraph = SmallGraph & {
  readonly url: string;
  readonly access: Access;
  readonly moves: Channel<Move>;
  /** What the policy's alarm was told. */
  readonly alarms: string[];
  /** Asks over a real socket. */
  asks(query: string, manner?: Manner): Promise<GovernedReply>;
  /** Asks, and gives what each department that was asked was asked for. */
  asking(query: string, manner?: Manner): Promise<GovernedReply & { readonly operations: Operations }>;
  /** Puts other matters, and another guard, in force. */
  use(matters: readonly Matter[], guard?: string): void;
};
type Operations = Readonly<Record<string, readonly string[]>>;

export type GovernedOptions = SmallOptions & {
  readonly matters?: readonly Matter[];
  readonly guard?: string;
  /** Whether a guard that Cedar's validation would refuse is taken all the same. */
  readonly takesAnyGuard?: boolean;
  readonly journal?: Journal;
  readonly departments?: (moves: Channel<Move>) => Readonly<Record<string, SmallDepartment>>;
  /** Makes the supergraph by which access decides another: one of an older composition. */
  readonly rewrite?: (sdl: string) => string;
  /** Parties by case; a case that is not there can't be verified. */
  readonly cases?: Readonly<Record<string, readonly string[]>>;
};

/** Starts departments and a gateway with a policy of these matters, this house's guard, and a journal where one is given. */
export async function startGovernedGraph(options: GovernedOptions = {}): Promise<GovernedGraph> {
  const {
    matters = [],
    guard = shippedGuard,
    journal,
    cases = {},
    departments = governedDepartments,
    rewrite,
  } = options;
  const moves = channel<Move>();
  const alarms: string[] = [];
  let known: { readonly rules: Governed; readonly access: Access } | undefined;
  let version = 0;
  const setOf = (rules: Governed, given: readonly Matter[], text: string): PolicySet => {
    version += 1;
    const policy = policyOf(given, `v${version}`);
    const problems = options.takesAnyGuard ? [] : cedarProblems({ policy, guard: text, ...rules });
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return loadPolicySet({ policy, guard: text, ...rules }, (failed, coordinate) =>
      alarms.push(`${coordinate}: ${failed.join()}`),
    );
  };
  const graph = await startSmallGraph(departments(moves), {
    verify: (token) => {
      const caller = Object.hasOwn(callers, token) ? callers[token] : undefined;
      return caller ? Promise.resolve(caller) : Promise.reject(new Refusal('UNAUTHENTICATED', 'unknown'));
    },
    guarded: guardedFields,
    govern(loaded) {
      const document = rewrite ? parse(rewrite(loaded.sdl)) : loaded.document;
      const rules = governed(document, loaded.apiSchema);
      const policySet = setOf(rules, matters, guard);
      const access = createAccess({ graph: { ...loaded, document }, ...rules, policySet });
      known = { rules, access };
      return {
        access,
        subjects: rules.subjects,
        standingOf: ({ purpose }) => Promise.resolve(standingOf(purpose.case, cases)),
        disclosures: journal ? recordDisclosures(journal, loaded.version) : null,
      };
    },
    ...options,
  });
  if (!known) throw new Error('nothing governs the graph');
  const { rules, access } = known;
  const { url } = await graph.listen();
  const asks = async (query: string, manner: Manner = {}): Promise<GovernedReply> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: headersOf(manner),
      body: JSON.stringify({ query, variables: manner.variables ?? {} }),
    });
    const text = await response.text();
    const { data, errors = [], extensions } = JSON.parse(text) as Partial<GovernedReply>;
    return { status: response.status, headers: response.headers, text, data, errors, extensions };
  };
  return {
    ...graph,
    url,
    access,
    moves,
    alarms,
    asks,
    async asking(query, manner) {
      const running = Object.entries(graph.departments);
      const before = running.map(([, { calls }]) => calls.length);
      const reply = await asks(query, manner);
      const operations = running.flatMap(([name, { calls }], index) => {
        const own = calls.slice(before[index]).map(({ operation }) => operation);
        return own.length > 0 ? [[name, own] as const] : [];
      });
      return { ...reply, operations: Object.fromEntries(operations) };
    },
    use: (given, text = guard) => access.use(setOf(rules, given, text)),
  };
}

/** The headers by which something is asked so. */
export function headersOf({
  by = 'clerk',
  matter: code,
  case: number,
  headers,
}: Manner): Record<string, string> {
  return {
    'content-type': 'application/json',
    ...(by !== 'anonymous' && { authorization: `Bearer ${by}` }),
    ...(code !== undefined && { 'x-matter': code }),
    ...(number !== undefined && { 'x-case': number }),
    ...headers,
  };
}

/** Each error as its path and reason, or code where it has none. */
export function reasonsOf({ errors }: Pick<GovernedReply, 'errors'>): readonly string[] {
  return errors.map(
    ({ path, extensions }) =>
      `${path?.join('.') ?? '-'} ${String(extensions['reason'] ?? extensions['code'])}`,
  );
}

function standingOf(number: string | null, cases: Readonly<Record<string, readonly string[]>>): CaseStanding {
  const parties = number === null ? undefined : cases[number];
  if (parties) return { kind: 'verified', parties };
  return number === null ? { kind: 'none' } : { kind: 'unverified', since: 0 };
}

function policyOf(matters: readonly Matter[], version: string): Policy {
  const role = { title: '岗位', says: '岗位', ownDepartment: 'none', needsMatter: true } as const;
  return {
    matters: new Map(matters.map((each) => [each.code, each])),
    roles: new Map(['window-clerk', 'analyst', 'explorer'].map((code) => [code, { code, ...role }])),
    departments: new Map(),
    version,
  };
}
