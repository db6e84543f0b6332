import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardedFields } from '#gateway/access/governed.ts';
import { keepDocuments } from '#gateway/document/documents.ts';
import { defaultLimits } from '#gateway/document/limits.ts';
import { keepPersisted } from '#gateway/document/persisted.ts';
import { govern } from '#gateway/governance.ts';
import { loadGraph } from '#gateway/graph/graph.ts';
import type { Caller } from '#gateway/identity/caller.ts';
import { type Persona, readPersonas } from '#gateway/identity/personas.ts';
import type { Entry, EntryKind } from '#gateway/journal/entry.ts';
import { findEntries } from '#gateway/journal/find.ts';
import { createLog } from '#gateway/log.ts';
import type { Engine } from '#gateway/operation.ts';
import { logsAt } from '#gateway/own/logs.ts';
import { preparer } from '#gateway/prepare.ts';
import { createRequests } from '#gateway/request.ts';

export type Reply = {
  readonly status: number;
  readonly data: Record<string, never> | null;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
};

export type Asking = {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
};

/** The gateway's own parts over the shipped supergraph and policy, with a journal of their own and no department. */
export type OpenGateway = {
  readonly engine: Engine;
  readonly folder: string;
  /** Asks as a persona, with its matter unless the headers say another; the case at hand is whatever `x-case` says. */
  ask(caller: Caller, query: string, asking?: Asking): Promise<Reply>;
  /** The entries of a kind in all logs of the store, newest first in each. */
  entries(kind: EntryKind): Promise<readonly Entry[]>;
  /** All that the journal's files hold. */
  journalBytes(): string;
  logged(): string;
  /** From now on nothing can be recorded. */
  closeJournal(): Promise<void>;
  close(): Promise<void>;
};

const house = join(import.meta.dirname, '../..');
export const supergraphText = readFileSync(join(house, 'schema/supergraph.graphql'), 'utf8');

export type Opening = {
  /** Where the journal and its keys are; a new folder unless given, which then stays. */
  readonly folder?: string;
  readonly instance?: string;
  /** Where the journal is, if it is no folder in that one. */
  readonly store?: string;
  readonly policyFolder?: string;
  readonly sdl?: string;
  /** The time that lifting masks goes by. */
  readonly now?: () => number;
  readonly standingOf?: Engine['standingOf'];
  readonly departments?: Engine['departments'];
  readonly vouch?: Engine['vouch'];
};

export async function openGateway(opening: Opening = {}): Promise<OpenGateway> {
  const { vouch = () => Promise.resolve({}) } = opening;
  const folder = opening.folder ?? mkdtempSync(join(tmpdir(), 'tongcha-own-'));
  let lines = '';
  const log = createLog('info', { write: (line) => (lines += line) });
  const graph = loadGraph(opening.sdl ?? supergraphText, {
    open: false,
    planner: 'hive',
    maxPlanBytes: 8_388_608,
    lookupsThatWait: [],
    guarded: guardedFields,
  });
  const governance = await govern(graph, {
    config: {
      policyFolder: opening.policyFolder ?? join(house, 'schema/policy'),
      journal: {
        store: opening.store ?? join(folder, 'journal'),
        keysFolder: join(folder, 'keys'),
        instance: opening.instance ?? 'gateway',
      },
    },
    mode: 'development',
    worker: null,
    vouch,
    log,
    ...(opening.now && { now: opening.now }),
  });
  const engine: Engine = {
    graph,
    ...governance,
    ...(opening.standingOf && { standingOf: opening.standingOf }),
    prepare: preparer(graph, {
      assumedListSize: 10,
      maxProgramBytes: 33_554_432,
      subjects: governance.subjects,
    }),
    costBudgets: { default: Number.MAX_SAFE_INTEGER },
    departments: opening.departments ?? new Map(),
    feeds: new Map(),
    vouch,
  };
  let caller: Caller | null = null;
  const requests = await createRequests({
    engine,
    verify: () => (caller ? Promise.resolve(caller) : Promise.reject(new Error('nobody asks'))),
    anonymity: 'allowed',
    documents: keepDocuments({ ...defaultLimits, maxDocumentBytes: 8_388_608 }),
    persisted: keepPersisted(new Map(), 1_048_576),
    trustedOnly: [],
    maxBatch: 0,
    log,
  });
  return {
    engine,
    folder,
    async ask(who, query, { variables = {}, headers = {}, extensions } = {}) {
      caller = who;
      const { status, body } = await requests.answer({
        method: 'POST',
        search: '',
        headers: new Map(
          Object.entries({
            'content-type': 'application/json',
            ...(who.isAuthenticated && { authorization: 'Bearer token' }),
            ...headers,
          }),
        ),
        body: { query, variables, ...(extensions && { extensions }) },
        trace: `T${String((traces += 1)).padStart(25, '0')}`,
        deadline: performance.now() + 30_000,
        signal: new AbortController().signal,
      });
      const { data = null, errors = [] } = JSON.parse(body) as Partial<Reply>;
      return { status, data, errors };
    },
    entries: (kind) =>
      logsAt(join(folder, 'journal'))(async (logs) =>
        (await Promise.all(logs.map((log) => findEntries(log, { kind, limit: 1_000 }, [])))).flat(),
      ),
    journalBytes: () =>
      readdirSync(join(folder, 'journal'))
        .map((name) => readFileSync(join(folder, 'journal', name), 'latin1'))
        .join('\n'),
    logged: () => lines,
    closeJournal: () => governance.close(),
    async close() {
      await requests.close();
      await governance.close();
      if (!opening.folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

let traces = 0;

const { personas } = readPersonas();

/** A persona as its token describes it. */
export function callerOf(name: string): Caller {
  const { sub, ...persona } = personaOf(name);
  return {
    subject: sub,
    name: persona.name,
    isAuthenticated: true,
    org: persona.org ?? null,
    dept: persona.dept ?? null,
    roles: persona.roles,
    region: persona.region ?? null,
    scopes: persona.scope,
    level: persona.level as Caller['level'],
  };
}

export function personaOf(name: string): Persona {
  const found = personas.find(({ persona }) => persona === name);
  if (!found) throw new Error(`no persona "${name}"`);
  return found;
}

/** The headers that go with a persona's own matter and case. */
export function purposeOf(name: string): Readonly<Record<string, string>> {
  const { matter, case: number } = personaOf(name);
  return { ...(matter && { 'x-matter': matter }), ...(number && { 'x-case': number }) };
}

export const everyPersona: readonly string[] = personas.map(({ persona }) => persona);
