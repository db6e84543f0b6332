import { createHash } from 'node:crypto';

// Requests as large as one may be, none like another.

const padding = 'x'.repeat(900_000);

/** By what makes them large: the body of the n-th request, and the status that it is to have. */
export const largeRequests: Readonly<
  Record<string, { readonly status: number; readonly body: (n: number) => Readonly<Record<string, unknown>> }>
> = {
  'a comment': { status: 200, body: (n) => ({ query: `{ count } # ${n} ${padding}` }) },
  'a long argument': {
    status: 200,
    body: (n) => ({ query: `{ firm(id: "${n} ${padding}") { name } }` }),
  },
  'a long alias': { status: 200, body: (n) => ({ query: `{ a${n}${padding}: count }` }) },
  'many fields': {
    status: 200,
    body: (n) => ({ query: `{ a${n}: firm(id: "E1") { ${`name${' ,'.repeat(3_200)}`.repeat(130)} } }` }),
  },
  'the name of its operation': {
    status: 200,
    body: (n) => {
      const operationName = `N${n}${padding.slice(450_000)}`;
      return { query: `query ${operationName} { count }`, operationName };
    },
  },
  'the name of no operation': {
    status: 400,
    body: (n) => ({ query: '{ count }', operationName: `N${n}${padding}` }),
  },
  'its variables': {
    status: 200,
    body: (n) => ({ query: 'query ($id: ID!) { firm(id: $id) { name } }', variables: { id: n + padding } }),
  },
  'the registration of a document': {
    status: 200,
    body: (n) => {
      const query = `{ count } # ${n} registered ${padding}`;
      const sha256Hash = createHash('sha256').update(query).digest('hex');
      return { query, extensions: { persistedQuery: { version: 1, sha256Hash } } };
    },
  },
  'a hash that nobody registered': {
    status: 200,
    body: (n) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: `${n}${padding}` } } }),
  },
  'what is no GraphQL': { status: 400, body: (n) => ({ query: `{ count ${n} ${padding}` }) },
  'fields that there are not': { status: 400, body: (n) => ({ query: `{ a${n}: ${padding} }` }) },
};

const fields = [
  'paid',
  'rate',
  'exact',
  'ref',
  'note',
  'is',
  'state',
  'must',
  'grades { year level }',
  'name',
  'checked',
];

/** A valid operation of some 60 fields, and none like another. */
export function sixtyFields(n: number): string {
  const some = Array.from(
    { length: 55 },
    (_, index) => `f${index}_${n}: ${fields[(n + index) % fields.length]}`,
  );
  return `query Q${n} { firm(id: "E${1 + (n % 3)}") { ${some.join(' ')} } count }`;
}

/** The same with conditions that five variables decide. */
export function conditionalFields(n: number): string {
  const some = Array.from({ length: 55 }, (_, index) => {
    const condition = `@include(if: $v${index % 5})`;
    const field = fields[(n + index) % fields.length] ?? '';
    return `f${index}_${n}: ${field.replace(/^\w+/, (name) => `${name} ${condition}`)}`;
  });
  const variables = [0, 1, 2, 3, 4].map((each) => `$v${each}: Boolean!`).join(' ');
  return `query Q${n}(${variables}) { firm(id: "E1") { name ${some.join(' ')} } }`;
}
