import type { Matter } from '#schema/policy/policy.ts';
import type { FieldRule } from '../../field-rules.ts';
import { scopeOf } from '../../policy/cedar.ts';
import { groupsOf } from '../../policy/compile.ts';
import type { PolicySource } from '../../policy/set.ts';
import { policiesFor } from '../../policy/set.ts';
import type { Pair, Seat } from './seats.ts';

// Asking about every field for everybody takes minutes; of most nothing can be decided otherwise.

/** The fields of which anything can be decided otherwise for whoever sits on a seat. */
export type Affected = (seat: Seat) => readonly string[];

/** The two sides of a comparison, and the days on which they are asked. */
export type Asked = {
  readonly pair: Pair;
  readonly before: PolicySource;
  readonly after: PolicySource;
  readonly isSameDay: boolean;
};

/**
 * A field is affected where the policies about it differ. Where not only the policies differ, but who may use the matter or
 * on which day, somebody may be decided about without it on one side: then so is each field about which the matter has
 * policies, or others have that look at what the matter brings.
 */
export function affectedBy({ pair, before, after, isSameDay }: Asked): Affected {
  const rules = [...after.rules.values()];
  const one = aboutIn(pair.before, before);
  const other = aboutIn(pair.after, after);
  const looksAtTerms = isSameDay && termsIn(pair.before) === termsIn(pair.after) ? null : attributesIn(pair);
  const isAffected = (rule: FieldRule, seat: Seat): boolean => {
    const ofOne = one(rule, seat);
    const ofOther = other(rule, seat);
    if (JSON.stringify(ofOne.map(textOf)) !== JSON.stringify(ofOther.map(textOf))) return true;
    return looksAtTerms !== null && [...ofOne, ...ofOther].some((policy) => looksAtTerms.test(policy.text));
  };
  const known = new Map<string, readonly string[]>();
  return (seat) => {
    const key = JSON.stringify([seat.role, seat.dept]);
    const fields =
      known.get(key) ?? rules.filter((rule) => isAffected(rule, seat)).map(({ coordinate }) => coordinate);
    known.set(key, fields);
    return fields;
  };
}

type About = { readonly id: string; readonly text: string };

/** The policies about a field that can concern whoever sits on a seat. */
function aboutIn(
  matter: Matter | null,
  source: PolicySource,
): (rule: FieldRule, seat: Seat) => readonly About[] {
  const policies = policiesFor(matter, source).map(({ id, text }) => ({
    id,
    text: text.replace(actionList, ''),
    actions: scopeOf({ id, text }).actions,
    ofOwn: ownDepartment.exec(text),
  }));
  return (rule, { role, dept }) => {
    const names = [rule.coordinate, ...groupsOf(rule)];
    return policies.filter(
      ({ actions, ofOwn }) =>
        (actions === null || names.some((each) => actions.has(each))) &&
        (ofOwn === null || (ofOwn[1] === role && ofOwn[2] === dept)),
    );
  };
}

/** Which other fields a matter's policy is about makes no difference to a field; the compiler begins it just so. */
const actionList = /^permit \(principal, action in \[[^\]]*\], resource\)\n/;

/** What a role sees of its own department concerns nobody else; the compiler writes it just so. */
const ownDepartment =
  /^permit \(principal in Role::"([^"\\]*)", action in Action::"[^"\\]*", resource\)\nwhen \{ principal\.dept == "([^"\\]*)" \};$/;

/** What of the context is otherwise without the matter, or on another day; a matter's own policies always name it. */
function attributesIn({ before, after }: Pair): RegExp {
  const hasMinors = [before, after].some((matter) => matter !== null && matter.minors !== null);
  return hasMinors ? /\b(?:matter|today|minors)\b/ : /\b(?:matter|today)\b/;
}

function termsIn(matter: Matter | null): string {
  return JSON.stringify(
    matter && [matter.minors !== null, matter.roles, matter.departments, matter.units, matter.validity],
  );
}

function textOf({ id, text }: About): readonly string[] {
  return [id, text];
}
