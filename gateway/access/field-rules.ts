import {
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isLeafType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { directiveReader } from '#schema/directive-reader.ts';
import { departmentsByGraph, joinsOf } from '#schema/join.ts';
import type { MaskRule, Subject, Subjects } from '../effect.ts';

/** What the vocabulary says of a field, the strictest word where departments differ. */
export type FieldRule = {
  readonly coordinate: string;
  readonly share: ShareClass;
  /** The law by which it is not shared. */
  readonly basis: string | null;
  readonly condition: string | null;
  /** 1 to 4; 0 of what is not sensitive. */
  readonly level: number;
  readonly categories: readonly string[];
  /** How its values are masked; null where they can't be. */
  readonly mask: MaskRule | null;
  /** Whether its values are credit codes: a sole trader's is personal. */
  readonly isCreditCode: boolean;
  readonly isComposite: boolean;
  /** Whose records its type is of, where the type itself says so. */
  readonly subject: Subject['kind'] | null;
  readonly departments: readonly string[];
};

export type ShareClass = 'UNCONDITIONAL' | 'CONDITIONAL' | 'NONE';

export type FieldRules = ReadonlyMap<string, FieldRule>;

/** Whether values of a leaf type can be masked by a rule at all. */
export type CanMask = (rule: MaskRule, type: string, isEnum: boolean) => boolean;

/** Reads the rules of every field of a supergraph's object types, by coordinate (`Citizen.name`). */
export function fieldRules(
  supergraph: DocumentNode,
  schema: GraphQLSchema,
  { subjects, canMask }: { readonly subjects: Subjects; readonly canMask: CanMask },
): FieldRules {
  const read = directiveReader(supergraph);
  const names = departmentsByGraph(supergraph);
  const rules = new Map<string, FieldRule>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const type = schema.getType(definition.name.value);
    if (!isObjectType(type)) continue;
    const resources = read(definition, 'resource');
    for (const field of definition.fields ?? []) {
      const output = type.getFields()[field.name.value];
      if (!output) continue;
      const named = getNamedType(output.type);
      const departments = departmentsOf(field, definition, names);
      const isCreditCode = read(field, 'format').some(({ is }) => is === 'CREDIT_CODE');
      const rule = maskOf(
        read(field, 'mask').map((mask) => mask['rule'] as MaskRule),
        isCreditCode,
      );
      const isMaskable = rule !== null && isLeafType(named) && canMask(rule, named.name, isEnumType(named));
      const sensitive = read(field, 'sensitive');
      const shares = read(field, 'share');
      rules.set(`${type.name}.${field.name.value}`, {
        coordinate: `${type.name}.${field.name.value}`,
        share: strictest(
          shares.length > 0
            ? shares.map(({ as }) => as)
            : resources
                .filter(({ provider }) => departments.includes(String(provider)))
                .map(({ share }) => share),
        ),
        basis: textOf(shares, 'basis'),
        condition: textOf(shares, 'condition'),
        level: Math.max(0, ...sensitive.map(({ level }) => Number(String(level).slice(1)))),
        categories: [...new Set(sensitive.map(({ category }) => String(category)))],
        mask: isMaskable ? rule : null,
        isCreditCode,
        isComposite: !isLeafType(named),
        subject: subjects.get(type.name)?.kind ?? null,
        departments,
      });
    }
  }
  return rules;
}

/** Whether somebody may be refused a field, so that the schema that clients see can't promise a value. */
export function isGuarded({ share, level }: FieldRule): boolean {
  return share !== 'UNCONDITIONAL' || level > 0;
}

function departmentsOf(
  field: FieldDefinitionNode,
  type: ObjectTypeDefinitionNode,
  names: ReadonlyMap<string, string>,
): readonly string[] {
  const own = joinsOf(field.directives, 'join__field').filter(({ isExternal }) => !isExternal);
  const joins = own.length > 0 ? own : joinsOf(type.directives, 'join__type');
  return [...new Set(joins.map(({ graph }) => names.get(graph) ?? graph))];
}

/** Without any class a field is not shared: nobody said that it may be. */
function strictest(classes: readonly unknown[]): ShareClass {
  if (classes.length > 0 && classes.every((each) => each === 'UNCONDITIONAL')) return 'UNCONDITIONAL';
  const isKnown =
    classes.length > 0 && classes.every((each) => each === 'UNCONDITIONAL' || each === 'CONDITIONAL');
  return isKnown ? 'CONDITIONAL' : 'NONE';
}

/** Departments that would mask differently agree on what hides most. */
function maskOf(rules: readonly MaskRule[], isCreditCode: boolean): MaskRule | null {
  const [first, ...others] = new Set(rules);
  if (first === undefined) return isCreditCode ? 'CREDIT_CODE' : null;
  return others.length > 0 || first === 'HIDE' ? null : first;
}

function textOf(applications: readonly Readonly<Record<string, unknown>>[], argument: string): string | null {
  const texts = applications.map((each) => each[argument]).filter((each) => typeof each === 'string');
  return texts.length > 0 ? [...new Set(texts)].join(';') : null;
}
