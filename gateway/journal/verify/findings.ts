/** What can be wrong with a log; FORMAT.md, section 8, says when. */
export type FindingKind =
  | 'FORMAT'
  | 'MISSING'
  | 'DUPLICATE'
  | 'MOVED'
  | 'EDITED'
  | 'REPLACED'
  | 'CLOCK'
  | 'UNPAIRED'
  | 'REWRITTEN'
  | 'FORKED'
  | 'CUT'
  | 'FORGED'
  | 'UNSIGNED'
  | 'UNKNOWN_KEY'
  | 'INDEX'
  | 'INCOMPLETE';

/** Something wrong with a log, at an entry where it can be told; `from` is the first entry that it concerns, `to` the last. */
export type Finding = {
  readonly kind: FindingKind;
  readonly log: string;
  readonly from: number | null;
  readonly to: number | null;
  /** What was found, for whoever reads the report; never more of an entry than its number. */
  readonly what: string;
};

/** What a log comes out as: the worst of its findings. */
export type Verdict = 'intact' | 'tampered' | 'incomplete' | 'unknown key';

/** The verdict over findings: tampering outweighs an unknown key, that outweighs a missing outcome. */
export function verdictOn(findings: readonly Finding[]): Verdict {
  const kinds = new Set(findings.map(({ kind }) => kind));
  if (kinds.size === 0) return 'intact';
  const others = [...kinds].filter((kind) => kind !== 'UNKNOWN_KEY' && kind !== 'INCOMPLETE');
  if (others.length > 0) return 'tampered';
  return kinds.has('UNKNOWN_KEY') ? 'unknown key' : 'incomplete';
}
