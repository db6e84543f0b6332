import { todayInChina } from '#schema/identifiers/china-time.ts';
import type { Asker } from './leak-policies.ts';
import type { Facts } from './leak-rights.ts';
import { keyOf, type Thing, valueOf } from './leak-things.ts';
import { keyFormatOf, objectOf, type World } from './leak-worlds.ts';

/** What is known of the one whose record a thing is; of what is nobody's by itself, what is known of the record around it. */
export function factsOf(
  world: World,
  thing: Thing,
  { around, asker }: { readonly around: Facts; readonly asker: Asker },
): Facts {
  const format = keyFormatOf(world, thing.__typename);
  if (format !== 'CITIZEN_NUMBER' && format !== 'CREDIT_CODE') return around;
  const { caller, standing, unmasked } = asker;
  const key = keyOf(world, thing);
  const field = objectOf(world, thing.__typename).fields.find(({ name }) => name === 'division');
  const division = field && valueOf(world, thing, { field, args: {} });
  return {
    minor: format === 'CITIZEN_NUMBER' && isUnderFourteen(key),
    soleTrader: format === 'CREDIT_CODE' && key.startsWith('92'),
    inRegion: field ? isServed(division, caller.region) : around.inRegion,
    party: standing.kind === 'verified' && standing.parties.includes(key),
    unmasked: unmasked.includes(key),
  };
}

function isUnderFourteen(number: string): boolean {
  const [year, rest] = [Number(number.slice(6, 10)), number.slice(10, 14)];
  const today = todayInChina().replaceAll('-', '');
  const fourteenth = `${year + 14}${rest}`;
  return today < fourteenth;
}

/** 330100 serves all of a city, 330000 all of a province. */
function isServed(division: unknown, region: string | null): boolean {
  if (typeof division !== 'string' || region === null || region.length !== 6) return false;
  if (region.endsWith('0000')) return division.slice(0, 2) === region.slice(0, 2);
  return region.endsWith('00') ? division.slice(0, 4) === region.slice(0, 4) : division === region;
}
