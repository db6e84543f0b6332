import type { Grant, Matter, Policy } from '#schema/policy/policy.ts';
import type { FieldRule, FieldRules } from '../field-rules.ts';
import type { CedarSchema, NamedPolicy } from './cedar.ts';

// The grid of matters and fields, compiled to Cedar: fields are actions, records are resources, purpose and case are context.

/** The groups that a field's action belongs to; policies speak of these, and of single fields. */
export function groupsOf(rule: FieldRule): readonly string[] {
  return [
    `class ${rule.share}`,
    ...(rule.share === 'UNCONDITIONAL'
      ? [rule.isCreditCode ? 'unconditional credit code' : 'unconditional']
      : []),
    ...(rule.level > 0 ? ['sensitive', `level L${rule.level}`] : []),
    ...rule.categories.map((category) => `category ${category}`),
    ...(rule.mask ? ['maskable'] : []),
    ...rule.departments.map((department) => `provided by ${department}`),
  ];
}

/** The fields that a matter grants, with what it grants of each; the class NONE is never granted. */
export function grantsOf({ fields }: Matter, rules: FieldRules): ReadonlyMap<string, Grant> {
  const grants = new Map<string, Grant>();
  for (const rule of rules.values()) {
    const [type] = rule.coordinate.split('.');
    const grant = fields.get(rule.coordinate) ?? fields.get(`${type}.*`);
    if (grant && rule.share !== 'NONE') grants.set(rule.coordinate, grant);
  }
  return grants;
}

/** A matter's policies: one permission for each way in which it grants fields. */
export function matterPolicies(matter: Matter, rules: FieldRules): readonly NamedPolicy[] {
  const ways = new Map<string, { readonly grant: Grant; readonly fields: string[] }>();
  for (const [coordinate, grant] of grantsOf(matter, rules)) {
    const key = `${grant.show} ${[...grant.where].toSorted().join(' ')} ${grant.where.length > 0 ? grant.otherwise : ''}`;
    const way = ways.get(key) ?? { grant, fields: [] };
    ways.set(key, way);
    way.fields.push(coordinate);
  }
  return [...ways].flatMap(([key, { grant, fields }]) =>
    permissions(grant).map(({ name, when }) => ({
      id: `${matter.code}: ${key.trim()}${name}`,
      text: permit(fields, [...mayUse(matter), ...when]),
      sample: permit([...rules.keys()].slice(0, 1), [...mayUse({ ...matter, ...anybody }), ...when]),
    })),
  );
}

/** To the types that policies are checked for, one field, code, unit or date is as good as another. */
const anybody = {
  code: 'matter',
  departments: ['department'],
  units: ['unit'],
  validity: { from: '2000-01-01', to: '2000-01-02' },
} as const;

/** What a role brings without a matter. */
export function rolePolicies({ roles }: Policy, departments: readonly string[]): readonly NamedPolicy[] {
  return [...roles.values()]
    .filter(({ ownDepartment }) => ownDepartment === 'clear')
    .flatMap(({ code }) =>
      departments.map((department) => ({
        id: `${code}: own department ${department}`,
        text: `permit (principal in Role::${quoted(code)}, action in Action::${quoted(`provided by ${department}`)}, resource)\nwhen { principal.dept == ${quoted(department)} };`,
      })),
    );
}

/** The action that stands for a policy of federation's `@policy`. */
export function policyAction(name: string): string {
  return `policy ${name}`;
}

/** What policies can speak of. */
export type Vocabulary = {
  readonly rules: FieldRules;
  readonly roles: Iterable<string>;
  /** Named by federation's `@policy`. */
  readonly policyNames: readonly string[];
};

/** The Cedar schema of a supergraph: policy that does not validate against it is not loaded. */
export function cedarSchema({ rules, roles, policyNames }: Vocabulary): CedarSchema {
  const known = [...rules.values()].map((rule) => ({ rule, groups: groupsOf(rule) }));
  const groups = new Set(known.flatMap((each) => each.groups));
  for (const always of usualGroups) groups.add(always);
  const boolean = { type: 'Boolean' } as const;
  const text = { type: 'String' } as const;
  const long = { type: 'Long' } as const;
  const entityTypes = {
    Role: { enum: [...new Set(roles)] as [string, ...string[]] },
    Caller: {
      memberOfTypes: ['Role'],
      shape: {
        type: 'Record' as const,
        attributes: { level: long, dept: text, org: text, authenticated: boolean },
      },
    },
    Record: {
      shape: {
        type: 'Record' as const,
        attributes: {
          minor: boolean,
          soleTrader: boolean,
          inRegion: boolean,
          party: boolean,
          unmasked: boolean,
        },
      },
    },
  };
  const appliesTo = {
    principalTypes: ['Caller'],
    resourceTypes: ['Record'],
    context: {
      type: 'Record' as const,
      attributes: { form: text, matter: text, standing: text, today: long, minors: boolean },
    },
  };
  return {
    '': {
      entityTypes,
      actions: Object.fromEntries([
        ...[...groups].map((id) => [id, {}] as const),
        ...policyNames.map((name) => [policyAction(name), { appliesTo }] as const),
        ...known.map(
          ({ rule, groups: own }) =>
            [rule.coordinate, { memberOf: own.map((id) => ({ id })), appliesTo }] as const,
        ),
      ]),
    },
  };
}

/** Groups that the guard may speak of though no field of a small supergraph belongs to them. */
const usualGroups = [
  'class UNCONDITIONAL',
  'class CONDITIONAL',
  'class NONE',
  'unconditional',
  'unconditional credit code',
  'sensitive',
  'maskable',
  ...['L1', 'L2', 'L3', 'L4'].map((level) => `level ${level}`),
  ...['PERSONAL', 'MINOR', 'FINANCIAL', 'HEALTH', 'LOCATION', 'BUSINESS'].map((each) => `category ${each}`),
];

/** Whoever is shown a field clear is shown it masked where the guard lets no more through. */
function permissions({
  show,
  where,
  otherwise,
}: Grant): readonly { name: string; when: readonly string[] }[] {
  const holds = where.map((condition) => `resource.${attributes[condition]}`);
  const masked = 'context.form == "masked"';
  if (show === 'clear')
    return [
      { name: '', when: holds },
      ...(where.length > 0 && otherwise === 'masked' ? [{ name: ', otherwise', when: [masked] }] : []),
    ];
  return [
    { name: '', when: [masked, ...(otherwise === 'masked' ? [] : holds)] },
    { name: ', unmasked', when: ['resource.unmasked', ...holds] },
  ];
}

const attributes = { party: 'party', 'own-region': 'inRegion' } as const;

/** Who may use a matter, when, and how far its case is known. */
function mayUse(matter: Matter): readonly string[] {
  const { roles, departments, units, validity } = matter;
  return [
    `context.matter == ${quoted(matter.code)}`,
    `principal in [${roles.map((role) => `Role::${quoted(role)}`).join(', ')}]`,
    ...(departments.length > 0 ? [`[${departments.map(quoted).join(', ')}].contains(principal.dept)`] : []),
    ...(units.length > 0 ? [`[${units.map(quoted).join(', ')}].contains(principal.org)`] : []),
    `context.today >= ${dayNumber(validity.from)}`,
    ...(validity.to ? [`context.today <= ${dayNumber(validity.to)}`] : []),
    // While the register of cases is away, what needs a case is shown masked only.
    ...(matter.case === 'required'
      ? ['(context.standing == "verified" || (context.standing == "unverified" && context.form == "masked"))']
      : []),
  ];
}

/** 2026-11-23 as 20261123. */
export function dayNumber(date: string): number {
  return Number(date.replaceAll('-', ''));
}

function permit(fields: readonly string[], when: readonly string[]): string {
  const actions = fields.map((coordinate) => `Action::${quoted(coordinate)}`).join(', ');
  return `permit (principal, action in [${actions}], resource)\nwhen { ${when.join(' && ')} };`;
}

/** A string of Cedar's: JSON's escapes are Cedar's too, of the characters that codes and coordinates have. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
