import { readClerks } from './opening.ts';
import { CaseProblem } from './problem.ts';
import type { CaseRecord } from './record.ts';
import type { Actor, Change } from './register.ts';
import type { CaseState } from './tables.ts';

/** The change that `POST /cases/<number>/<word>` asks for; null for a word that is no act. */
export function changeOf(word: string, body: unknown, by: Actor): Change | null {
  const make = Object.hasOwn(acts, word) ? acts[word] : undefined;
  if (!make) return null;
  const { act, from, changes } = make(body);
  return {
    act,
    applied(current, now) {
      if (current.unit !== by.org) throw ofAnotherUnit();
      if (!from.includes(current.state)) throw notNow(word, current.state);
      return changes(now);
    },
  };
}

/** The words of all acts. */
export function actWords(): readonly string[] {
  return Object.keys(acts);
}

type Act = {
  readonly act: Change['act'];
  readonly from: readonly CaseState[];
  readonly changes: (now: string) => Partial<CaseRecord>;
};

const undecided: readonly CaseState[] = ['OPEN', 'SUSPENDED'];

const acts: Readonly<Record<string, (body: unknown) => Act>> = {
  assign(body) {
    const clerks = readClerks(body);
    return { act: 'ASSIGNED', from: undecided, changes: () => ({ clerks }) };
  },
  suspend: () => ({ act: 'SUSPENDED', from: ['OPEN'], changes: () => ({ state: 'SUSPENDED' }) }),
  resume: () => ({ act: 'RESUMED', from: ['SUSPENDED'], changes: () => ({ state: 'OPEN' }) }),
  close: () => ({
    act: 'CLOSED',
    from: undecided,
    changes: (closedAt) => ({ state: 'CLOSED', closedAt }),
  }),
  withdraw: () => ({
    act: 'WITHDRAWN',
    from: undecided,
    changes: (closedAt) => ({ state: 'WITHDRAWN', closedAt }),
  }),
};

function ofAnotherUnit(): CaseProblem {
  return new CaseProblem('NOT_PERMITTED', [
    'The case belongs to another unit: only a clerk of its own unit changes it.',
    '该办件属于其他单位,只能由本单位的办事员办理。',
  ]);
}

function notNow(word: string, state: CaseState): CaseProblem {
  return new CaseProblem('CONFLICT', [
    `The case is ${state}: "${word}" can't be done to it.`,
    `该办件当前状态为${stateTitles[state]},不能进行此操作。`,
  ]);
}

const stateTitles: Readonly<Record<CaseState, string>> = {
  OPEN: '在办',
  SUSPENDED: '暂停',
  CLOSED: '办结',
  WITHDRAWN: '撤回',
};
