import { type DocumentNode, Kind } from 'graphql';
import { directiveReader } from '#schema/directive-reader.ts';
import { fieldsWithoutClass } from '#schema/share-classes.ts';

/**
 * What composition can't know is wrong with a supergraph of shared data: a field without a share class, a class without
 * the condition or the legal basis that it must name, a catalogue entry whose provider is no department.
 */
export function sharingProblems(supergraph: DocumentNode, departments: readonly string[]): readonly string[] {
  const read = directiveReader(supergraph);
  const problems = fieldsWithoutClass(supergraph).map(
    (field) => `SHARE_CLASS_MISSING: ${field} has no share class: add @share to it, or @resource to its type`,
  );
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const { provider } of read(type, 'resource'))
      if (!departments.includes(String(provider)))
        problems.push(
          `RESOURCE_PROVIDER_UNKNOWN: ${type.name.value} has a @resource of "${String(provider)}"; departments are ${departments.join(', ')}`,
        );
    for (const field of type.fields ?? [])
      for (const { as, basis, condition } of read(field, 'share')) {
        const coordinate = `${type.name.value}.${field.name.value}`;
        if (as === 'NONE' && !basis)
          problems.push(
            `SHARE_BASIS_MISSING: ${coordinate} is not shared, so @share must name the legal "basis"`,
          );
        if (as === 'CONDITIONAL' && !condition)
          problems.push(
            `SHARE_CONDITION_MISSING: ${coordinate} is shared on a condition, so @share must name the "condition"`,
          );
      }
  }
  return problems;
}
