import type { ApprovalLevel, SourceKind } from './register.ts';

// Numbers are given out one after the other within a prefecture. They name county 99, which no prefecture ever had, so
// that no number of the fictional world is a real permit's.

/** Gives 1, 2, 3 … within a series. */
export type Sequence = (series: string) => number;

/** A sequence for one seeding; it remembers series (prefectures and years), not records. */
export function createSequence(): Sequence {
  const last = new Map<string, number>();
  return (series) => {
    const next = (last.get(series) ?? 0) + 1;
    last.set(series, next);
    return next;
  };
}

/** The number of an electronic permit (SL/T 816): level, division, source, year, four digits. */
export function permitNumber(sequence: Sequence, { level, prefecture, source, year }: Issue): string {
  const series = `${levelLetters[level]}${prefecture}99${sourceLetters[source]}${year}`;
  return `${series}-${padded(sequence(series))}`;
}

/** The number of a paper permit in the form of 2007: free text to every computer. */
export function paperPermitNumber(sequence: Sequence, { level, prefecture, year }: Issue): string {
  const series = `取水(${levelWords[level]})字〔${year}〕第A${prefecture}`;
  return `${series}${padded(sequence(series))}号`;
}

/** A project code (GB/T 40058), or one in the form before November 2020. */
export function projectCode(applied: string, prefecture: string, number: number): string {
  const start = applied < '2020-11-01' ? applied.slice(0, 4) : applied.slice(2, 7).replace('-', '');
  return `${start}-${prefecture}99-04-01-${String(number).padStart(6, '0')}`;
}

type Issue = {
  readonly level: ApprovalLevel;
  readonly prefecture: string;
  readonly source: SourceKind;
  readonly year: string;
};

const levelLetters: Record<ApprovalLevel, string> = {
  BASIN: 'A',
  PROVINCE: 'B',
  PREFECTURE: 'C',
  COUNTY: 'D',
};
const levelWords: Record<ApprovalLevel, string> = {
  BASIN: '国',
  PROVINCE: '省',
  PREFECTURE: '市',
  COUNTY: '县',
};
const sourceLetters: Record<SourceKind, string> = { SURFACE: 'S', GROUND: 'G', OTHER: 'Q' };

function padded(number: number): string {
  return String(number).padStart(4, '0');
}
