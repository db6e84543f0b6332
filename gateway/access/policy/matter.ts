import type { Matter, Policy } from '#schema/policy/policy.ts';
import { Refusal } from '../../errors.ts';
import type { Caller } from '../../identity/caller.ts';

/** The matter that a caller names, if any; throws a Refusal for one that there is not, or not for this caller, or not today. */
export function matterAtHand(code: string | null, caller: Caller, { policy, today }: InForce): Matter | null {
  if (code === null) return null;
  const matter = policy.matters.get(code);
  if (!matter)
    throw refused(`There is no matter "${code}".`, `没有代码为「${code}」的事项。`, caller, {
      policy,
      today,
    });
  if (!isFor(matter, caller))
    throw refused(
      `The matter "${code}" is not for your role, department or unit.`,
      `「${matter.title}」不由您的岗位、部门或者单位办理。`,
      caller,
      { policy, today },
    );
  if (!isInForce(matter, today))
    throw refused(
      `The matter "${code}" is in force from ${matter.validity.from}${matter.validity.to ? ` to ${matter.validity.to}` : ''}, not today.`,
      `「${matter.title}」的授权自 ${matter.validity.from} 起${matter.validity.to ? `至 ${matter.validity.to} 止` : ''},今天不在有效期内。`,
      caller,
      { policy, today },
    );
  return matter;
}

/** The policy, and the day on which it is asked. */
export type InForce = { readonly policy: Policy; readonly today: string };

/** The matters that a caller may use today. */
export function mattersFor(caller: Caller, { policy, today }: InForce): readonly Matter[] {
  return [...policy.matters.values()].filter((matter) => isFor(matter, caller) && isInForce(matter, today));
}

function isFor({ roles, departments, units }: Matter, caller: Caller): boolean {
  return (
    caller.roles.some((role) => roles.includes(role)) &&
    (departments.length === 0 || (caller.dept !== null && departments.includes(caller.dept))) &&
    (units.length === 0 || (caller.org !== null && units.includes(caller.org)))
  );
}

function isInForce({ validity }: Matter, today: string): boolean {
  return validity.from <= today && (validity.to === null || today <= validity.to);
}

function refused(message: string, messageZh: string, caller: Caller, inForce: InForce): Refusal {
  const codes = mattersFor(caller, inForce).map(({ code }) => code);
  const yours = codes.length > 0 ? `yours are ${codes.join(', ')}` : 'you have none';
  const yoursZh = codes.length > 0 ? `您可用的有:${codes.join('、')}` : '您没有可用的事项';
  return new Refusal(
    'MATTER_REFUSED',
    `${message} Name one with the header "x-matter", or leave it out; ${yours}.`,
    {
      messageZh: `${messageZh}请改选事项(请求头 x-matter)或者不填;${yoursZh}。`,
    },
  );
}
