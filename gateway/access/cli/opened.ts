import { readFileSync } from 'node:fs';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { loadSupergraph } from '../../graph/supergraph.ts';
import { type Governed, governed, guardedFields } from '../governed.ts';
import type { Against } from '../policy/checked.ts';

/** A supergraph, as far as policy is about it. */
export type Opened = Against &
  Pick<Governed, 'federation'> & {
    /** What clients see. */
    readonly schema: GraphQLSchema;
    /** What a field is called in the catalogue, by its coordinate. */
    readonly titleOf: (coordinate: string) => string;
  };

/** Opens the supergraph of a file; throws an Error for what is none. */
export function openSupergraph(file: string): Opened {
  const { document, apiSchema } = loadSupergraph(readFileSync(file, 'utf8'), guardedFields);
  const { rules, federation, policyNames } = governed(document, apiSchema);
  return {
    document,
    rules,
    federation,
    policyNames,
    schema: apiSchema,
    titleOf: (coordinate) => titleIn(apiSchema, coordinate),
  };
}

/** A description begins with the item's name, and perhaps its code in the field's standards: "姓名 XM", "金额(元)". */
function titleIn(schema: GraphQLSchema, coordinate: string): string {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  const description = (isObjectType(type) && type.getFields()[fieldName]?.description) || '';
  const [name = ''] = description.split(/[;,。:(\n;(]/u);
  return name.replace(/ [A-Za-z\d_]+$/, '').trim() || coordinate;
}
