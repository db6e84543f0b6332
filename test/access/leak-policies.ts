import type { Caller } from '#gateway/identity/caller.ts';
import { anonymousExplorer } from '#gateway/identity/caller.ts';
import type { CaseStanding } from '#gateway/identity/cases.ts';
import type { Grant, Matter, Policy, Role } from '#schema/policy/policy.ts';
import { type Choose, choices } from '#test/oracle/choose.ts';
import { ruleOf } from './leak-rules.ts';
import { citizenNumbers, creditCodes } from './leak-things.ts';
import type { World } from './leak-worlds.ts';

/** Who asks, why, and what is known of the case. */
export type Asker = {
  readonly caller: Caller;
  readonly matter: Matter | null;
  readonly standing: CaseStanding;
  readonly unmasked: readonly string[];
};

/** The policy of a world: three matters and three roles. */
export function policyOf(world: World): Policy {
  const choose = choices('policy', world.seed);
  const matters = ['opening', 'renewal', 'survey'].map((code) => matterOf(code, world, choose));
  return {
    matters: new Map(matters.map((matter) => [matter.code, matter])),
    roles: new Map([role('clerk', 'none'), role('publisher', 'clear'), role('explorer', 'none')]),
    departments: new Map(),
    version: String(world.seed),
  };
}

/** Callers of a world, each with a purpose. */
export function askersOf(world: World, policy: Policy): readonly Asker[] {
  const choose = choices('askers', world.seed);
  const unauthenticated: Asker = {
    caller: anonymousExplorer,
    matter: null,
    standing: { kind: 'none' },
    unmasked: [],
  };
  return [unauthenticated, ...Array.from({ length: 11 }, () => askerOf(world, policy, choose))];
}

/** Whether a caller may use a matter at all. */
function mayUse({ roles, departments }: Matter, caller: Caller): boolean {
  const isDepartments = departments.length === 0 || departments.includes(caller.dept ?? '');
  return roles.some((each) => caller.roles.includes(each)) && isDepartments;
}

function role(code: string, ownDepartment: Role['ownDepartment']): readonly [string, Role] {
  return [code, { code, title: code, says: code, ownDepartment, needsMatter: true }];
}

function matterOf(code: string, world: World, choose: Choose): Matter {
  const fields = new Map<string, Grant>();
  for (const object of world.objects) {
    if (choose.chance(25))
      fields.set(`${object.name}.*`, choose.chance(75) ? clear : grantOf({ canMask: false }, choose));
    for (const field of object.fields) {
      const rule = ruleOf(world, object.name, field.name);
      if (rule.share === 'NONE' || !choose.chance(rule.isComposite ? 85 : 65)) continue;
      const canMask = rule.mask !== null;
      const isConditional = rule.share === 'CONDITIONAL' && choose.chance(rule.isComposite ? 20 : 75);
      fields.set(`${object.name}.${field.name}`, isConditional ? grantOf({ canMask }, choose) : clear);
    }
  }
  return {
    code,
    title: code,
    basis: ['b'],
    subject: 'either',
    roles: choose.some(['clerk', 'publisher'], 1),
    departments: choose.chance(30) ? choose.some(world.departments, 1) : [],
    units: [],
    case: choose.chance(50) ? 'required' : 'optional',
    validity: { from: '2020-01-01', to: null },
    accessLog: { kind: 'shown' },
    minors: choose.chance(50) ? { basis: 'b' } : null,
    fields,
    file: `matters/${code}.yaml`,
  };
}

const clear: Grant = { show: 'clear', where: [], otherwise: 'denied' };

function grantOf({ canMask }: { readonly canMask: boolean }, choose: Choose): Grant {
  const where = choose.oneOf([[], ['party'], ['own-region'], ['party', 'own-region']] as const);
  if (canMask && choose.chance(45)) return { show: 'masked', where, otherwise: 'denied' };
  const isMasked = canMask && where.length > 0 && choose.chance(50);
  return { show: 'clear', where, otherwise: isMasked ? 'masked' : 'denied' };
}

function askerOf(world: World, policy: Policy, choose: Choose): Asker {
  const caller: Caller = {
    subject: `caller-${choose.below(1_000_000)}`,
    name: 'n',
    isAuthenticated: true,
    org: null,
    dept: choose.chance(80) ? choose.oneOf(world.departments) : null,
    roles: choose.some(['clerk', 'publisher', 'explorer'], 1),
    region: choose.oneOf([null, '330000', '330100', '330106', '110000', '33']),
    scopes: choose.some(['read', 'tax', 'audit'], choose.below(3)),
    level: choose.oneOf(['L1', 'L2', 'L3', 'L3', 'L4', 'L4']),
  };
  const usable = [...policy.matters.values()].filter((matter) => mayUse(matter, caller));
  const matter = usable.length > 0 && choose.chance(80) ? choose.oneOf(usable) : null;
  const everybody = [...citizenNumbers, ...creditCodes];
  const standing = choose.oneOf<CaseStanding>([
    { kind: 'none' },
    { kind: 'unverified', since: 1 },
    ...Array.from(
      { length: 3 },
      (): CaseStanding => ({ kind: 'verified', parties: choose.some(everybody, 1) }),
    ),
  ]);
  return { caller, matter, standing, unmasked: choose.chance(30) ? choose.some(everybody, 1) : [] };
}
