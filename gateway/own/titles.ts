import { type GraphQLSchema, isObjectType } from 'graphql';

/** What a field (`Type.field`) is called: the first words of its description; its coordinate where it has none. */
export type Titles = (coordinate: string) => string;

/** Reads titles from the schema that clients see. */
export function titlesOf(schema: GraphQLSchema): Titles {
  const known = new Map<string, string>();
  return (coordinate) => {
    const title = known.get(coordinate) ?? titleIn(schema, coordinate);
    known.set(coordinate, title);
    return title;
  };
}

function titleIn(schema: GraphQLSchema, coordinate: string): string {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  const description = isObjectType(type) ? type.getFields()[fieldName]?.description : null;
  const [title = ''] = (description ?? '').trim().split(/[\s,\uFF0C\u3002;\uFF1B:\uFF1A(\uFF08]/u);
  return title.trim() || coordinate;
}
