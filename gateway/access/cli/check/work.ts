import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '#schema/policy/policy.ts';
import { readQuotas } from '#schema/policy/quotas.ts';
import { checkedPolicy } from '../../policy/checked.ts';
import type { Check } from '../arguments.ts';
import { type Opened, openSupergraph } from '../opened.ts';
import { type Covered, coverageOf, type Ground } from './coverage.ts';
import { idleProblems, readNotGranted } from './not-granted.ts';

/** What a check found. */
export type Checked = {
  readonly isGood: boolean;
  readonly isStrict: boolean;
  /** Null where the policy itself can't be read or loaded. */
  readonly version: string | null;
  readonly matters: number;
  readonly problems: readonly string[];
  readonly fields: readonly Covered[];
  /** Fields that are shared on conditions, granted by no matter and named nowhere. */
  readonly missing: readonly string[];
  readonly titleOf: Opened['titleOf'];
};

/** Checks a policy against vocabulary and Cedar schema, its quotas, and whether every field is decided explicitly. */
export function check({ policy: folder, supergraph, isStrict }: Check): Checked {
  const opened = openSupergraph(supergraph);
  const checked = checkedPolicy(folder, opened);
  const { titleOf } = opened;
  if (checked.kind === 'problems') return { ...nothing, problems: checked.problems, isStrict, titleOf };
  const { policy } = checked;
  const { fields, problems: ofCoverage } = covered(folder, policy, opened);
  const problems = [...quotaProblems(join(folder, 'quotas.yaml'), policy, opened), ...ofCoverage];
  const missing = coordinatesOf(fields, ['missing']);
  return {
    isGood: problems.length === 0 && (!isStrict || missing.length === 0),
    isStrict,
    version: policy.version,
    matters: policy.matters.size,
    problems,
    fields,
    missing,
    titleOf,
  };
}

const nothing = { isGood: false, version: null, matters: 0, fields: [], missing: [] };

function covered(folder: string, policy: Policy, { rules }: Opened): Pick<Checked, 'fields' | 'problems'> {
  const reading = readNotGranted(join(folder, 'not-granted.yaml'));
  const fields = coverageOf(policy, rules, reading.fields);
  const open = new Set(coordinatesOf(fields, ['missing', 'not-granted']));
  const idle = idleProblems(reading, open, new Set(rules.keys()));
  return { fields, problems: [...reading.problems, ...idle] };
}

function coordinatesOf(fields: readonly Covered[], kinds: readonly Ground['kind'][]): readonly string[] {
  return fields.filter(({ ground }) => kinds.includes(ground.kind)).map(({ rule }) => rule.coordinate);
}

/** The gateway doesn't start with quotas that can't be read either. */
function quotaProblems(file: string, policy: Policy, { rules }: Opened): readonly string[] {
  if (!existsSync(file)) return [];
  const departments = [...new Set([...rules.values()].flatMap((rule) => rule.departments))];
  const names = { departments, matters: [...policy.matters.keys()], roles: [...policy.roles.keys()] };
  const reading = readQuotas(file, names);
  return reading.kind === 'problems' ? reading.problems : [];
}
