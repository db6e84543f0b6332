import type { Matter } from '#schema/policy/policy.ts';
import type { Reason } from '../../effect.ts';
import type { FieldRule } from '../field-rules.ts';

/** The class NONE: a law says so, and no matter changes it. */
export function notShared({ coordinate, basis }: FieldRule): Reason {
  return {
    code: 'NOT_SHARED',
    message: `${coordinate} is not shared${basis ? ` (${basis})` : ''}.`,
    messageZh: `${coordinate} 不予共享${basis ? `(${basis})` : ''}。`,
  };
}

/** Nothing permits the field; says what could. */
export function notGranted({ coordinate, condition }: FieldRule, matter: Matter | null): Reason {
  if (!matter)
    return {
      code: 'NO_MATTER',
      message: `${coordinate} is shared on a condition${condition ? ` (${condition})` : ''}: say for which matter you ask, with the header "x-matter".`,
      messageZh: `${coordinate} 属有条件共享${condition ? `(${condition})` : ''},请先选定事项(请求头 x-matter)。`,
    };
  return {
    code: 'NOT_GRANTED',
    message: `The matter "${matter.code}" does not grant ${coordinate}.`,
    messageZh: `「${matter.title}」没有 ${coordinate} 的查询授权。`,
  };
}

/** The matter grants it for a case, and there is none, or it can't be looked up just now. */
export function caseMissing(
  { coordinate }: FieldRule,
  matter: Matter,
  standing: 'none' | 'unverified',
): Reason {
  if (standing === 'none')
    return {
      code: 'CASE_NEEDED',
      message: `The matter "${matter.code}" shows ${coordinate} only for a case: send its number with the header "x-case".`,
      messageZh: `「${matter.title}」须有办件才能查 ${coordinate},请填写办件编号(请求头 x-case)。`,
    };
  return {
    code: 'CASE_UNVERIFIED',
    message: `${coordinate} can't be shown while the register of cases is away; what can be masked is shown masked.`,
    messageZh: `办件库暂时连不上,${coordinate} 暂不提供;可脱敏的内容脱敏提供。`,
  };
}

/** The grant holds of some records, and this is none of them. */
export function notThisRecord({ coordinate }: FieldRule, matter: Matter): Reason {
  return {
    code: 'NOT_THIS_RECORD',
    message: `The matter "${matter.code}" grants ${coordinate} only of parties of the case or within your region, and this record is of neither.`,
    messageZh: `「${matter.title}」只授权查办件当事人或者管辖区域内的 ${coordinate},这条记录不在其中。`,
  };
}

/** A permission exists for the clear form alone, or the guard lets only the masked form through, of what can't be masked. */
export function notMaskable({ coordinate }: FieldRule): Reason {
  return {
    code: 'NOT_MASKABLE',
    message: `${coordinate} could be shown masked only, and its values can't be masked.`,
    messageZh: `${coordinate} 只能脱敏提供,而它无法脱敏,因此不显示。`,
  };
}

/** Under fourteen. */
export function ofMinor({ coordinate }: FieldRule): Reason {
  return {
    code: 'MINOR',
    message: `${coordinate} of somebody under fourteen is shown only for matters that the law lets look at minors.`,
    messageZh: `未满十四周岁未成年人的 ${coordinate},只有依法办理未成年人事务的事项可以查询。`,
  };
}

/** The caller's level is too low. */
export function aboveClearance({ coordinate, level }: FieldRule): Reason {
  return {
    code: 'CLEARANCE',
    message: `${coordinate} is of level L${level}, above what your account may see.`,
    messageZh: `${coordinate} 为 L${level} 级,高于您的可见级别。`,
  };
}

/** A rule of the guard that is none of ours. */
export function guarded({ coordinate }: FieldRule, rule: string): Reason {
  return {
    code: 'GUARDED',
    message: `${coordinate} is refused by the rule "${rule}".`,
    messageZh: `规则「${rule}」不允许查询 ${coordinate}。`,
  };
}

/** A policy could not be evaluated: a denial, and an alarm. */
export function policyFailed({ coordinate }: FieldRule): Reason {
  return {
    code: 'POLICY_FAILED',
    message: `${coordinate} is refused because a policy could not be evaluated; the data bureau has been alarmed.`,
    messageZh: `策略计算出错,${coordinate} 暂不提供;已向数据管理局告警。`,
  };
}

/** An argument would reveal what the caller may not see. */
export function revealing(field: string, revealed: readonly string[]): Reason {
  const names = revealed.join(', ');
  return {
    code: 'REVEALING_ARGUMENT',
    message: `An argument of "${field}" would reveal ${names}, which you may not see in the clear: leave the argument out.`,
    messageZh: `「${field}」的参数会透露 ${names},您不能原样查看这些内容,请去掉该参数。`,
  };
}

/** A federation directive asks for what the caller has not. */
export function unmetRequirement(coordinate: string, what: string, zh: string): Reason {
  return {
    code: 'REQUIREMENT_UNMET',
    message: `${coordinate} needs ${what}.`,
    messageZh: `${coordinate} 需要${zh}。`,
  };
}
