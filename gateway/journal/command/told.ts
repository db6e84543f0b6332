import { isRecord } from '../../record.ts';
import type { Entry } from '../entry.ts';
import { type Disclosure, timeOf } from './disclosures.ts';

/** An operation in words: who asked what for which matter, and what was given. */
export function told(disclosure: Disclosure, language: 'en' | 'zh'): string {
  const { intent, outcome } = disclosure;
  const say = phrases[language];
  const asked = intent?.body ?? {};
  const given = outcome?.body ?? {};
  const fields = membersOf(asked['fields']);
  const lines = [
    `${chinaTime(timeOf(disclosure))}  ${intent ? say.asks(whoOf(asked), text(asked['matter']), text(asked['case'])) : say.noIntent}`,
    ...line(say.departments, asked['departments']),
    ...line(say.clear, fields['clear']),
    ...line(say.masked, fields['masked']),
    ...line(say.byRecord, fields['byRecord']),
    ...line(say.denied, fields['denied']),
    ...line(say.unmasking, asked['unmasking']),
    ...(outcome ? [`  ${say.status}${text(given['status']) ?? say.recorded}`] : [`  ${say.noOutcome}`]),
    ...line(say.answers, answersOf(given['departments'])),
    ...(outcome?.values ? [`  ${say.values(outcome.values.count)}`] : []),
    `  ${say.place}${[intent, outcome].flatMap(placeOf).join(' · ')}`,
  ];
  return lines.join('\n');
}

const phrases = {
  en: {
    asks: (who: string, matter: string | null, office: string | null) =>
      `${who} asked ${matter === null ? 'without a matter' : `for the matter ${matter}`}${office === null ? '' : `, case ${office}`}`,
    noIntent: 'An outcome without its intent',
    noOutcome: 'nothing was given: no outcome was recorded',
    recorded: 'recorded',
    departments: 'asked of: ',
    clear: 'in the clear: ',
    masked: 'masked: ',
    byRecord: 'as each record permits: ',
    denied: 'not permitted: ',
    unmasking: 'with masks lifted by: ',
    status: 'outcome: ',
    answers: 'departments: ',
    values: (count: number) => `${count} values committed to`,
    place: 'recorded at: ',
  },
  zh: {
    asks: (who: string, matter: string | null, office: string | null) =>
      `${who} ${matter === null ? '未注明事项' : `为事项 ${matter}`}${office === null ? '' : `(办件 ${office})`}提出查询`,
    noIntent: '只有结果,没有对应的查询记录',
    noOutcome: '未提供任何数据:没有结果记录',
    recorded: '已记录',
    departments: '询问部门:',
    clear: '原样提供:',
    masked: '脱敏提供:',
    byRecord: '视记录而定:',
    denied: '无权查看:',
    unmasking: '依此解除脱敏:',
    status: '结果:',
    answers: '部门答复:',
    values: (count: number) => `已对 ${count} 个值作出承诺`,
    place: '记录位置:',
  },
} as const;

/** A time as it is in China, the whole year UTC+8. */
function chinaTime(time: number): string {
  return `${new Date(time + 8 * 3_600_000).toISOString().slice(0, 23).replace('T', ' ')}+08:00`;
}

function whoOf({ caller }: Readonly<Record<string, unknown>>): string {
  const { subject, name, org, dept } = membersOf(caller);
  const who = text(name) || text(subject) || '?';
  const from = [text(name) ? text(subject) : null, text(org), text(dept)].filter((part) => part !== null);
  return from.length > 0 ? `${who} (${from.join(', ')})` : who;
}

function line(label: string, value: unknown): readonly string[] {
  const words = Array.isArray(value) ? value.map((item) => text(item) ?? '').join(', ') : text(value);
  return words === null || words === '' ? [] : [`  ${label}${words}`];
}

function answersOf(departments: unknown): readonly string[] {
  if (!Array.isArray(departments)) return [];
  return departments.map((each: unknown) => {
    const { department, outcome } = membersOf(each);
    return [department, outcome].flatMap((part) => text(part) ?? []).join(' ');
  });
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function placeOf(entry: Entry | null): readonly string[] {
  return entry ? [`${entry.log} ${entry.index}`] : [];
}

function text(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
