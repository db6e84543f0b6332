import { type GraphQLSchema, parse, validate } from 'graphql';
import type { Choose } from '#test/oracle/choose.ts';
import { type Asked, operationOn } from '#test/oracle/operations.ts';
import type { Bench, Question } from './leak-bench.ts';
import { citizenNumbers, creditCodes } from './leak-things.ts';

/** A question to a bench: one operation for several askers, who follow each other. */
export function questionsOf({ schema, askers }: Bench, choose: Choose): readonly Question[] {
  const way = choose.oneOf(['post', 'post', 'post', 'get', 'persisted', 'batch'] as const);
  const asked = Array.from({ length: way === 'batch' ? 2 : 1 }, () =>
    withIntrospection(keyed(schema, choose), choose),
  );
  return choose.some(askers, 3).map((asker) => ({ asked, asker, way }));
}

/** Short ones ask for next to nothing. */
function longOperation(schema: GraphQLSchema, choose: Choose): Asked {
  const drafts = Array.from({ length: 3 }, () => operationOn(schema, choose));
  return drafts.reduce((one, other) => (one.query.length > other.query.length ? one : other));
}

/** Two that were one may conflict once they ask for different keys. */
function keyed(schema: GraphQLSchema, choose: Choose): Asked {
  for (;;) {
    const asked = withKeys(longOperation(schema, choose), choose);
    if (validate(schema, parse(asked.query)).length === 0) return asked;
  }
}

/** Keys that are somebody's in place of made-up ones. */
function withKeys({ query, variables }: Asked, choose: Choose): Asked {
  const key = () => choose.oneOf([...citizenNumbers, ...creditCodes, 'P1', 'P2']);
  return {
    query: query
      .replaceAll(
        /\b(idNumber|uscc|permitId): (?:"E1"|5\b)/g,
        (_, name: string) => `${name}: "${keyFor(name, choose)}"`,
      )
      .replaceAll('"E1"', () => JSON.stringify(key())),
    variables: JSON.parse(
      JSON.stringify(variables).replaceAll('"E1"', () => JSON.stringify(key())),
    ) as Asked['variables'],
  };
}

function keyFor(name: string, choose: Choose): string {
  if (name === 'idNumber') return choose.oneOf(citizenNumbers);
  return name === 'uscc' ? choose.oneOf(creditCodes) : choose.oneOf(['P1', 'P2', ...creditCodes]);
}

function withIntrospection({ query, variables }: Asked, choose: Choose): Asked {
  if (!choose.chance(8)) return { query, variables };
  return {
    query: query.replace(
      /^query Q(\([^)]*\))? \{/,
      (begin) => `${begin} about: __schema { queryType { name } }`,
    ),
    variables,
  };
}
