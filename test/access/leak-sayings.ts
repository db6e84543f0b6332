import type { Choose } from '#test/oracle/choose.ts';
import type { Asks, Saying, Share } from './leak-worlds.ts';

/** What a department may say of a field whose values are of a type. */
export function sayingOf(base: string, choose: Choose): Saying {
  const masks = maskRules[base] ?? [];
  return {
    share: choose.chance(30) ? null : shareOf(choose),
    level: choose.chance(45) ? 1 + choose.below(4) : 0,
    mask: masks.length > 0 && choose.chance(60) ? choose.oneOf(masks) : null,
    format: null,
    asks: choose.chance(5) ? asksOf(choose) : asksNothing,
  };
}

const maskRules: Readonly<Record<string, readonly string[]>> = {
  String: ['NAME', 'PHONE', 'ADDRESS', 'CERTIFICATE', 'HIDE'],
  ID: ['ID_NUMBER', 'CERTIFICATE', 'BANK_ACCOUNT'],
  Yuan: ['AMOUNT', 'AMOUNT', 'CERTIFICATE'],
  Date: ['DATE_TO_YEAR', 'DATE_TO_YEAR', 'NAME'],
  Int: ['AMOUNT'],
  Kind: ['NAME', 'HIDE'],
};

/** What is open to all. */
export const asksNothing: Asks = { authenticated: false, scopes: [] };
/** Of a department that leaves it to others to say. */
export const silent: Saying = { share: null, level: 0, mask: null, format: null, asks: asksNothing };

/** What federation’s directives may ask. */
export function asksOf(choose: Choose): Asks {
  if (choose.chance(50)) return { authenticated: true, scopes: [] };
  return { authenticated: false, scopes: choose.oneOf([[['read']], [['tax'], ['read', 'audit']]]) };
}

function shareOf(choose: Choose): Share {
  return choose.oneOf([
    'UNCONDITIONAL',
    'UNCONDITIONAL',
    'CONDITIONAL',
    'CONDITIONAL',
    'CONDITIONAL',
    'NONE',
  ]);
}

/** The classes of what departments provide on a type; some say none. */
export function resourcesOf(departments: readonly string[], choose: Choose): ReadonlyMap<string, Share> {
  return new Map(
    departments.filter(() => choose.chance(92)).map((department) => [department, shareOf(choose)] as const),
  );
}

/** Most ways to other records everyone may go, or nothing would be seen. */
export function openSaying(choose: Choose): Saying {
  return choose.chance(80) ? { ...silent, share: 'UNCONDITIONAL' } : { ...sayingOf('', choose), mask: null };
}
