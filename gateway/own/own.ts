import type { Access } from '../access/authorize.ts';
import type { FieldRules } from '../access/field-rules.ts';
import type { Unmasked } from '../effect.ts';
import type { Graph } from '../graph/graph.ts';
import type { Identity } from '../identity/identify.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalKeys } from '../journal/keys.ts';
import { readAccessLog } from './access-log/read.ts';
import type { OwnDepartment } from './asking.ts';
import { openOwn } from './department.ts';
import { logsAt } from './logs.ts';
import { myMatters } from './matters.ts';
import { rightsBy } from './rights.ts';
import { titlesOf } from './titles.ts';
import { unmaskedFor } from './unmask/in-force.ts';
import { listUnmaskings } from './unmask/list.ts';
import { taker, type UnmaskingParts } from './unmask/parts.ts';
import { reviewUnmasking } from './unmask/review.ts';
import { unmask } from './unmask/unmask.ts';
import { keepUnmaskings } from './unmask/unmaskings.ts';

/** What the gateway's answers about itself are made of. */
export type OwnParts = {
  readonly graph: Pick<Graph, 'apiSchema'>;
  readonly access: Access;
  readonly rules: FieldRules;
  readonly journal: Journal;
  /** Where the logs of all processes are: a folder, or a PostgreSQL database. */
  readonly store: string;
  readonly keys: JournalKeys;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** What the gateway answers itself, and the masks that are lifted by what it answered. */
export type Own = {
  readonly department: OwnDepartment;
  unmaskedFor(identity: Identity): Promise<Unmasked | null>;
};

/** Puts together what the gateway answers itself. */
export function createOwn({ graph, access, rules, journal, store, keys, now }: OwnParts): Own {
  const titles = titlesOf(graph.apiSchema);
  const rights = rightsBy(access, rules, titles);
  const logs = logsAt(store);
  const subjectKeys = [keys.subject, ...keys.retired.subject];
  const unmaskings = keepUnmaskings(logs);
  const lifting: UnmaskingParts = {
    journal,
    unmaskings,
    subjectKeys,
    matterOf: (asking) => access.effectsFor(asking).matter,
    now,
    inTurn: taker(),
  };
  const looking = { journal, logs, subjectKeys, policy: () => access.policy(), titles, now };
  return {
    department: openOwn({
      myMatters: (_: unknown, asking) => myMatters(asking, access),
      myRights: ({ matter = null }: { readonly matter?: string | null }, asking) => rights(asking, matter),
      accessLog: (args: Parameters<typeof readAccessLog>[0], asking) => readAccessLog(args, asking, looking),
      unmaskings: (args: Parameters<typeof listUnmaskings>[0], asking) =>
        listUnmaskings(args, asking, lifting),
      unmask: (args: Parameters<typeof unmask>[0], asking) => unmask(args, asking, lifting),
      reviewUnmasking: (args: Parameters<typeof reviewUnmasking>[0], asking) =>
        reviewUnmasking(args, asking, lifting),
    }),
    unmaskedFor: (identity) => unmaskedFor(identity, lifting),
  };
}
