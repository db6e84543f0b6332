// The fictional world: what is true of its people and firms, before any register has written it down.
// Every fact is a pure function of (seed, index), so a world of a million citizens needs no memory for them, and
// seven registers that never see each other agree on the same person.

export type Sex = 'MALE' | 'FEMALE';

/** A register that may lack a record which it ought to hold: the dirt of real sharing. */
export type DepartmentName =
  | 'population'
  | 'legal-entity'
  | 'tax'
  | 'education'
  | 'water'
  | 'transport'
  | 'sasac';

export type EducationStage =
  | 'PRIMARY'
  | 'JUNIOR_SECONDARY'
  | 'SENIOR_SECONDARY'
  | 'SECONDARY_VOCATIONAL'
  | 'JUNIOR_COLLEGE'
  | 'UNDERGRADUATE'
  | 'POSTGRADUATE';

export type Driver = {
  readonly kind: 'TAXI' | 'RIDE_HAILING' | 'BUS' | 'FREIGHT';
  readonly certificate: 'VALID' | 'EXPIRING' | 'EXPIRED' | 'REVOKED';
};

export type Citizen = {
  readonly index: number;
  /** GB 11643, always under county 99 of a real prefecture, so it belongs to nobody. */
  readonly idNumber: string;
  readonly name: string;
  readonly formerName: string | null;
  readonly sex: Sex;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  /** GB/T 3304, two digits. */
  readonly ethnicityCode: string;
  /** GB/T 2260 county of the household registration; a few are retired codes, as in real registers. */
  readonly divisionCode: string;
  readonly address: string;
  readonly householdIndex: number;
  readonly householdRole: 'HEAD' | 'SPOUSE' | 'CHILD' | 'PARENT' | 'OTHER';
  /** YYYY-MM-DD, or null while alive. */
  readonly deceasedOn: string | null;
  readonly phone: string;
  /** GB/T 4658 highest completed level: '10' postgraduate, '20' bachelor, '30' junior college, '40', '60', '70', '80', '90' none. */
  readonly educationCode: string;
  /** GB/T 2261.2: '10' single, '20' married, '30' widowed, '40' divorced. */
  readonly maritalCode: string;
  /** The highest academic degree, which GB/T 4658 alone doesn't tell. */
  readonly degree: 'BACHELOR' | 'MASTER' | 'DOCTOR' | null;
  /** Where the citizen studies in the school year 2025/26, or null. */
  readonly enrolledAt: EducationStage | null;
  /** The professional road-transport certificate (从业资格证), or null. */
  readonly driver: Driver | null;
  readonly absentFrom: ReadonlySet<DepartmentName>;
};

export type EnterpriseState = 'ACTIVE' | 'CANCELLED' | 'REVOKED' | 'RELOCATED';

/** 金税三期 NSRZT_DM, by meaning. */
export type TaxpayerState =
  | 'NORMAL'
  | 'SUSPENDED'
  | 'ABNORMAL'
  | 'LIQUIDATING'
  | 'CANCELLED'
  | 'ABNORMAL_CANCELLED';

export type PermitState = 'VALID' | 'EXPIRING' | 'EXPIRED' | 'REVOKED' | 'NONE';

/** SASAC registers every enterprise that has a group or a shareholder of kind 'state'. */
export type Shareholder =
  | { readonly kind: 'citizen'; readonly citizen: number; readonly ratioBasisPoints: number }
  | { readonly kind: 'enterprise'; readonly enterprise: number; readonly ratioBasisPoints: number }
  /** A state investor that is a government body, named but not itself an enterprise of this world. */
  | {
      readonly kind: 'state';
      readonly name: string;
      readonly uscc: string;
      readonly ratioBasisPoints: number;
    };

export type StateGroup = {
  /** The index of the group's topmost enterprise. */
  readonly root: number;
  /** The index of the direct parent; null at the root. */
  readonly parent: number | null;
  readonly children: readonly number[];
  /** 1 at the root. */
  readonly level: number;
};

export type Enterprise = {
  readonly index: number;
  /** GB 32100, registration division always under county 99. Prefix 91 company, 92 sole trader, 52 private non-enterprise unit, 93 cooperative. */
  readonly uscc: string;
  readonly name: string;
  readonly kind: 'COMPANY' | 'STATE_OWNED' | 'SOLE_TRADER' | 'PRIVATE_NON_ENTERPRISE' | 'COOPERATIVE';
  /** Four-digit market-entity type, e.g. '1130'. */
  readonly typeCode: string;
  /** GB/T 4754-2017 class, four digits, e.g. '5431'. */
  readonly industryCode: string;
  /** GB/T 2260 county of the domicile; a few are retired codes. */
  readonly divisionCode: string;
  readonly domicile: string;
  /** YYYY-MM-DD */
  readonly establishedOn: string;
  readonly state: EnterpriseState;
  /** YYYY-MM-DD when cancelled, revoked or moved away; else null. */
  readonly closedOn: string | null;
  readonly registeredCapitalFen: number;
  readonly legalRepresentative: number;
  /** Other officers (directors, supervisors, managers), citizens by index. */
  readonly officers: readonly number[];
  /** Ratios sum to 10,000. */
  readonly shareholders: readonly Shareholder[];
  readonly group: StateGroup | null;
  readonly taxpayerState: TaxpayerState;
  /** Whether tax is owed (欠税). */
  readonly inArrears: boolean;
  readonly waterPermit: PermitState;
  readonly transportPermit: PermitState;
  /** Runs one school (民办学校举办者). */
  readonly runsSchool: boolean;
  /** 经营异常名录: NONE, LISTED (still on it), REMOVED (was on it). */
  readonly abnormalOperation: 'NONE' | 'LISTED' | 'REMOVED';
  readonly employees: number;
  /** Yearly turnover of this unit alone (not consolidated), the latest year, in fen. */
  readonly turnoverFen: number;
  readonly absentFrom: ReadonlySet<DepartmentName>;
};

/** Draws that never depend on the order of other draws: each stream is its own (seed, label, index). */
export type Random = {
  /** A float in [0, 1). */
  next(): number;
  /** An integer in [low, high], both included. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
};

export type World = {
  readonly seed: number;
  readonly citizenCount: number;
  readonly enterpriseCount: number;
  /** The day the world is seen from, YYYY-MM-DD; no fact is later (permits may end later). */
  readonly today: string;
  citizen(index: number): Citizen;
  enterprise(index: number): Enterprise;
  /** Citizens of one household, head first. */
  household(index: number): readonly Citizen[];
  readonly householdCount: number;
  citizens(): Iterable<Citizen>;
  enterprises(): Iterable<Enterprise>;
  /** A stream of draws for one department's own details, e.g. `world.random('tax.arrears', enterprise.index)`. */
  random(label: string, index: number): Random;
};
