import { type Area, type Division, divisionNames, type Named } from './division-names.ts';

/**
 * The names of divisions that an address begins with, down to the county at most: province, prefecture and county, any of
 * them left out, 浙江 for 浙江省 and 杭州 for 杭州市 too where the next name proves that no 浙江路 is meant. Empty if there is none.
 */
export function divisionsAtStart(address: string): string {
  const { provinces, country } = divisionNames();
  const province = found(provinces, address);
  if (province?.isWhole) return province.name + below(province.within, address.slice(province.name.length));
  const next = province && below(province.within, address.slice(province.name.length));
  return province && next ? province.name + next : below(country, address);
}

function below({ prefectures, counties }: Area, text: string): string {
  const prefecture = found(prefectures, text);
  if (prefecture) {
    const county = found(prefecture.within.counties, text.slice(prefecture.name.length));
    if (county || prefecture.isWhole) return prefecture.name + (county?.name ?? '');
  }
  return found(counties, text)?.name ?? '';
}

function found<T>(named: Named<T>, text: string): Division<T> | undefined {
  return named.get(text.slice(0, 2))?.find(({ name }) => {
    // 杭州市场路 is a street.
    const isMarket = name.endsWith('市') && text.charAt(name.length) === '场';
    return text.startsWith(name) && !isMarket;
  });
}
