import type { Grant, Matter } from '#schema/policy/policy.ts';
import type { Asker } from './leak-policies.ts';
import { type Rule, ruleOf } from './leak-rules.ts';
import { keyFormatOf, type World } from './leak-worlds.ts';

// Who may see what, read off the design and the guard's comments: nothing here knows how the gateway decides.

/** What is known of the one whose record it is. */
export type Facts = {
  readonly minor: boolean;
  readonly soleTrader: boolean;
  readonly inRegion: boolean;
  readonly party: boolean;
  readonly unmasked: boolean;
};

export const nobody: Facts = {
  minor: false,
  soleTrader: false,
  inRegion: false,
  party: false,
  unmasked: false,
};

export type Look = 'clear' | 'masked' | 'denied';

/** How a field of a record looks to somebody. */
export function lookOf(rule: Rule, facts: Facts, asker: Asker): Look {
  if (!meets(rule, asker)) return 'denied';
  if (isAllowed(rule, 'clear', { facts, asker })) return 'clear';
  if (!isAllowed(rule, 'masked', { facts, asker })) return 'denied';
  if (rule.isComposite) return 'clear';
  return rule.mask === null ? 'denied' : 'masked';
}

/** Whether federation's own directives let somebody ask for a field. */
export function meets({ asks }: Pick<Rule, 'asks'>, { caller }: Asker): boolean {
  return asks.every(
    ({ authenticated, scopes }) =>
      (!authenticated || caller.isAuthenticated) &&
      (scopes.length === 0 || scopes.some((set) => set.every((scope) => caller.scopes.includes(scope)))),
  );
}

/** How a field can look to somebody at all, whoever's record of its type it is. */
export function looksOf(world: World, coordinate: string, asker: Asker): ReadonlySet<Look> {
  const [type = '', field = ''] = coordinate.split('.');
  const rule = ruleOf(world, type, field);
  const format = keyFormatOf(world, type);
  const mayBe = {
    minor: format !== 'CREDIT_CODE',
    soleTrader: format !== 'CITIZEN_NUMBER' || rule.isCreditCode,
  };
  return new Set(everyFacts(mayBe, asker).map((facts) => lookOf(rule, facts, asker)));
}

type Form = 'clear' | 'masked';
type Circumstances = { readonly facts: Facts; readonly asker: Asker };

function isAllowed(rule: Rule, form: Form, at: Circumstances): boolean {
  return (
    (isOpen(rule, form, at) || isOwn(rule, at) || isGranted(rule, form, at)) && !isForbidden(rule, form, at)
  );
}

/** Shared unconditionally: with everybody, but a sole trader's code is a person's. */
function isOpen({ share, isCreditCode }: Rule, form: Form, { facts }: Circumstances): boolean {
  return share === 'UNCONDITIONAL' && !(isCreditCode && form === 'clear' && facts.soleTrader);
}

/** What a publisher's own department provides. */
function isOwn({ departments }: Rule, { asker: { caller } }: Circumstances): boolean {
  return caller.roles.includes('publisher') && caller.dept !== null && departments.includes(caller.dept);
}

function isGranted({ coordinate, share }: Rule, form: Form, { facts, asker }: Circumstances): boolean {
  const { matter, standing } = asker;
  if (!matter || share === 'NONE') return false;
  const grant = matter.fields.get(coordinate) ?? matter.fields.get(`${coordinate.split('.')[0] ?? ''}.*`);
  if (!grant || !isCaseGood(matter, standing.kind, form)) return false;
  return form === 'clear' ? isGrantedClear(grant, facts) : isGrantedMasked(grant, facts);
}

function isGrantedClear(grant: Grant, facts: Facts): boolean {
  return holds(grant, facts) && (grant.show === 'clear' || facts.unmasked);
}

function isGrantedMasked(grant: Grant, facts: Facts): boolean {
  return holds(grant, facts) || grant.otherwise === 'masked';
}

function holds({ where }: Grant, { party, inRegion }: Facts): boolean {
  return where.every((condition) => (condition === 'party' ? party : inRegion));
}

/** While the register of cases is away, what needs a case is shown masked only. */
function isCaseGood(matter: Matter, standing: Asker['standing']['kind'], form: Form): boolean {
  if (matter.case === 'optional' || standing === 'verified') return true;
  return standing === 'unverified' && form === 'masked';
}

function isForbidden(rule: Rule, form: Form, { facts, asker }: Circumstances): boolean {
  const { share, level, mask } = rule;
  const clearance = Number(asker.caller.level.slice(1));
  if (share === 'NONE') return true;
  if (facts.minor && level > 0 && !asker.matter?.minors) return true;
  if (facts.minor && mask !== null && form === 'clear' && !facts.party) return true;
  // L1 is open to everybody; masking lowers a value by one level.
  const needed = form === 'masked' ? level - 1 : level;
  return needed > 1 && clearance < needed;
}

type MayBe = { readonly minor: boolean; readonly soleTrader: boolean };

/** Of records of anybody: a firm is no minor and a person no sole trader, and who asks without a case meets no party. */
function everyFacts(mayBe: MayBe, { caller, standing, unmasked }: Asker): readonly Facts[] {
  const hasParties = standing.kind === 'verified' && standing.parties.length > 0;
  return may(mayBe.minor).flatMap((minor) =>
    may(mayBe.soleTrader).flatMap((soleTrader) =>
      may(caller.region?.length === 6).flatMap((inRegion) =>
        may(hasParties).flatMap((party) =>
          may(unmasked.length > 0).map((isUnmasked) => ({
            minor,
            soleTrader,
            inRegion,
            party,
            unmasked: isUnmasked,
          })),
        ),
      ),
    ),
  );
}

function may(isPossible: boolean): readonly boolean[] {
  return isPossible ? [false, true] : [false];
}
