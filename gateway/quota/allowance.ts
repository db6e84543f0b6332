import type { QuotaRules, RequestRule } from '#schema/policy/quotas.ts';
import { keepRecent } from '../recent.ts';

/** A stretch of time in which no more than a limit may pass, wherever it begins. */
export type Window = { readonly name: 'hour' | 'day'; readonly ms: number };

export const hour: Window = { name: 'hour', ms: 3_600_000 };
export const day: Window = { name: 'day', ms: 86_400_000 };

/** So many requests of a unit to a department for a matter within a window. */
export type Allowance = {
  readonly kind: 'requests';
  readonly key: string;
  readonly window: Window;
  readonly limit: number;
  readonly department: string;
  readonly matter: string | null;
};

/** Who asks whom, and what for. */
type Place = { readonly unit: string | null; readonly department: string; readonly matter: string | null };

/**
 * What rules allow at each place. Of the rules that name nothing else than the place, the most specific that limits an hour
 * does so, and likewise for a day: one that names more goes first, of two that name as many one that names the unit, then
 * one that names the matter.
 */
export function allowances({ requests }: QuotaRules): (place: Place) => readonly Allowance[] {
  const strictest = requests.toSorted((one, other) => specificity(other) - specificity(one));
  const known = keepRecent<readonly Allowance[]>(keptBytes);
  return (place) => {
    const name = placeKey(place);
    const found = known.get(name);
    if (found) return found;
    const own = strictest.filter((rule) => isFor(rule, place));
    const made = [
      ...allowed(own.find(({ perHour }) => perHour !== undefined)?.perHour, hour),
      ...allowed(own.find(({ perDay }) => perDay !== undefined)?.perDay, day),
    ].map(({ window, limit }): Allowance => {
      const { department, matter } = place;
      return { kind: 'requests', key: `${name}:${window.name}`, window, limit, department, matter };
    });
    known.set(name, made, 600 + name.length * 4);
    return made;
  };
}

const keptBytes = 4_194_304;

/** A tag that keeps what belongs to one unit in one slot of a Cluster: all that one request counts can be counted at once. */
export function unitTag(unit: string | null): string {
  return `{unit:${encodeURIComponent(unit ?? '')}}`;
}

function placeKey({ unit, department, matter }: Place): string {
  return `tongcha:quota:${unitTag(unit)}:${encodeURIComponent(department)}:${encodeURIComponent(matter ?? '')}`;
}

function specificity({ unit, department, matter }: RequestRule): number {
  const named = [unit, matter, department].map((each) => (each === undefined ? 0 : 1));
  const [byUnit = 0, byMatter = 0, byDepartment = 0] = named;
  return (byUnit + byMatter + byDepartment) * 8 + byUnit * 4 + byMatter * 2 + byDepartment;
}

function isFor(rule: RequestRule, { unit, department, matter }: Place): boolean {
  return (
    (rule.unit ?? unit) === unit &&
    (rule.department ?? department) === department &&
    (rule.matter ?? matter) === matter
  );
}

function allowed(limit: number | undefined, window: Window) {
  return limit === undefined ? [] : [{ window, limit }];
}
