import * as cedar from '@cedar-policy/cedar-wasm/nodejs';

// The door to Cedar. A policy whose evaluation fails is skipped there, a `forbid` too: here a failure is a denial.

/** What a supergraph's policies may speak of. */
export type CedarSchema = cedar.SchemaJson<string>;

/** A Cedar policy with the name by which decisions refer to it. */
export type NamedPolicy = {
  readonly id: string;
  readonly text: string;
  /**
   * The same about one of its actions only, and with constants that stand for any: a check looks at each action by itself,
   * which for a thousand matters of a hundred fields takes half a minute, and it finds the same wherever the types are.
   */
  readonly sample?: string;
};

/** What a policy looks at: which actions (none: all), and which attributes of the record. */
export type PolicyScope = {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  readonly actions: ReadonlySet<string> | null;
  readonly resourceAttributes: ReadonlySet<string>;
  readonly annotations: Readonly<Record<string, string>>;
};

export type Asked = {
  readonly principal: { readonly attributes: Attributes; readonly roles: readonly string[] };
  readonly action: string;
  /** The groups that the action belongs to. */
  readonly groups: readonly string[];
  readonly resource: Attributes;
  readonly context: Attributes;
};

type Attributes = Readonly<Record<string, string | number | boolean>>;

export type Decision = {
  readonly isAllowed: boolean;
  /** The policies that decided; of a denial without any, nothing permitted it. */
  readonly by: readonly string[];
  /** Policies that could not be evaluated: whatever they would have said, it is a denial. */
  readonly failed: readonly string[];
};

/** Splits Cedar text into its policies, named by their `@id`; throws an Error for what does not parse. */
export function policiesIn(text: string, origin: string): readonly NamedPolicy[] {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') throw new Error(`${origin}: ${told(parts.errors)}`);
  if (parts.policy_templates.length > 0) throw new Error(`${origin}: templates are not taken`);
  return parts.policies.map((policy) => {
    const { id } = scopeOf({ id: '', text: policy }).annotations;
    if (!id) throw new Error(`${origin}: every policy needs an @id("…")`);
    return { id, text: policy };
  });
}

/** What a policy looks at; throws an Error for what does not parse. */
export function scopeOf({ id, text }: NamedPolicy): PolicyScope {
  const answer = cedar.policyToJson(text);
  if (answer.type === 'failure') throw new Error(`${id}: ${told(answer.errors)}`);
  const { effect, action, conditions, annotations = {} } = answer.json;
  return {
    id,
    effect,
    actions: actionsOf(action),
    resourceAttributes: attributesOf(conditions),
    annotations,
  };
}

/**
 * Problems of policies against a Cedar schema. A permission that can never hold is a mistake; a rule of the guard that none of a
 * supergraph's fields concerns is not.
 */
export function validationProblems(policies: readonly NamedPolicy[], schema: CedarSchema): readonly string[] {
  const samples = new Map(
    policies.map(({ id, text, sample }) => [sample ?? text, { id, text: sample ?? text }]),
  );
  const answer = cedar.validate({
    schema,
    policies: setOf([...samples.values()]),
    validationSettings: { mode: 'strict' },
  });
  if (answer.type === 'failure') return [told(answer.errors)];
  const compiled = new Set(policies.flatMap(({ id, sample }) => (sample === undefined ? [] : [id])));
  const warnings = answer.validationWarnings.filter(({ policyId }) => compiled.has(policyId));
  return [...answer.validationErrors, ...warnings].map(
    ({ policyId, error }) => `${policyId}: ${error.message}${error.help ? ` (${error.help})` : ''}`,
  );
}

/** Decides by one set of policies. */
export type Decider = (asked: Asked) => Decision;

/** Decides by a set of policies, parsed when it is needed; throws an Error for what does not parse. */
export function decider(policies: readonly NamedPolicy[]): Decider {
  const set = setOf(policies);
  return ({ principal, action, groups, resource, context }) => {
    const answer = cedar.statefulIsAuthorized({
      principal: caller,
      action: { type: 'Action', id: action },
      resource: record,
      context,
      preparsedPolicySetId: parsedName(set),
      validateRequest: false,
      entities: [
        {
          uid: caller,
          attrs: principal.attributes,
          parents: principal.roles.map((id) => ({ type: 'Role', id })),
        },
        { uid: record, attrs: resource, parents: [] },
        {
          uid: { type: 'Action', id: action },
          attrs: {},
          parents: groups.map((id) => ({ type: 'Action', id })),
        },
      ],
    });
    if (answer.type === 'failure') return { isAllowed: false, by: [], failed: [told(answer.errors)] };
    const { decision, diagnostics } = answer.response;
    const failed = diagnostics.errors.map(({ policyId }) => policyId);
    return { isAllowed: decision === 'allow' && failed.length === 0, by: diagnostics.reason, failed };
  };
}

/**
 * The name under which Cedar keeps a set parsed. It has no way to forget one, but gives a name to another set: so many
 * names go round, the one that was used least lately first.
 */
function parsedName(set: cedar.PolicySet): string {
  const known = parsed.get(set);
  parsed.delete(set);
  const [oldest] = parsed;
  const name = known ?? (parsed.size < mostParsed ? String(parsed.size) : (oldest?.[1] ?? '0'));
  if (known === undefined) {
    if (parsed.size >= mostParsed && oldest) parsed.delete(oldest[0]);
    const answer = cedar.preparsePolicySet(name, set);
    if (answer.type === 'failure') throw new Error(told(answer.errors));
  }
  parsed.set(set, name);
  return name;
}

const parsed = new Map<cedar.PolicySet, string>();
const mostParsed = 64;

const caller = { type: 'Caller', id: 'caller' };
const record = { type: 'Record', id: 'record' };

function setOf(policies: readonly NamedPolicy[]): cedar.PolicySet {
  return { staticPolicies: Object.fromEntries(policies.map(({ id, text }) => [id, text])) };
}

function actionsOf(action: cedar.ActionConstraint): ReadonlySet<string> | null {
  if (action.op === 'All') return null;
  if ('entities' in action) return new Set(action.entities.map(idOf));
  return 'entity' in action ? new Set([idOf(action.entity)]) : null;
}

function idOf(uid: cedar.EntityUidJson): string {
  return '__entity' in uid ? uid.__entity.id : uid.id;
}

/** The attributes of the record that an expression reads, wherever in it. */
function attributesOf(expression: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) walk(each);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const { left, attr } = value as { readonly left?: unknown; readonly attr?: unknown };
    const isOfRecord = typeof left === 'object' && left !== null && 'Var' in left && left.Var === 'resource';
    if (isOfRecord && typeof attr === 'string') found.add(attr);
    for (const each of Object.values(value)) walk(each);
  };
  walk(expression);
  return found;
}

function told(errors: readonly { readonly message: string }[]): string {
  return errors.map(({ message }) => message).join('; ');
}
