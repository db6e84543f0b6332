import { Refusal } from '../errors.ts';
import type { Verdict } from './asked.ts';

/** Tells a caller which quota is used up, its limit, and when to ask again. */
export function exceeded({ by, retryMs }: Extract<Verdict, { kind: 'refused' }>): Refusal {
  const { limit, window } = by;
  const seconds = retryMs === null ? null : Math.max(1, Math.ceil(retryMs / 1000));
  const [words, wordsZh] = wordsOf(by, seconds);
  return new Refusal('QUOTA_EXCEEDED', words, {
    quota: {
      kind: by.kind,
      per: window.name,
      limit,
      ...(by.kind === 'requests' && { department: by.department, matter: by.matter }),
    },
    ...(seconds !== null && { retryAfterSeconds: seconds }),
    messageZh: wordsZh,
  });
}

type Words = readonly [words: string, wordsZh: string];

function wordsOf(by: Extract<Verdict, { kind: 'refused' }>['by'], seconds: number | null): Words {
  const { limit, window } = by;
  if (by.kind === 'requests') {
    const { department, matter } = by;
    const purpose = matter === null ? 'without a matter' : `for the matter "${matter}"`;
    const purposeZh = matter === null ? '未写明事项' : `为事项“${matter}”`;
    return [
      `Your unit may ask "${department}" ${purpose} ${limit} times within one ${window.name}, and has: ask again in ${seconds} seconds.`,
      `本单位${purposeZh}向“${department}”查询,每${unitsZh[window.name]}上限 ${limit} 次,已用完;请在 ${seconds} 秒后再查。`,
    ];
  }
  if (seconds === null)
    return [
      `This asks about more subjects than the ${limit} that you may ask about within one hour: ask about fewer.`,
      `这次查询的对象超过您每小时 ${limit} 个的上限;请减少对象。`,
    ];
  return [
    `You may ask about ${limit} different subjects within one hour, and this would be more: ask again in ${seconds} seconds. Those asked about within the hour can be asked about now.`,
    `您每小时最多查询 ${limit} 个不同的对象,这次会超出;请在 ${seconds} 秒后再查。一小时内查过的对象现在仍可再查。`,
  ];
}

const unitsZh = { hour: '小时', day: '天' };
