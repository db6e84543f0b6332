import type { QuotaRules, SubjectLimits } from '#schema/policy/quotas.ts';
import { hmacUnder } from '../hmac.ts';
import { type Allowance, allowances, hour, unitTag, type Window } from './allowance.ts';

/** What one request would use of the quotas. */
export type QuotaUse = {
  readonly clerk: string;
  readonly roles: readonly string[];
  readonly unit: string | null;
  readonly matter: string | null;
  readonly departments: readonly string[];
  /** Identifiers of the citizens and enterprises asked about. */
  readonly subjects: readonly string[];
};

/** So many different subjects of one clerk within a window. */
export type SubjectAllowance = {
  readonly kind: 'subjects';
  readonly key: string;
  readonly window: Window;
  readonly limit: number;
};

/** What a request takes: one of each allowance, and its subjects, by marks that only the key's holder can make. */
export type Asked = {
  readonly allowances: readonly Allowance[];
  readonly subjects: (SubjectAllowance & { readonly marks: readonly string[] }) | null;
};

/** What comes of asking: all of it is taken, or nothing; of several allowances at their limit the one that takes longest is told. */
export type Verdict =
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'refused';
      readonly by: Allowance | SubjectAllowance;
      /** Null: never, as long as as much is asked at once. */
      readonly retryMs: number | null;
    };

/** Says what a use takes under some rules. The key is shared by all who count together; counts by another are others. */
export function asking(rules: QuotaRules, key: Uint8Array): (use: QuotaUse) => Asked {
  const allowed = allowances(rules);
  const hmac = hmacUnder(Buffer.from(key));
  const mark = (text: string) => Buffer.from(hmac(Buffer.from(text)), 'latin1').toString('base64url', 0, 16);
  return ({ clerk, roles, unit, matter, departments, subjects }) => {
    const limit = subjectLimit(roles, rules.subjectsPerHour);
    return {
      allowances: [...new Set(departments)].flatMap((department) => allowed({ unit, department, matter })),
      subjects:
        limit === null || subjects.length === 0
          ? null
          : {
              kind: 'subjects',
              key: `tongcha:subjects:${unitTag(unit)}:${mark(`clerk ${clerk}`)}`,
              window: hour,
              limit,
              marks: [...new Set(subjects)].map((subject) => mark(`subject ${subject}`)),
            },
    };
  };
}

/** The greatest limit of the caller's roles, or the default for none. */
function subjectLimit(roles: readonly string[], limits: SubjectLimits): number | null {
  const own = roles.flatMap((role) => (Object.hasOwn(limits, role) ? [limits[role] ?? null] : []));
  if (own.length === 0) return limits.default;
  return own.includes(null) ? null : Math.max(...own.map(Number));
}

/** A stretch of time is counted in so many slots; what was used is held for the stretch and at most one slot longer. */
export const slotsPerWindow = 60;
