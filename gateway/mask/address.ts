import { divisionsAtStart } from './divisions-at-start.ts';
import { legible } from './legible.ts';

/**
 * ADDRESS: province, prefecture and county as far as the address begins with the names of real ones (abolished ones too), then
 * ***; what begins with no such name is *** altogether.
 */
export function maskedAddress(text: string): string {
  const address = legible(text);
  if (address === '') return '';
  return `${divisionsAtStart(/\s/u.test(address) ? address.replace(/\s+/gu, '') : address)}***`;
}
