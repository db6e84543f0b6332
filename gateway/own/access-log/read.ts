import type { Policy } from '#schema/policy/policy.ts';
import type { Journal } from '../../journal/journal.ts';
import type { OwnAsking } from '../asking.ts';
import { identifiersOf } from '../data-subject.ts';
import { forbidden, pageSize } from '../forbidden.ts';
import type { ReadLogs } from '../logs.ts';
import { checkSubject } from '../subject.ts';
import type { Titles } from '../titles.ts';
import { cursorOf, placesOf } from './cursor.ts';
import { type LookUps, lookUpsIn } from './look-ups.ts';
import { matterOf, type Reader, type Telling, told } from './told.ts';
import { visibilityOf } from './visibility.ts';

export type AccessLogParts = {
  readonly journal: Pick<Journal, 'append'>;
  readonly logs: ReadLogs;
  /** The keys under which subjects are known, retired ones too. */
  readonly subjectKeys: readonly string[];
  readonly policy: () => Policy | null;
  readonly titles: Titles;
  readonly now: () => number;
};

export type AccessLogArguments = {
  readonly subject: string;
  readonly first: number;
  readonly before?: string | null;
};

/** Tells who looked at a subject, once it is recorded that this was told; throws a Refusal for whoever it does not concern. */
export async function readAccessLog(
  { subject, first, before = null }: AccessLogArguments,
  asking: OwnAsking,
  parts: AccessLogParts,
) {
  checkSubject('subject', subject);
  const reader = readerOf(asking, subject);
  const size = pageSize(first);
  const from = placesOf(before);
  const { subjectKeys, titles } = parts;
  const telling = { reader, policy: parts.policy(), titles };
  const page = await parts.logs(async (logs) => ({
    ...(await pageOf(await lookUpsIn(logs, { subject, subjectKeys, from }), size, {
      ...telling,
      now: parts.now(),
    })),
    logs: logs.map(({ log }) => log),
  }));
  await record({ subject, reader, logs: page.logs, found: page.lookUps.length }, asking, parts);
  return page;
}

function readerOf({ caller }: OwnAsking, subject: string): Reader {
  if (caller.isAuthenticated && caller.roles.includes('auditor')) return 'auditor';
  if (identifiersOf(caller).includes(subject)) return 'subject';
  throw forbidden({
    reason: 'NOT_YOURS',
    en: 'Who looked at somebody is told to auditors and to the subject itself: sign in as one of them.',
    zh: '查询记录只告知审计员和本人,请以审计员或者本人的身份登录。',
  });
}

async function pageOf(
  lookUps: LookUps,
  size: number,
  { now, ...telling }: Telling & { readonly now: number },
) {
  const shown: ReturnType<typeof told>[] = [];
  const later = new Map<string, number>();
  for (let seen = 0; shown.length < size && seen < mostSeen; seen += 1) {
    const lookUp = await lookUps.next();
    if (!lookUp) break;
    const visibility = visibilityOf(matterOf(lookUp), lookUp.intent.time, telling.policy);
    const isShown = visibility.kind === 'shown' || (visibility.kind === 'later' && visibility.from <= now);
    if (isShown || telling.reader === 'auditor')
      shown.push(told(lookUp, isShown ? { kind: 'shown' } : visibility, telling));
    else if (visibility.kind === 'later') {
      const day = dayInChina(visibility.from);
      later.set(day, (later.get(day) ?? 0) + 1);
    }
  }
  return {
    lookUps: shown,
    later: [...later].map(([notBefore, count]) => ({ count, notBefore })),
    next: cursorOf(lookUps.places()),
  };
}

/** However much of it is hidden from who asks: a page takes so many look-ups at most, and the next one goes on. */
const mostSeen = 500;

/** The first whole day on which it may be told. */
function dayInChina(time: number): string {
  return new Date(time + 8 * 3_600_000 + 86_399_999).toISOString().slice(0, 10);
}

type Reading = {
  readonly subject: string;
  readonly reader: Reader;
  readonly logs: readonly string[];
  readonly found: number;
};

async function record(
  { subject, reader, logs, found }: Reading,
  { caller, trace }: OwnAsking,
  { journal }: AccessLogParts,
): Promise<void> {
  const who =
    reader === 'subject'
      ? { reader: 'data-subject' }
      : { reader: caller.subject, name: caller.name, unit: caller.org, dept: caller.dept };
  await journal.append({
    kind: 'READ',
    trace,
    subjects: [subject],
    body: { command: 'accessLog', ...who, logs, found },
  });
}
