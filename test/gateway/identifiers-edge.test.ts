import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withVocabulary } from '#schema/vocabulary.ts';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';

// Identifiers are checked before anybody is asked, wherever in an operation they stand.

const sdl = (format: string, importAs: string) => `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective", "@shareable"])
    @link(url: "https://tongcha.example/governance/v1.0", import: [${importAs}])
    @composeDirective(name: "@${format}")
  input Firm { uscc: ID @${format}(is: CREDIT_CODE) people: [Person!] }
  input Person { idNumbers: [ID!] @${format}(is: CITIZEN_NUMBER) }
  type Query {
    firm(uscc: ID! @${format}(is: CREDIT_CODE)): String
    firms(usccs: [ID!]! @${format}(is: CREDIT_CODE)): String
    groups(usccs: [[ID]] @${format}(is: CREDIT_CODE)): String
    search(firm: Firm): String
    free(text: String): String
  }
`;
const answers = {
  firm: () => 'ok',
  firms: () => 'ok',
  groups: () => 'ok',
  search: () => 'ok',
  free: () => 'ok',
};
const good = '91330199MA2TC00107';
const wrongCode = '91330199MA2TC00108';
const wrongNumber = '330199197903129814';

describe.each([
  ['by its own name', 'format', '"@format"'],
  ['under another name', 'checked', '{ name: "@format", as: "@checked" }'],
])('an identifier rule imported %s', (_, name, importAs) => {
  let graph: SmallGraph;
  beforeAll(async () => {
    const document = parse(sdl(name, importAs));
    const typeDefs =
      name === 'format'
        ? withVocabulary(document)
        : withVocabulary(
            parse(
              `${sdl(name, importAs)} directive @checked(is: governance__IdentifierFormat!) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION`,
            ),
          );
    graph = await startSmallGraph({ firms: { typeDefs, resolvers: { Query: answers } } });
  });
  afterAll(() => graph?.close());

  it.each([
    ['a literal', `{ firm(uscc: "${wrongCode}") }`, {}, 'Query.firm(uscc:)', 'CHECK_DIGIT'],
    [
      'a variable',
      'query ($u: ID!) { firm(uscc: $u) }',
      { u: wrongCode },
      'Query.firm(uscc:)',
      'CHECK_DIGIT',
    ],
    [
      'a default',
      `query ($u: ID! = "${wrongCode}") { firm(uscc: $u) }`,
      {},
      'Query.firm(uscc:)',
      'CHECK_DIGIT',
    ],
    ['a list', `{ firms(usccs: ["${good}", "9133"]) }`, {}, 'Query.firms(usccs:)', 'LENGTH'],
    [
      'a list of lists',
      `{ groups(usccs: [[], [null, "${wrongCode}"]]) }`,
      {},
      'Query.groups(usccs:)',
      'CHECK_DIGIT',
    ],
    ['a number', '{ firm(uscc: 330199197903129) }', {}, 'Query.firm(uscc:)', 'LENGTH'],
    [
      'a variable that is a number',
      'query ($u: ID!) { firm(uscc: $u) }',
      { u: 9133 },
      'Query.firm(uscc:)',
      'LENGTH',
    ],
    ['an input object', `{ search(firm: { uscc: "${wrongCode}" }) }`, {}, 'Firm.uscc', 'CHECK_DIGIT'],
    [
      'a list deep in a variable',
      'query ($f: Firm) { search(firm: $f) }',
      { f: { people: [{ idNumbers: [wrongNumber] }] } },
      'Person.idNumbers',
      'CHECK_DIGIT',
    ],
    [
      'a variable inside an object',
      'query ($u: ID) { search(firm: { uscc: $u }) }',
      { u: '91330199ma2tc00107' },
      'Firm.uscc',
      'CHARACTER',
    ],
  ])(
    'refuses what is wrong in %s, says where and how, and asks nobody',
    async (_where, query, variables, argument, problem) => {
      const { status, errors, body } = await graph.ask(query, variables);
      expect(status).toBe(400);
      expect(errors[0]?.extensions).toMatchObject({
        code: 'INVALID_IDENTIFIER',
        argument,
        problem,
        messageZh: expect.any(String),
      });
      expect(body).not.toMatch(new RegExp(`${wrongCode}|${wrongNumber}`));
      expect(graph.logged()).not.toMatch(new RegExp(`${wrongCode}|${wrongNumber}`));
      expect(graph.asked()).toEqual({});
    },
  );

  it('lets through what is right, null, and what has no rule', async () => {
    const query = `query ($f: Firm) { firm(uscc: "${good}") firms(usccs: []) search(firm: $f) free(text: "${wrongCode}") }`;
    const { data } = await graph.ask(query, {
      f: { uscc: null, people: [{ idNumbers: ['330199197903129813'] }] },
    });
    expect(data).toEqual({ firm: 'ok', firms: 'ok', search: 'ok', free: 'ok' });
    expect(graph.asked()).toEqual({ firms: 1 });
  });
});
