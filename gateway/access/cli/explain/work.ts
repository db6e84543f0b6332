import { todayInChina } from '#schema/identifiers/china-time.ts';
import { didYouMean } from '#schema/policy/nearest.ts';
import type { Matter } from '#schema/policy/policy.ts';
import type { Effect } from '../../../effect.ts';
import { fact } from '../../../effect.ts';
import { Refusal } from '../../../errors.ts';
import { type Persona, readPersonas } from '../../../identity/personas.ts';
import { refusedByFederation } from '../../federation/refused.ts';
import type { FieldRule } from '../../field-rules.ts';
import type { Rights } from '../../policy/decide.ts';
import { loadPolicySet, type PolicySet } from '../../policy/set.ts';
import type { Explain } from '../arguments.ts';
import { callerOf, effectOf, rightsOrRefusal } from '../deciding.ts';
import { type Opened, openSupergraph } from '../opened.ts';
import { type PolicyAtHand, policyAtHand } from '../policy-at-hand.ts';
import { type Question, type Traced, tracing } from '../traced.ts';
import { type Way, waysOf } from '../ways.ts';
import { type AskedFor, askedFor, type RefusedArgument } from './asked-for.ts';

/** Why each field is shown as it is, or that the matter is not the caller's, or what is wrong with the question. */
export type Explained =
  | { readonly kind: 'explained'; readonly explanation: Explanation }
  | { readonly kind: 'matter-refused'; readonly refusal: Refusal }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

export type Explanation = {
  readonly persona: string;
  readonly matter: Matter | null;
  readonly standing: Rights['standing'];
  readonly policyVersion: string;
  readonly fields: readonly ExplainedField[];
  /** Arguments that would reveal what the caller may not see. */
  readonly refusedArguments: readonly RefusedArgument[];
};

export type ExplainedField = {
  readonly rule: FieldRule;
  readonly title: string;
  /** What becomes of it, of which records, and by which policies; one only where all records are alike. */
  readonly outcomes: readonly Outcome[];
  /** For the record that was described; null where none was. */
  readonly here: Effect | null;
};

export type Outcome = {
  readonly ways: readonly Way[];
  readonly effect: Effect;
  /** The policies that permitted what is shown. */
  readonly permittedBy: readonly string[];
  /** The policies that forbade more. */
  readonly forbiddenBy: readonly string[];
};

/** Explains what a persona sees for a matter, of an operation or a field. */
export function explain(command: Explain): Explained {
  const opened = openSupergraph(command.supergraph);
  const reading = policyAtHand(command.policy, opened);
  if (reading.kind === 'problems') return { kind: 'wrong', problems: reading.problems };
  const personas = readPersonas().personas;
  const persona = personas.find((each) => each.persona === command.persona) ?? null;
  if (!persona && command.persona !== anonymous) throw noPersona(command.persona, personas);
  const asking = {
    caller: callerOf(persona),
    matter: command.matter,
    standing: command.standing,
    isUnmasking: ((command.facts ?? 0) & fact.unmasked) !== 0,
    today: todayInChina(),
  };
  const rights = rightsOrRefusal(asking, reading.source.policy);
  return rights instanceof Refusal
    ? { kind: 'matter-refused', refusal: rights }
    : explained(command, rights, { opened, atHand: reading });
}

/** Who asks without a token. */
const anonymous = 'anonymous';

function noPersona(name: string, personas: readonly Persona[]): Refusal {
  const names = [...personas.map((each) => each.persona), anonymous];
  return new Refusal(
    'BAD_REQUEST',
    `There is no persona "${name}"${didYouMean(name, names)}; they are ${names.join(', ')}.`,
    { messageZh: `没有「${name}」这个身份,可用的有:${names.join('、')}。` },
  );
}

type Parts = { readonly opened: Opened; readonly atHand: PolicyAtHand };

function explained(command: Explain, rights: Rights, { opened, atHand }: Parts): Explained {
  const { source } = atHand;
  const set = loadPolicySet(source, () => undefined);
  const asked = askedFor(command, rights, { opened, set });
  if (asked.kind === 'wrong') return asked;
  const trace = tracing(rights, source);
  return {
    kind: 'explained',
    explanation: {
      persona: command.persona,
      matter: rights.matter,
      standing: command.standing,
      policyVersion: source.policy.version,
      fields: fieldsOf(asked, command.facts, (rule) => ({
        rule,
        title: opened.titleOf(rule.coordinate),
        ...outcomesOf(rule, trace(rule), { rights, set, opened }),
      })),
      refusedArguments: asked.refusedArguments,
    },
  };
}

type Found = Omit<ExplainedField, 'here'> & Pick<Traced, 'effect'>;

function fieldsOf(
  { rules }: Extract<AskedFor, { kind: 'asked' }>,
  facts: number | null,
  find: (rule: FieldRule) => Found,
): readonly ExplainedField[] {
  return rules.map((rule) => {
    const { effect, ...found } = find(rule);
    return { ...found, here: facts === null ? null : effectOf(effect, facts) };
  });
}

type Surroundings = { readonly rights: Rights; readonly set: PolicySet; readonly opened: Opened };

function outcomesOf(
  rule: FieldRule,
  traced: Traced,
  { rights, set, opened }: Surroundings,
): Pick<Found, 'outcomes' | 'effect'> {
  const [type = '', field = ''] = rule.coordinate.split('.');
  const reason = refusedByFederation([type, field], rights, { federation: opened.federation, set });
  if (reason) {
    const refused: Effect = { kind: 'DENIED', reason };
    const outcome = { ways: [], effect: refused, permittedBy: [], forbiddenBy: [] };
    return { effect: { kind: 'always', effect: refused }, outcomes: [outcome] };
  }
  const { effect, questions } = traced;
  const asked = new Map(Map.groupBy(questions, ({ facts }) => facts));
  const mattering = [...asked.keys()].reduce((all, facts) => all | facts, 0);
  const alike = Map.groupBy(asked, ([facts, own]) => {
    const { permittedBy, forbiddenBy } = policiesIn(own);
    return JSON.stringify([effectOf(effect, facts), permittedBy, forbiddenBy]);
  });
  const outcomes = [...alike.values()].flatMap((combinations) => {
    const [first] = combinations;
    if (!first) return [];
    const ways = waysOf(
      combinations.map(([facts]) => facts),
      mattering,
    );
    return [{ ways, effect: effectOf(effect, first[0]), ...policiesIn(first[1]) }];
  });
  return { effect, outcomes };
}

/** Cedar names the policies that permitted, of a permission, and those that forbade, of a denial. */
function policiesIn(questions: readonly Question[]): Pick<Outcome, 'permittedBy' | 'forbiddenBy'> {
  const named = (isAllowed: boolean) => [
    ...new Set(
      questions.flatMap(({ decision }) =>
        decision.isAllowed === isAllowed ? [...decision.by, ...decision.failed] : [],
      ),
    ),
  ];
  return { permittedBy: named(true).toSorted(), forbiddenBy: named(false).toSorted() };
}
