import { prefectureName, provinceName } from '../places.ts';
import type { Shareholder } from '../world.ts';
import { fictionalCreditCode } from './credit-code.ts';

type StateInvestor = Extract<Shareholder, { kind: 'state' }>;

/** The SASAC of a prefecture's city or, with `level` province, of its province, as a shareholder with this share. */
export function stateInvestor(
  prefecture: string,
  level: 'city' | 'province',
  ratioBasisPoints: number,
): StateInvestor {
  const place = level === 'city' ? prefectureName(prefecture) : provinceName(prefecture);
  const seat = level === 'city' ? prefecture : `${prefecture.slice(0, 2)}01`;
  const organization = `${level === 'city' ? '0000' : '0001'}${seat}`;
  return {
    kind: 'state',
    name: `${place}人民政府国有资产监督管理委员会`,
    uscc: fictionalCreditCode('11', seat, organization),
    ratioBasisPoints,
  };
}
