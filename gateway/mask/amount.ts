import { legibleCode } from './legible.ts';

/**
 * AMOUNT: the band of an amount in yuan: 0, 1万元以下, 1万元–10万元 and so on by tens to 100亿元以上, which a band includes from
 * its lower end on; a negative amount is 负值 and the band of its size; what is no amount is ***.
 */
export function maskedAmount(text: string): string {
  const written = legibleCode(text);
  if (written === '') return '';
  const plain = grouped.test(written) ? written.replaceAll(',', '') : written;
  const [, sign, whole, part = ''] = amount.exec(plain) ?? [];
  if (whole === undefined) return '***';
  if (whole === '' && !/[1-9]/.test(part)) return '0';
  return (sign === '-' ? negative : '') + bandOf(whole.length);
}

/** A JSON number as a text that falls into the same band; undefined unless it is finite. */
export function amountText(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (Math.abs(value) >= 1) return String(Math.trunc(Math.max(-most, Math.min(value, most))));
  return value === 0 ? '0' : value < 0 ? '-0.01' : '0.01';
}

/** Well in the last band, and still written without an exponent. */
const most = 1e15;

// Not 亏损: balances, equity and taxes can be negative too.
const negative = '负值';

const grouped = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const amount = /^([+-]?)(?=\d)0*(\d*)(?:\.(\d+))?$/;

/** By the number of digits before the point, which is exact for amounts of any size. */
const bands: readonly string[] = [
  '1万元–10万元',
  '10万元–100万元',
  '100万元–1000万元',
  '1000万元–1亿元',
  '1亿元–10亿元',
  '10亿元–100亿元',
];

function bandOf(digits: number): string {
  if (digits < 5) return '1万元以下';
  return bands[digits - 5] ?? '100亿元以上';
}
