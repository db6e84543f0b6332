type Authority = { readonly name: string; readonly categories: string };

/** GB 32100-2015 and what came after: 54 (villagers' and residents' committees) and G1 (offices of foreign NGOs). */
const AUTHORITIES: ReadonlyMap<string, Authority> = new Map([
  ['1', { name: '机构编制', categories: '1239' }],
  ['2', { name: '外交', categories: '19' }],
  ['3', { name: '司法行政', categories: '123459' }],
  ['4', { name: '文化', categories: '19' }],
  ['5', { name: '民政', categories: '12349' }],
  ['6', { name: '旅游', categories: '129' }],
  ['7', { name: '宗教', categories: '129' }],
  ['8', { name: '工会', categories: '19' }],
  ['9', { name: '工商', categories: '123' }],
  ['A', { name: '中央军委改革和编制办公室', categories: '19' }],
  ['G', { name: '公安', categories: '1' }],
  ['N', { name: '农业', categories: '1239' }],
  ['Y', { name: '其他', categories: '1' }],
]);

/** The registration authority that the first character of a credit code stands for (GB 32100-2015), or null. */
export function authorityName(code: string): string | null {
  return AUTHORITIES.get(code)?.name ?? null;
}

/** Whether the first two characters of a credit code are an authority and one of its categories (GB 32100-2015). */
export function hasCategory(first2: string): boolean {
  return AUTHORITIES.get(first2.charAt(0))?.categories.includes(first2.charAt(1)) ?? false;
}
