import { PROVINCE_ABBREVIATIONS } from '#schema/identifiers/province-abbreviation.ts';
import type { PlateColour, Trade } from './register.ts';

// Numbers are given out one after the other within a prefecture. Certificates name county 99, which no prefecture ever
// had, so that none is real. A plate names no county: ordinary ones have three letters in the serial, where one or two
// are usual, and new-energy ones take an energy letter that is seldom reached.

/** Gives 1, 2, 3 … within a series. */
export type Sequence = (series: string) => number;

/** A sequence for one seeding; it remembers series (prefectures), not records. */
export function createSequence(): Sequence {
  const last = new Map<string, number>();
  return (series) => {
    const next = (last.get(series) ?? 0) + 1;
    last.set(series, next);
    return next;
  };
}

/** A permit's number as printed (JT/T 415): 浙交运管许可货字330199000001号. */
export function permitNumber(sequence: Sequence, prefecture: string, trade: Trade): string {
  const serial = padded(sequence(`permit ${prefecture}`), 6);
  return `${abbreviationOf(prefecture)}交运管许可${tradeWords[trade]}字${prefecture}99${serial}号`;
}

/** Twelve digits: division, serial. */
export function roadTransportCertificate(sequence: Sequence, prefecture: string): string {
  return `${prefecture}99${padded(sequence(`vehicle ${prefecture}`), 6)}`;
}

/** The nineteen digits of a certificate from before citizen numbers took their place. */
export function oldCertificateNumber(sequence: Sequence, prefecture: string, issuedOn: string): string {
  return `${prefecture}9910010${issuedOn.slice(2, 4)}${padded(sequence(`certificate ${prefecture}`), 6)}`;
}

/** A plate of the prefecture in the form of its colour (GA 36-2018). */
export function plateNumber(sequence: Sequence, prefecture: string, colour: PlateColour): string {
  const region = abbreviationOf(prefecture) + letter(Number(prefecture.slice(2)) - 1);
  const number = sequence(`plate ${region} ${colour}`) * step;
  if (colour === 'GREEN')
    return `${region}E${letter(number)}${padded(Math.floor(number / letters.length) % 10_000, 4)}`;
  if (colour === 'YELLOW_GREEN') return `${region}${padded(number % 100_000, 5)}E`;
  const [first, second, third] = [number, number / 24, number / 576].map(letter);
  const digits = padded(Math.floor(number / 13_824) % 100, 2);
  return `${region}${first}${digits[0]}${second}${digits[1]}${third}`;
}

/** Prime, so that plates given out in turn look unlike each other and none returns before all have been. */
const step = 104_729;
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

const tradeWords: Record<Trade, string> = {
  PASSENGER: '客',
  FREIGHT: '货',
  DANGEROUS_GOODS: '危',
  TAXI: '出租',
  RIDE_HAILING: '网约',
  CITY_BUS: '公交',
};

const provinceCodes =
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65'.split(' ');

function abbreviationOf(prefecture: string): string {
  return PROVINCE_ABBREVIATIONS.charAt(provinceCodes.indexOf(prefecture.slice(0, 2)));
}

function letter(number: number): string {
  return letters.charAt(Math.floor(number) % letters.length);
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}
