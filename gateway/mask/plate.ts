import { PROVINCE_ABBREVIATIONS } from '#schema/identifiers/province-abbreviation.ts';
import { legibleCode } from './legible.ts';
import { stars } from './stars.ts';

/** PLATE: the province, the city's letter and the last two of seven or eight places; of anything else nothing. */
export function maskedPlate(text: string): string {
  const plate = legibleCode(text).replace(separators, '');
  if (!form.test(plate)) return stars(Array.from(plate).length);
  return plate.slice(0, 2) + stars(plate.length - 4) + plate.slice(-2);
}

const separators = /[·•.-]/gu;
const form = new RegExp(`^[${PROVINCE_ABBREVIATIONS}][A-Z][0-9A-Z*]{3,4}[0-9A-Z][0-9A-Z挂学警港澳领]$`, 'u');
