/** Who asks: what a verified token says of them. */
export type Caller = {
  readonly subject: string;
  readonly name: string;
  /** Whether a token said so; false for the anonymous explorer alone. */
  readonly isAuthenticated: boolean;
  /** Credit code of the unit. */
  readonly org: string | null;
  readonly dept: string | null;
  readonly roles: readonly string[];
  /** Division code the caller serves. */
  readonly region: string | null;
  readonly scopes: readonly string[];
  /** Clearance, L1 to L4. */
  readonly level: 'L1' | 'L2' | 'L3' | 'L4';
  /** From when on the token is no longer taken, in milliseconds since 1970; absent where there was none. */
  readonly goodUntil?: number;
};

/** The caller of a development request without a token, and of every request to an open gateway. */
export const anonymousExplorer: Caller = {
  subject: 'anonymous',
  name: '未登录的探索者',
  isAuthenticated: false,
  org: null,
  dept: null,
  roles: ['explorer'],
  region: null,
  scopes: [],
  level: 'L1',
};
