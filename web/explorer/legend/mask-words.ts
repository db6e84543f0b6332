import type { Bilingual } from '../language/language.ts';

/** What a masking rule leaves of a value; of a rule that is new to the page, its name. */
export function maskWords(rule: unknown): Bilingual {
  const name = typeof rule === 'string' ? rule : '';
  const known = words.get(name);
  return known ? { zh: known[0], en: known[1] } : { zh: name || '已脱敏', en: name || 'Masked' };
}

const words: ReadonlyMap<string, readonly [zh: string, en: string]> = new Map([
  ['NAME', ['姓名只留姓', 'Name: family name only']],
  ['ID_NUMBER', ['号码只留首尾', 'Citizen number: ends only']],
  ['PHONE', ['电话只留首尾', 'Phone: ends only']],
  ['ADDRESS', ['地址只到区县', 'Address: down to the district']],
  ['BANK_ACCOUNT', ['账号只留首尾', 'Account: ends only']],
  ['PLATE', ['号牌遮去中间', 'Plate: middle hidden']],
  ['CERTIFICATE', ['证号遮去中间', 'Certificate number: middle hidden']],
  ['AMOUNT', ['金额只给区间', 'Amount: a range only']],
  ['DATE_TO_YEAR', ['日期只到年', 'Date: the year only']],
  ['CREDIT_CODE', ['代码遮去中间', 'Credit code: middle hidden']],
  ['EMAIL', ['邮箱只留首尾', 'E-mail: ends only']],
  ['HIDE', ['内容全部遮去', 'Hidden altogether']],
]);
