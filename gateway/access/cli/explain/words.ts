import type { Effect } from '../../../effect.ts';
import type { Told } from '../told.ts';
import {
  effectWords,
  type Lang,
  listed,
  refusalWords,
  shareWords,
  standingWords,
  wayWords,
} from '../words.ts';
import type { Explained, ExplainedField, Explanation, Outcome } from './work.ts';

/** Tells why each field is shown as it is. */
export function explainedWords(explained: Explained, lang: Lang): Told {
  switch (explained.kind) {
    case 'wrong':
      return {
        isGood: false,
        data: { kind: 'wrong', problems: explained.problems },
        lines: [],
        notes: explained.problems,
      };
    case 'matter-refused': {
      const { code, message, details } = explained.refusal;
      return {
        isGood: true,
        data: { kind: 'matter-refused', code, message, ...details },
        lines: [`${said[lang].refused}${refusalWords(explained.refusal, lang)}`],
        notes: [],
      };
    }
    case 'explained':
      return explanationWords(explained.explanation, lang);
  }
}

function explanationWords(explanation: Explanation, lang: Lang): Told {
  const { persona, matter, standing, policyVersion, fields, refusedArguments } = explanation;
  const words = said[lang];
  const title = matter ? `${matter.title} (${matter.code})` : words.noMatter;
  const head = [`${persona} · ${title} · ${standingWords[standing][lang]}`];
  if (matter) head.push(`${words.basis}${listed(matter.basis, lang)}`);
  return {
    isGood: true,
    data: {
      kind: 'explained',
      persona,
      policy: policyVersion,
      case: standing,
      matter: matter && { code: matter.code, title: matter.title, basis: matter.basis },
      fields: fields.map(({ rule, ...field }) => ({
        field: rule.coordinate,
        share: rule.share,
        level: rule.level,
        basis: rule.basis,
        condition: rule.condition,
        ...field,
      })),
      refusedArguments,
    },
    lines: [
      ...head,
      ...fields.flatMap((field) => ['', ...fieldWords(field, lang)]),
      ...refusedArguments.flatMap(({ argument, reason }) => ['', `${argument}  ${reasonIn(reason, lang)}`]),
    ],
    notes: [`${words.policy}${policyVersion}`],
  };
}

function fieldWords({ rule, title, outcomes, here }: ExplainedField, lang: Lang): readonly string[] {
  const level = rule.level > 0 ? ` L${rule.level}` : '';
  const name = lang === 'zh' ? `${rule.coordinate} ${title}` : rule.coordinate;
  const law = [rule.basis, rule.condition].filter((text) => text !== null);
  const terms = law.length > 0 ? `  ${law.join(';')}` : '';
  return [
    `${name}  [${shareWords[rule.share][lang]}${level}]${terms}`,
    ...outcomes.flatMap((outcome) => outcomeWords(outcome, lang)),
    ...(here ? [`  ${said[lang].here}${whole(here, lang)}`] : []),
  ];
}

function outcomeWords({ ways, effect, permittedBy, forbiddenBy }: Outcome, lang: Lang): readonly string[] {
  const { because, butNot } = said[lang];
  return [
    `  ${wayWords(ways, lang)}: ${whole(effect, lang)}`,
    ...(permittedBy.length > 0 ? [`    ${because}${listed(permittedBy, lang)}`] : []),
    ...(forbiddenBy.length > 0 ? [`    ${butNot}${listed(forbiddenBy, lang)}`] : []),
  ];
}

function whole(effect: Effect, lang: Lang): string {
  const words = effectWords(effect, lang);
  return effect.kind === 'DENIED' ? `${words} ${reasonIn(effect.reason, lang)}` : words;
}

function reasonIn(reason: Extract<Effect, { kind: 'DENIED' }>['reason'], lang: Lang): string {
  return `[${reason.code}] ${lang === 'zh' ? reason.messageZh : reason.message}`;
}

const said = {
  zh: {
    refused: '这个事项用不了,整个查询会被拒绝:',
    noMatter: '没有选事项',
    basis: '事项的依据:',
    policy: '策略 ',
    here: '所问的记录:',
    because: '允许的规则:',
    butNot: '限制的规则:',
  },
  en: {
    refused: 'The matter is refused, and with it the whole request: ',
    noMatter: 'no matter',
    basis: 'Basis of the matter: ',
    policy: 'policy ',
    here: 'the record asked about: ',
    because: 'permitted by ',
    butNot: 'limited by ',
  },
} as const;
