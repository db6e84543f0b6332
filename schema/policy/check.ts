import type { Grant } from './grant.ts';
import type { Known, KnownField, KnownType } from './known.ts';
import type { Matter } from './matter.ts';
import { didYouMean } from './nearest.ts';
import { type Reached, reachedBy } from './reach.ts';

/** What a matter may speak of. */
export type Surroundings = {
  readonly known: Known;
  readonly roles: ReadonlySet<string>;
  readonly departments: ReadonlySet<string>;
};

/** What is wrong with a matter in its surroundings, each problem as `file:line: what is wrong and what to do`. */
export function matterProblems(matter: Matter, surroundings: Surroundings): readonly string[] {
  const { known, roles, departments } = surroundings;
  const reached = reachedBy(matter, known);
  const lineOf = (place: string) => matter.lines?.get(place) ?? 1;
  const told = (member: string, name: string, problem: string) =>
    `${matter.file}:${lineOf(`${member} ${name}`)}: ${problem}`;
  return [
    ...matter.roles
      .filter((role) => !roles.has(role))
      .map((role) =>
        told(
          'roles',
          role,
          `roles.yaml has no role "${role}"${didYouMean(role, roles)}; correct it, or add it there`,
        ),
      ),
    ...matter.departments
      .filter((department) => !departments.has(department))
      .map((name) =>
        told(
          'departments',
          name,
          `"${name}" is neither a subgraph nor a department of roles.yaml${didYouMean(name, departments)}; correct it, or add it there`,
        ),
      ),
    ...[...matter.fields].flatMap(([coordinate, grant]) =>
      grantProblems(coordinate, grant, { known, reached }).map((problem) =>
        told('fields', coordinate, problem),
      ),
    ),
  ];
}

type Reach = { readonly known: Known; readonly reached: ReadonlyMap<string, Reached> };

function grantProblems(coordinate: string, grant: Grant, { known, reached }: Reach): readonly string[] {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = known.types.get(typeName);
  if (!type)
    return [
      `there is no type "${typeName}"${didYouMean(typeName, known.types.keys())}; correct it, or take it out`,
    ];
  const field = type.fields.get(fieldName);
  if (fieldName !== '*' && !field)
    return [
      `${typeName} has no field "${fieldName}"${didYouMean(fieldName, type.fields.keys())}; correct it, or take it out`,
    ];
  const problems = field ? fieldProblems(coordinate, grant, field) : restProblems(coordinate, grant, type);
  const here = reached.get(typeName);
  if (!here) return [...problems, unreachable(coordinate, typeName, known)];
  return [...problems, ...conditionProblems(coordinate, grant, here)];
}

function fieldProblems(coordinate: string, grant: Grant, field: KnownField): readonly string[] {
  const { show, where, otherwise } = grant;
  if (field.share === 'NONE')
    return [
      `${coordinate} is not shared with anybody by law (NONE), and no matter changes that; take it out`,
    ];
  if (field.isOpen && (show === 'masked' || where.length > 0))
    return [
      `${coordinate} is shared unconditionally, so everybody sees it clear; write clear, or take it out`,
    ];
  if (field.canBeMasked || (show !== 'masked' && otherwise !== 'masked')) return [];
  const why =
    field.leadsTo.length > 0 ? 'holds other fields: mask those' : 'has no mask rule that leaves anything';
  const instead = show === 'masked' ? 'write clear, or take it out' : 'write otherwise: denied';
  return [`${coordinate} can't be masked, it ${why}; ${instead}`];
}

/** `Type.*` covers what it can: never what is shared with nobody, and masked only what can be masked. */
function restProblems(coordinate: string, { show }: Grant, { fields }: KnownType): readonly string[] {
  const covered = [...fields.values()].filter(
    ({ share, canBeMasked }) => share !== 'NONE' && (show === 'clear' || canBeMasked),
  );
  return covered.length > 0 ? [] : [`${coordinate} covers no field that can be shown ${show}; take it out`];
}

function unreachable(coordinate: string, typeName: string, { types }: Known): string {
  const ways = [...types].flatMap(([holder, { fields }]) =>
    [...fields]
      .filter(([, { leadsTo, share }]) => leadsTo.includes(typeName) && share !== 'NONE')
      .map(([name]) => `${holder}.${name}`),
  );
  const way = ways.length > 0 ? `grant one that leads there (${ways.slice(0, 3).join(', ')}), or ` : '';
  return `nobody reaches ${coordinate}: no granted field leads to ${typeName}; ${way}take it out`;
}

function conditionProblems(coordinate: string, { where }: Grant, here: Reached): readonly string[] {
  const problems: string[] = [];
  if (where.includes('party') && !here.hasSubject)
    problems.push(
      `whose ${coordinate} is can't be known, so nor whether a party's: no citizen or enterprise is above it`,
    );
  if (where.includes('own-region') && !here.hasDivision)
    problems.push(`in which region ${coordinate} is can't be known: nobody above it has a division code`);
  return problems.map((problem) => `${problem}; take the condition out`);
}
