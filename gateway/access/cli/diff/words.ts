import type { Told } from '../told.ts';
import { type Both, type Form, type Lang, listed, standingWords, wayWords } from '../words.ts';
import type { Group, Who } from './grouped.ts';
import type { Term } from './terms.ts';
import type { Difference, Effects } from './work.ts';

/** Tells what changes for whom. */
export function differenceWords(difference: Difference, lang: Lang): Told {
  const words = said[lang];
  if (difference.kind === 'unreadable') {
    const { side, problems } = difference;
    const notes = problems.map((problem) => `${side}: ${problem}`);
    return { isGood: false, data: { kind: 'unreadable', side, problems }, lines: [], notes };
  }
  const { versions, terms, effects, notes } = difference;
  const isSame = terms.length === 0 && effects.length === 0;
  return {
    isGood: true,
    data: { kind: 'difference', ...versions, terms, effects },
    lines: isSame
      ? [words.same]
      : [
          ...terms.map((term) => termWords(term, lang)),
          ...effects.flatMap((each) => ['', ...effectsWords(each, difference, lang)]),
        ],
    notes: [...notes, `${versions.before} → ${versions.after}`],
  };
}

function termWords({ kind, code, title, member, before, after }: Term, lang: Lang): string {
  const { kinds, members, added, removed, nothing, to } = said[lang];
  const named = `${kinds[kind]} ${code}${title && lang === 'zh' ? ` ${title}` : ''}`;
  if (member === null) return `${named}: ${before === null ? added : removed}`;
  const name = (members as Readonly<Record<string, string>>)[member] ?? member;
  if (kind === 'guard') return `${named}: ${name}`;
  return `${named}: ${name} ${before ?? nothing}${to}${after ?? nothing}`;
}

type Titles = Pick<Extract<Difference, { kind: 'difference' }>, 'titles' | 'titleOf'>;

function effectsWords({ matter, title, groups }: Effects, titles: Titles, lang: Lang): readonly string[] {
  const head = matter === null ? said[lang].noMatter : lang === 'zh' ? `〈${title}〉 ${matter}` : matter;
  return [head, ...groups.flatMap((group) => groupWords(group, titles, lang))];
}

function groupWords({ from, to, fields, who }: Group, titles: Titles, lang: Lang): readonly string[] {
  const roles = new Set(who.flatMap((each) => each.roles));
  const move = moves[`${from} ${to}`]?.[lang] ?? `${from} → ${to}`;
  const count = said[lang].count(move, fields.length, roles.size);
  const names = fields.map((field) => (lang === 'zh' ? `${titles.titleOf(field)} ${field}` : field));
  return [`  ${count}${listed(names, lang)}`, ...who.map((each) => `    ${whoWords(each, titles, lang)}`)];
}

function whoWords(who: Who, { titles }: Titles, lang: Lang): string {
  const { department, unit, other, level } = said[lang];
  const named = (names: readonly (string | null)[]) =>
    listed(
      names.map((name) => name ?? other),
      lang,
    );
  const isAnywhere = who.departments.includes(null);
  const isAnyUnit = who.units.every((each) => each === null);
  const roles = who.roles.map((role) => (lang === 'zh' ? (titles.get(role) ?? role) : role));
  return [
    listed(roles, lang),
    ...(isAnywhere ? [] : [`${department}${named(who.departments)}`]),
    ...(isAnyUnit ? [] : [`${unit}${named(who.units)}`]),
    `${level}${listed(who.levels, lang)}`,
    listed(
      who.standings.map((standing) => standingWords[standing][lang]),
      lang,
    ),
    wayWords(who.ways, lang),
  ].join(' · ');
}

const moves: Readonly<Record<string, Both>> = {
  'denied clear': { zh: '新增可以原样看', en: 'newly allows in the clear' },
  'denied masked': { zh: '新增可以脱敏看', en: 'newly allows masked' },
  'masked clear': { zh: '由脱敏改为原样', en: 'clear instead of masked' },
  'clear masked': { zh: '由原样改为脱敏', en: 'masked instead of clear' },
  'clear denied': { zh: '不再可以看(原来原样)', en: 'no longer allows (was clear)' },
  'masked denied': { zh: '不再可以看(原来脱敏)', en: 'no longer allows (was masked)' },
} satisfies Partial<Record<`${Form} ${Form}`, Both>>;

const said = {
  zh: {
    same: '没有变化:每个人对每个字段看到的都一样。',
    kinds: { matter: '事项', role: '角色', guard: '统一限制' },
    members: {
      title: '名称',
      basis: '依据',
      subject: '查询对象',
      roles: '角色',
      departments: '部门',
      units: '单位',
      case: '办件',
      validity: '有效期',
      accessLog: '查询记录',
      minors: '未成年人依据',
      ownDepartment: '本部门数据',
      needsMatter: '须有事项',
      text: '有改动',
    },
    added: '新增',
    removed: '删除',
    nothing: '无',
    to: ' → ',
    noMatter: '没有选事项',
    count: (move: string, fields: number, roles: number) => `${move} ${fields} 个字段,涉及 ${roles} 个角色:`,
    department: '部门 ',
    unit: '单位 ',
    other: '其他',
    level: '级别 ',
  },
  en: {
    same: 'Nothing changes: everybody sees the same of every field.',
    kinds: { matter: 'matter', role: 'role', guard: 'guard' },
    members: { text: 'changed' },
    added: 'added',
    removed: 'removed',
    nothing: 'none',
    to: ' → ',
    noMatter: 'without a matter',
    count: (move: string, fields: number, roles: number) =>
      `${move} ${fields} ${fields === 1 ? 'field' : 'fields'} to ${roles} ${roles === 1 ? 'role' : 'roles'}: `,
    department: 'department ',
    unit: 'unit ',
    other: 'others',
    level: 'level ',
  },
} as const;
