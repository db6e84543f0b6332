import type { Grant } from '#schema/policy/policy.ts';
import type { Told } from '../told.ts';
import { formWords, type Lang, listed, shareWords } from '../words.ts';
import type { Granting, Ground } from './coverage.ts';
import type { Checked } from './work.ts';

/** Tells what a check found: each field with its ground, then what is missing or wrong. */
export function checkedWords(checked: Checked, lang: Lang): Told {
  const { isGood, version, problems, fields, missing, titleOf } = checked;
  const told = fields.map(({ rule, ground }) => {
    const level = rule.level > 0 ? ` L${rule.level}` : '';
    const title = lang === 'zh' ? ` ${titleOf(rule.coordinate)}` : '';
    const head = `${rule.coordinate}${title}  [${shareWords[rule.share][lang]}${level}]`;
    return `${head}  ${groundWords(ground, lang)}`;
  });
  return {
    isGood,
    data: {
      policy: version,
      good: isGood,
      problems,
      missing,
      fields: fields.map(({ rule: { coordinate, share, level, departments }, ground }) => ({
        field: coordinate,
        title: titleOf(coordinate),
        share,
        level,
        departments,
        ...ground,
      })),
    },
    lines: told,
    notes: notesOf(checked, lang),
  };
}

function groundWords(ground: Ground, lang: Lang): string {
  const words = said[lang];
  switch (ground.kind) {
    case 'everybody':
      return ground.butSoleTraders ? words.butSoleTraders : words.everybody;
    case 'nobody':
      return ground.basis ? `${words.nobody} (${ground.basis})` : words.nobody;
    case 'granted':
      return `${words.granted} ${listed(
        ground.matters.map((each) => grantingWords(each, lang)),
        lang,
      )}`;
    case 'not-granted':
      return `${words.notGranted} ${ground.reason}`;
    case 'missing':
      return words.missing;
  }
}

function grantingWords({ matter, grant }: Granting, lang: Lang): string {
  return `${matter} ${grantWords(grant, lang)}`;
}

/** What a grant shows, of which records, and otherwise. */
function grantWords({ show, where, otherwise }: Grant, lang: Lang): string {
  if (where.length === 0) return formWords[show][lang];
  const { conditions, otherwise: or } = said[lang];
  const shown = `${formWords[show][lang]}(${where.map((each) => conditions[each]).join('+')})`;
  return otherwise === 'masked' ? `${shown}${or}${formWords.masked[lang]}` : shown;
}

function notesOf({ isGood, isStrict, version, matters, problems, fields, missing }: Checked, lang: Lang) {
  const words = said[lang];
  const missed = missing.map(
    (field) => `${isStrict ? words.error : words.warning}${field}: ${words.missing}`,
  );
  const summary = version === null ? [] : [words.summary(version, matters, fields.length)];
  const end = isGood ? words.good(missing.length) : words.bad(problems.length, isStrict ? missing.length : 0);
  return [...problems, ...missed, ...summary, end];
}

const said = {
  zh: {
    everybody: '谁都可以看(guard: unconditional)',
    butSoleTraders: '谁都可以看,个体工商户的只脱敏(guard: unconditional-credit-code)',
    nobody: '谁都不能看(guard: not-shared)',
    granted: '授权:',
    notGranted: '有意不授权:',
    missing: '没有任何事项授权,也没有写进 not-granted.yaml:请在事项里授权,或者在那里写明理由',
    conditions: { party: '当事人', 'own-region': '本辖区' },
    otherwise: ',否则',
    warning: '提醒:',
    error: '错误:',
    summary: (version: string, matters: number, fields: number) =>
      `策略 ${version}:${matters} 个事项,${fields} 个字段。`,
    good: (missing: number) =>
      missing > 0 ? `可以装载;${missing} 个字段没有明确的决定。` : '可以装载;每个字段都有明确的决定。',
    bad: (problems: number, missing: number) =>
      `不通过:${problems} 处错误${missing > 0 ? `,${missing} 个字段没有明确的决定` : ''}。`,
  },
  en: {
    everybody: 'everybody sees it (guard: unconditional)',
    butSoleTraders: "everybody sees it, a sole trader's masked (guard: unconditional-credit-code)",
    nobody: 'nobody sees it (guard: not-shared)',
    granted: 'granted by',
    notGranted: 'deliberately granted to nobody:',
    missing: 'granted by no matter and not named in not-granted.yaml: grant it, or give the reason there',
    conditions: { party: 'party', 'own-region': 'own region' },
    otherwise: ', otherwise ',
    warning: 'warning: ',
    error: 'error: ',
    summary: (version: string, matters: number, fields: number) =>
      `Policy ${version}: ${matters} matters, ${fields} fields.`,
    good: (missing: number) =>
      missing > 0
        ? `May be loaded; ${missing} fields have no explicit decision.`
        : 'May be loaded; every field has an explicit decision.',
    bad: (problems: number, missing: number) =>
      `Not good: ${problems} problems${missing > 0 ? `, ${missing} fields without an explicit decision` : ''}.`,
  },
} as const;
