// The words in which it is said what a caller may see: access decides in them, the document and the answer go by them.

/** How a value looks where it may be shown only masked. */
export type MaskRule =
  | 'NAME'
  | 'ID_NUMBER'
  | 'PHONE'
  | 'ADDRESS'
  | 'BANK_ACCOUNT'
  | 'PLATE'
  | 'CERTIFICATE'
  | 'AMOUNT'
  | 'DATE_TO_YEAR'
  | 'CREDIT_CODE'
  | 'EMAIL'
  | 'HIDE';

/** Why something is not shown, for the caller: a code, and words that say what would change it. */
export type Reason = { readonly code: string; readonly message: string; readonly messageZh: string };

/** What becomes of a value. */
export type Effect =
  | { readonly kind: 'CLEAR' }
  | { readonly kind: 'MASKED'; readonly rule: MaskRule }
  | { readonly kind: 'DENIED'; readonly reason: Reason };

/** What becomes of a field's values: the same of every record, or by what is known of the record's subject. */
export type FieldEffect =
  | { readonly kind: 'always'; readonly effect: Effect }
  | {
      readonly kind: 'by-record';
      /** The facts that it depends on. */
      readonly facts: number;
      /** Whether it is the value that says if it is a sole trader's, and not the record around it: a credit code does. */
      readonly isOfValue: boolean;
      readonly of: (facts: number) => Effect;
    };

/** Facts of a record's subject, as bits. */
export const fact = { minor: 1, soleTrader: 2, inRegion: 4, party: 8, unmasked: 16 } as const;
export type FactName = keyof typeof fact;

/** Where a type says whose record it is: its key, and the division (GB/T 2260) where it has one. */
export type Subject = {
  readonly kind: 'citizen' | 'enterprise';
  readonly key: string;
  readonly division: string | null;
};

/** The subjects of a supergraph, by type. */
export type Subjects = ReadonlyMap<string, Subject>;

/**
 * What is known of a record's subject, by its key and division as they were fetched; whatever is not known counts as
 * what permits least. `inherited` are the facts of the record around it.
 */
export type FactsOf = (
  subject: Subject,
  values: { readonly key: unknown; readonly division: unknown },
  inherited: number,
) => number;

/** A mask that is lifted for a caller just now: the number of the grant, and whose records it covers, by their keys. */
export type Unmasked = { readonly id: string; readonly covers: (key: string) => boolean };

/** What a caller may see of one operation. */
export type Verdict = {
  /** Tells the verdicts of an operation apart; callers with the same one share plan and program. */
  readonly key: string;
  /** Of an object type's field. */
  effectOf(type: string, field: string): FieldEffect;
  /** Why a field is refused as it is asked at this place of the document, whatever its type: by an argument, or an interface. */
  refusalOf(node: object): Reason | null;
  /** Whether nothing at all is masked or refused. */
  readonly isOpen: boolean;
  /** The facts of records that it depends on. */
  readonly facts: number;
};

/** Whether a credit code is a sole trader's, and so a person's; one that can't be read is taken for such. */
export function isSoleTraders(code: unknown): boolean {
  return typeof code !== 'string' || !/^(?!92)[0-9A-Z]{18}$/.test(code);
}

export const clear: Effect = { kind: 'CLEAR' };
export const alwaysClear: FieldEffect = { kind: 'always', effect: clear };

/** The verdict where nothing is forbidden. */
export const openVerdict: Verdict = {
  key: '',
  effectOf: () => alwaysClear,
  refusalOf: () => null,
  isOpen: true,
  facts: 0,
};
