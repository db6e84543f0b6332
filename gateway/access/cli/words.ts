import type { Effect, FactName, MaskRule } from '../../effect.ts';
import type { Refusal } from '../../errors.ts';
import type { ShareClass } from '../field-rules.ts';
import type { Rights } from '../policy/decide.ts';
import type { Way } from './ways.ts';

// Words that several commands use; each command has its own beside its work.

/** The language of a command's output. */
export type Lang = 'zh' | 'en';

/** How something is shown at all. */
export type Form = 'clear' | 'masked' | 'denied';

/** A sentence in both languages. */
export type Both = Readonly<Record<Lang, string>>;

/** What is shown, in a word or two. */
export const formWords: Readonly<Record<Form, Both>> = {
  clear: { zh: '原样', en: 'clear' },
  masked: { zh: '脱敏', en: 'masked' },
  denied: { zh: '看不到', en: 'denied' },
};

/** The classes of sharing, as the catalogue calls them. */
export const shareWords: Readonly<Record<ShareClass, Both>> = {
  UNCONDITIONAL: { zh: '无条件共享', en: 'shared unconditionally' },
  CONDITIONAL: { zh: '有条件共享', en: 'shared on conditions' },
  NONE: { zh: '不予共享', en: 'not shared' },
};

/** How far a case is known. */
export const standingWords: Readonly<Record<Rights['standing'], Both>> = {
  none: { zh: '没有办件', en: 'no case' },
  unverified: { zh: '办件未核实', en: 'case unverified' },
  verified: { zh: '办件已核实', en: 'case verified' },
};

/** What may be known of a record: that it is so, and that it isn't. */
const factWords: Readonly<Record<FactName, { readonly holds: Both; readonly lacks: Both }>> = {
  minor: {
    holds: { zh: '未满十四周岁', en: 'under fourteen' },
    lacks: { zh: '已满十四周岁', en: 'not under fourteen' },
  },
  soleTrader: {
    holds: { zh: '个体工商户', en: 'a sole trader' },
    lacks: { zh: '不是个体工商户', en: 'no sole trader' },
  },
  inRegion: {
    holds: { zh: '在本辖区', en: "in the caller's region" },
    lacks: { zh: '不在本辖区', en: "not in the caller's region" },
  },
  party: {
    holds: { zh: '是当事人', en: 'a party of the case' },
    lacks: { zh: '不是当事人', en: 'no party of the case' },
  },
  unmasked: {
    holds: { zh: '已解除脱敏', en: 'with its mask lifted' },
    lacks: { zh: '未解除脱敏', en: 'with its mask on' },
  },
};

const ruleWords: Readonly<Record<MaskRule, string>> = {
  NAME: '姓名',
  ID_NUMBER: '身份号码',
  PHONE: '电话',
  ADDRESS: '地址',
  BANK_ACCOUNT: '银行账号',
  PLATE: '车牌',
  CERTIFICATE: '证照号',
  AMOUNT: '金额区间',
  DATE_TO_YEAR: '只留年份',
  CREDIT_CODE: '信用代码',
  EMAIL: '邮箱',
  HIDE: '全部隐去',
};

/** What becomes of a value, with its mask rule, without the reason. */
export function effectWords(effect: Effect, lang: Lang): string {
  if (effect.kind === 'CLEAR') return formWords.clear[lang];
  if (effect.kind === 'DENIED') return formWords.denied[lang];
  return lang === 'zh' ? `脱敏(${ruleWords[effect.rule]})` : `masked (${effect.rule})`;
}

/** An effect's form. */
export function formOf({ kind }: Effect): Form {
  return kind === 'CLEAR' ? 'clear' : kind === 'MASKED' ? 'masked' : 'denied';
}

/** Ways in which records are, in words: of every record, where there is but one that asks nothing. */
export function wayWords(ways: readonly Way[], lang: Lang): string {
  const { comma, or, every } = joints[lang];
  const said = ways.map(({ holds, lacks }) =>
    [
      ...holds.map((name) => factWords[name].holds[lang]),
      ...lacks.map((name) => factWords[name].lacks[lang]),
    ].join(comma),
  );
  return said.length === 0 || said.includes('') ? every : said.join(or);
}

/** A refusal, as it is told in a language. */
export function refusalWords({ message, details }: Refusal, lang: Lang): string {
  const zh = details['messageZh'];
  return lang === 'zh' && typeof zh === 'string' ? zh : message;
}

/** Several names as one enumeration. */
export function listed(names: readonly string[], lang: Lang): string {
  return names.join(joints[lang].list);
}

const joints = {
  zh: { comma: '且', or: ';或者', list: '、', every: '任何记录' },
  en: { comma: ', ', or: '; or ', list: ', ', every: 'any record' },
} as const;
