import type { Effect } from '../../../effect.ts';
import { Refusal } from '../../../errors.ts';
import type { Rights } from '../../policy/decide.ts';
import { loadPolicySet, type PolicySet, type PolicySource } from '../../policy/set.ts';
import { effectOf, effectsFor, rightsOrRefusal } from '../deciding.ts';
import type { Opened } from '../opened.ts';
import { tracing } from '../traced.ts';
import { formOf } from '../words.ts';
import type { Expected, Scenario } from './scenario.ts';

/** Where a scenario came out otherwise than it must. */
export type Failure = {
  readonly file: string;
  readonly line: number;
  readonly scenario: string;
} & (
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'not-refused' }
  | {
      readonly kind: 'field';
      readonly coordinate: string;
      readonly expected: Expected['form'];
      /** The reason that a denial must have; null for any. */
      readonly because: string | null;
      readonly got: Effect;
      /** The policies that were about it. */
      readonly by: readonly string[];
    }
);

/** Runs scenarios against the gateway's own way of deciding. */
export function runAll(
  scenarios: readonly Scenario[],
  source: PolicySource,
  opened: Opened,
): readonly Failure[] {
  const set = loadPolicySet(source, () => undefined);
  return scenarios.flatMap((scenario) => failuresOf(scenario, { source, opened, set }));
}

type Parts = { readonly source: PolicySource; readonly opened: Opened; readonly set: PolicySet };

function failuresOf(scenario: Scenario, parts: Parts): readonly Failure[] {
  const { file, line, name, asking, isRefused } = scenario;
  const place = { file, line, scenario: name };
  const rights = rightsOrRefusal(asking, parts.source.policy);
  if (rights instanceof Refusal) return isRefused ? [] : [{ ...place, kind: 'refused', refusal: rights }];
  if (isRefused && asking.matter !== null) return [{ ...place, kind: 'not-refused' }];
  const effects = effectsFor(rights, parts.set, parts.opened);
  return scenario.expected.flatMap((expected) => {
    const got = effectOf(effects(expected.coordinate), scenario.facts);
    return isAsExpected(got, expected, scenario.because)
      ? []
      : [fieldFailure(scenario, expected, { got, rights, parts })];
  });
}

function isAsExpected(got: Effect, { form }: Expected, because: string | null): boolean {
  if (formOf(got) !== form) return false;
  return got.kind !== 'DENIED' || because === null || got.reason.code === because;
}

type Got = { readonly got: Effect; readonly rights: Rights; readonly parts: Parts };

function fieldFailure(
  { file, name, facts, because }: Scenario,
  { coordinate, form, line }: Expected,
  { got, rights, parts }: Got,
): Failure {
  return {
    file,
    line,
    scenario: name,
    kind: 'field',
    coordinate,
    expected: form,
    because: form === 'denied' ? because : null,
    got,
    by: policiesAbout(coordinate, facts, { rights, parts }),
  };
}

function policiesAbout(
  coordinate: string,
  facts: number,
  { rights, parts }: Omit<Got, 'got'>,
): readonly string[] {
  const rule = parts.opened.rules.get(coordinate);
  if (!rule) return [];
  const { questions } = tracing(rights, parts.source)(rule);
  const possible = questions.reduce((all, question) => all | question.facts, 0);
  const asked = questions.filter((question) => question.facts === (facts & possible));
  return [...new Set(asked.flatMap(({ decision }) => [...decision.by, ...decision.failed]))].toSorted();
}
