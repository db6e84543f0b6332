// A property whose name is only known at run time is looked for anew in every record. A function made for one name lets the
// engine remember where it stands, as it does for names that are written in a program. To look cost a tenth of a large answer.

/** Reads one property of records. */
export type ReadProperty = (record: Readonly<Record<string, unknown>>) => unknown;

/** Sets one property of records. */
export type SetProperty = (record: Record<string, unknown>, value: unknown) => void;

export function propertyReader(name: string): ReadProperty {
  return of(readers, name, `return record.${name}`) ?? ((record) => record[name]);
}

export function propertySetter(name: string): SetProperty {
  const set: SetProperty = (record, value) => {
    record[name] = value;
  };
  return of(setters, name, `record.${name} = value`) ?? set;
}

// Names are a supergraph's and our own: no client can make them grow.
const readers = new Map<string, ReadProperty>();
const setters = new Map<string, SetProperty>();

/** None for what is no GraphQL name, and where a process may make no functions of text. */
function of<F extends ReadProperty | SetProperty>(
  known: Map<string, F>,
  name: string,
  body: string,
): F | undefined {
  const found = known.get(name);
  if (found || !graphqlName.test(name)) return found;
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- a name of GraphQL's grammar is all that goes into the text
    const made = new Function('record', 'value', body) as F;
    known.set(name, made);
    return made;
  } catch {
    return undefined;
  }
}

const graphqlName = /^[_A-Za-z][_0-9A-Za-z]*$/;
