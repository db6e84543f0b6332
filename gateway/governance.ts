import { join } from 'node:path';
import type { Policy } from '#schema/policy/policy.ts';
import { readQuotas } from '#schema/policy/quotas.ts';
import { createAccess } from './access/authorize.ts';
import { type Governed, governed } from './access/governed.ts';
import { type CheckedPolicy, checkedPolicy } from './access/policy/checked.ts';
import { loadPolicySet, type PolicySet } from './access/policy/set.ts';
import { watchPolicy } from './access/policy/watch.ts';
import { type AccessConfig, journalOf } from './config-access.ts';
import { recordDisclosures } from './disclosure.ts';
import type { Subjects } from './effect.ts';
import type { Graph } from './graph/graph.ts';
import { type Cases, caseRegister } from './identity/cases.ts';
import { type Journal, openJournal } from './journal/journal.ts';
import { journalKeys } from './journal/keys.ts';
import { described, type Log } from './log.ts';
import type { Engine } from './operation.ts';
import { createOwn } from './own/own.ts';
import { openQuotas, type Quotas } from './quota/quotas.ts';
import { openRedis } from './redis.ts';

// Wiring, continued: what decides who sees what, and records it. A gateway that only tries a supergraph has none of it but
// federation's own directives.

/** The parts of the engine that govern it. */
export type Governance = Pick<
  Engine,
  'access' | 'standingOf' | 'unmaskedFor' | 'own' | 'quotas' | 'disclosures'
> & {
  readonly subjects: Subjects;
  /** What health says of it. */
  state(): Readonly<Record<string, unknown>>;
  close(): Promise<void>;
};

/** Governs by federation's directives alone, for callers of whom nothing is known. */
export function ungoverned(graph: Graph): Governance {
  const { rules, federation } = governed(graph.document, graph.apiSchema);
  return {
    access: createAccess({ graph, rules, federation, policySet: null }),
    standingOf: () => Promise.resolve({ kind: 'none' }),
    unmaskedFor: () => Promise.resolve(null),
    own: null,
    quotas: null,
    disclosures: null,
    subjects: new Map(),
    state: () => ({}),
    close: () => Promise.resolve(),
  };
}

export type Governing = {
  readonly config: AccessConfig;
  readonly mode: 'development' | 'production';
  readonly worker: number | null;
  readonly vouch: Engine['vouch'];
  readonly log: Log;
  /** The time that lifted masks and the telling of look-ups go by, in milliseconds since 1970. */
  readonly now?: () => number;
};

/** Opens policy, journal, quotas and the way to the cases. Throws an Error that says what is wrong with the policy. */
export async function govern(graph: Graph, governing: Governing): Promise<Governance> {
  const { config, mode, worker, vouch, log, now = Date.now } = governing;
  const rules = governed(graph.document, graph.apiSchema);
  const first = loaded(checkedPolicy(config.policyFolder, rules), rules, log);
  const access = createAccess({ graph, ...rules, policySet: first });
  const keys = journalKeys(config.journal.keysFolder, { missing: mode === 'production' ? 'fail' : 'make' });
  const journal = await openJournal({
    ...journalOf(config, worker),
    keys,
    about: { supergraph: graph.version },
  });
  const redis = config.redisUrl
    ? openRedis(config.redisUrl, {
        onChange: (state) =>
          log.warn(`redis ${state.kind}`, state.kind === 'unavailable' ? { reason: state.why } : {}),
      })
    : null;
  const quotas = openQuotas(
    quotasIn(config.policyFolder, first.policy, graph),
    redis ? { kind: 'redis', redis, key: Buffer.from(keys.subject, 'base64url') } : { kind: 'memory' },
  );
  const cases = config.casesUrl ? openCases(config.casesUrl, { vouch, journal, log }) : null;
  const ours = createOwn({
    graph,
    access,
    rules: rules.rules,
    journal,
    store: config.journal.store,
    keys,
    now,
  });
  // A department somewhere else may have the name.
  const own = ours.department.name in graph.departmentUrls ? null : ours.department;
  const record = (body: Readonly<Record<string, unknown>>) =>
    journal.append({ kind: 'POLICY', trace: null, subjects: [], body }).catch(() => undefined);
  let version = first.policy.version;
  void record({ policy: version, supergraph: graph.version, matters: [...first.policy.matters.keys()] });
  const watching = watchPolicy({
    folder: config.policyFolder,
    sdl: graph.sdl,
    onChange(change) {
      try {
        const next = loaded(change, rules, log);
        access.use(next);
        quotas.use(quotasIn(config.policyFolder, next.policy, graph));
        void record({
          policy: next.policy.version,
          before: version,
          matters: [...next.policy.matters.keys()],
        });
        version = next.policy.version;
        log.info('policy in force', { policy: version });
      } catch (error) {
        log.error('policy refused; the one before stays in force', { policy: version, ...described(error) });
        void record({ refused: true, policy: version });
      }
    },
  });
  return {
    access,
    standingOf: (identity) => cases?.standingOf(identity) ?? Promise.resolve({ kind: 'none' }),
    unmaskedFor: (identity) => ours.unmaskedFor(identity),
    own,
    quotas,
    disclosures: recordDisclosures(journal, graph.version, own?.name ?? null),
    subjects: rules.subjects,
    state: () => ({ policy: version, journal: journal.state().kind }),
    async close() {
      await watching.close();
      await cases?.close();
      redis?.close();
      await journal.close();
    },
  };
}

function loaded(checked: CheckedPolicy, { rules, policyNames }: Governed, log: Log): PolicySet {
  if (checked.kind === 'problems')
    throw new Error(`the policy is not valid:\n  ${checked.problems.join('\n  ')}`);
  return loadPolicySet({ ...checked, rules, policyNames }, (failed, coordinate) =>
    log.error('a policy could not be evaluated, so the field is refused', { policies: failed, coordinate }),
  );
}

function quotasIn(folder: string, { matters, roles }: Policy, graph: Graph): Parameters<Quotas['use']>[0] {
  const reading = readQuotas(join(folder, 'quotas.yaml'), {
    departments: Object.keys(graph.departmentUrls),
    matters: [...matters.keys()],
    roles: [...roles.keys()],
  });
  if (reading.kind === 'problems')
    throw new Error(`the quotas are not valid:\n  ${reading.problems.join('\n  ')}`);
  return reading.rules;
}

type OpeningCases = Pick<Governing, 'vouch' | 'log'> & { readonly journal: Journal };

function openCases(url: string, { vouch, journal, log }: OpeningCases): Cases {
  const cases = caseRegister(url, {
    vouch: (identity) => vouch({ ...identity, standing: 'none', verdict: '' }),
    onOutage: (cause) =>
      cause ? log.warn('the case register is away', described(cause)) : log.info('the case register is back'),
  });
  cases.onRecheck((result) => {
    const { subject, ...body } = result;
    journal
      .append({ kind: 'RECHECK', trace: null, subjects: [], body: { ...body, clerk: subject } })
      .catch(() => undefined);
  });
  return cases;
}
