import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';
import { monolith, town } from './town.ts';

let graph: SmallGraph;
let truth: ReturnType<typeof monolith>;
beforeAll(async () => {
  graph = await startSmallGraph(town);
  truth = monolith(graph.sdl);
});
afterAll(() => graph?.close());

const handMade: readonly (readonly [string, string, Record<string, unknown>?])[] = [
  ['scalars', '{ enterprise(uscc: "E1") { uscc name kind capital founded(format: "x") extra } }'],
  ['two departments', '{ enterprise(uscc: "E1") { name taxGrade due burden } }'],
  ['proto', '{ enterprise(uscc: "E1") { __proto__: name constructor: kind hasOwnProperty: taxGrade toString: due } }'],
  ['assets', '{ assets { __typename id price premium ... on House { n: rooms label owner { name } } ... on Ship { n: berths label owner { name } crew { name water } } } }'],
  ['site', '{ enterprise(uscc: "E1") { site { plot area zone } } }'],
  ['permits', '{ permits { number volume wells { depth permit { number issued } } holder { name } } }'],
  ['grid', '{ grid { name taxGrade owner { name household { size members { name } } } } }'],
  ['rating', '{ enterprises(first: 9) { name rating { stars } } }'],
  ['branches', '{ enterprise(uscc: "E1") { branches { city constructor head { name water } parent { burden } } } }'],
  ['search', '{ search(text: "") { __typename ... on Party { name address { street floor(unit: FOOT) } } ... on Enterprise { taxGrade } ... on Citizen { household { size } } } }'],
  ['typename alias', '{ enterprise(uscc: "E1") { __typename: name taxGrade } }'],
  ['null', '{ enterprise(uscc: "E9") { name taxGrade } }'],
];

describe('probe', () => {
  it.each(handMade)('%s', async (_, query, variables = {}) => {
    const expected = await truth(query, variables);
    const got = await graph.ask(query, variables);
    expect(got.body).toBe(`${JSON.stringify(expected)}\n`);
  });
});
