import type { Grant, Matter, Policy } from '#schema/policy/policy.ts';
import { fact } from '../../../effect.ts';
import type { FieldRule, FieldRules } from '../../field-rules.ts';
import type { Asking } from '../deciding.ts';
import type { Form, Lang } from '../words.ts';
import { formWords } from '../words.ts';
import type { Scenario } from './scenario.ts';

// What the matters' files say, item by item, against what the gateway would decide. What is expected is read from the files
// alone: by the compiler's own reading nothing could ever differ.

/** What the grid is made from. */
export type GridParts = {
  readonly policy: Policy;
  readonly rules: FieldRules;
  /** Where the policy's files are, as they are told. */
  readonly folder: string;
  readonly titleOf: (coordinate: string) => string;
  readonly lang: Lang;
};

/** A scenario for each field that a matter grants, of each kind of record that it tells apart, and for some that it doesn't. */
export function gridOf(parts: GridParts): readonly Scenario[] {
  return [...parts.policy.matters.values()].flatMap((matter) =>
    matter.roles.flatMap((role) => [
      ...grantedBy(matter, role, parts),
      ...sampleOf(notGrantedBy(matter, role, parts), sampleSize),
    ]),
  );
}

const sampleSize = 25;

function grantedBy(matter: Matter, role: string, parts: GridParts): readonly Scenario[] {
  return [...parts.rules.values()].flatMap((rule) => {
    const found = grantFor(matter, rule);
    if (!found || rule.share === 'NONE') return [];
    const scenario = (form: Form, facts: number) =>
      scenarioOf({ matter, role, rule, form, facts, line: found.line }, parts);
    const { show, where, otherwise } = found.grant;
    const shown = rule.share === 'UNCONDITIONAL' ? 'clear' : formOf(show, rule);
    if (where.length === 0 || shown === 'denied') return [scenario(shown, 0)];
    return [scenario(shown, favourable), scenario(formOf(otherwise, rule), 0)];
  });
}

function notGrantedBy(matter: Matter, role: string, parts: GridParts): readonly Scenario[] {
  return [...parts.rules.values()]
    .filter((rule) => rule.share !== 'UNCONDITIONAL' && !grantFor(matter, rule))
    .map((rule) =>
      scenarioOf(
        { matter, role, rule, form: 'denied', facts: favourable, line: lineOf(matter, 'fields') },
        parts,
      ),
    );
}

/** Where a matter looks at records by their party or region, this one is of both. */
const favourable = fact.party | fact.inRegion;

/** What can't be masked, and holds other fields, leads to them; any other is not shown. */
function formOf(show: Grant['show'] | Grant['otherwise'], { isComposite, mask }: FieldRule): Form {
  if (show !== 'masked') return show;
  return isComposite ? 'clear' : mask ? 'masked' : 'denied';
}

type Found = { readonly grant: Grant; readonly line: number };

function grantFor(matter: Matter, { coordinate }: FieldRule): Found | null {
  const rest = `${coordinate.split('.')[0]}.*`;
  const name = matter.fields.has(coordinate) ? coordinate : rest;
  const grant = matter.fields.get(name);
  return grant ? { grant, line: lineOf(matter, `fields ${name}`) } : null;
}

function lineOf({ lines }: Matter, place: string): number {
  return lines?.get(place) ?? 1;
}

type Item = {
  readonly matter: Matter;
  readonly role: string;
  readonly rule: FieldRule;
  readonly form: Form;
  readonly facts: number;
  readonly line: number;
};

function scenarioOf({ matter, role, rule, form, facts, line }: Item, parts: GridParts): Scenario {
  const { coordinate } = rule;
  return {
    file: `${parts.folder}/${matter.file}`,
    line,
    name: nameOf({ matter, role, coordinate, form, facts }, parts),
    asking: askingFor(matter, role),
    facts,
    isRefused: false,
    expected: [{ coordinate, form, line }],
    because: null,
  };
}

/** Somebody who may use the matter and whose clearance is no hindrance, on its first day, with a case that is known. */
function askingFor({ code, departments, units, validity }: Matter, role: string): Asking {
  return {
    caller: {
      subject: 'grid',
      name: role,
      isAuthenticated: true,
      org: units[0] ?? null,
      dept: departments[0] ?? null,
      roles: [role],
      region: '330100',
      scopes: [],
      level: 'L4',
    },
    matter: code,
    standing: 'verified',
    isUnmasking: false,
    today: validity.from,
  };
}

type Named = Pick<Item, 'matter' | 'role' | 'form' | 'facts'> & { readonly coordinate: string };

function nameOf({ matter, role, coordinate, form, facts }: Named, parts: GridParts): string {
  const { policy, titleOf, lang } = parts;
  const how = formWords[form][lang];
  if (lang === 'en')
    return `${role}, for ${matter.code}: ${coordinate} is ${how}${facts ? ', of a party in the region' : ''}`;
  const who = policy.roles.get(role)?.title ?? role;
  const sees = form === 'denied' ? '看不到' : `可以${how}看`;
  return `${who} 办理〈${matter.title}〉 ${sees} ${facts ? '本辖区当事人的' : ''}〈${titleOf(coordinate)}〉(${coordinate})`;
}

/** Some of a list, spread evenly over it. */
function sampleOf<V>(list: readonly V[], size: number): readonly V[] {
  const step = Math.max(1, list.length / size);
  return list.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}
