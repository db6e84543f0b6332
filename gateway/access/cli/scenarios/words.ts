import type { Told } from '../told.ts';
import { effectWords, formWords, type Lang, listed, refusalWords } from '../words.ts';
import { reasonNames } from './reader.ts';
import type { Failure } from './run.ts';
import type { Run } from './work.ts';

/** Tells which scenarios came out otherwise, and why. */
export function runWords({ problems, written, generated, failures }: Run, lang: Lang): Told {
  const failed = new Set(failures.map(({ file, scenario }) => `${file} ${scenario}`)).size;
  const isGood = problems.length === 0 && failures.length === 0 && written + generated > 0;
  const summary = said[lang].summary({ ran: written + generated, written, generated, failed });
  return {
    isGood,
    data: { good: isGood, problems, ran: written + generated, written, generated, failed, failures },
    lines: failures.flatMap((failure) => failureWords(failure, lang)),
    notes: problems.length > 0 ? [...problems, said[lang].notRun] : [summary],
  };
}

function failureWords(failure: Failure, lang: Lang): readonly string[] {
  const { file, line, scenario } = failure;
  return [`${file}:${line}: ${scenario}`, ...whatFailed(failure, lang).map((each) => `    ${each}`)];
}

function whatFailed(failure: Failure, lang: Lang): readonly string[] {
  const { expected, got, because, policies, refused, notRefused } = said[lang];
  if (failure.kind === 'not-refused') return [notRefused];
  if (failure.kind === 'refused') return [`${refused}${refusalWords(failure.refusal, lang)}`];
  const reason = failure.got.kind === 'DENIED' ? failure.got.reason : null;
  const wanted = failure.because ? ` (${reasonWords(failure.because, lang)})` : '';
  return [
    `${failure.coordinate}: ${expected}${formWords[failure.expected][lang]}${wanted}${got}${effectWords(failure.got, lang)}`,
    ...(reason ? [`${because}[${reason.code}] ${lang === 'zh' ? reason.messageZh : reason.message}`] : []),
    ...(failure.by.length > 0 ? [`${policies}${listed(failure.by, lang)}`] : []),
  ];
}

function reasonWords(code: string, lang: Lang): string {
  return lang === 'zh' ? (reasonNames.get(code) ?? code) : code;
}

type Counts = Readonly<Record<'ran' | 'written' | 'generated' | 'failed', number>>;

const said = {
  zh: {
    expected: '应当',
    got: ',实际',
    because: '原因:',
    policies: '有关规则:',
    refused: '事项用不了,而场景没有写「事项被拒: 是」:',
    notRefused: '事项应当被拒,实际可用',
    notRun: '上面的错误改好以前,没有跑任何场景。',
    summary: ({ ran, written, generated, failed }: Counts) =>
      `跑了 ${ran} 个场景(手写 ${written},按授权表生成 ${generated}):${failed === 0 ? '全部符合' : `${failed} 个不符`}。`,
  },
  en: {
    expected: 'must be ',
    got: ', but is ',
    because: 'why: ',
    policies: 'policies about it: ',
    refused: 'the matter is refused, and the scenario does not say 事项被拒: 是: ',
    notRefused: 'the matter must be refused, but may be used',
    notRun: 'Nothing was run: mend these first.',
    summary: ({ ran, written, generated, failed }: Counts) =>
      `${ran} scenarios ran (${written} written, ${generated} generated): ${failed === 0 ? 'all as they must be' : `${failed} failed`}.`,
  },
} as const;
