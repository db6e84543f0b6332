import { ApolloServer } from '@apollo/server';
import { vi } from 'vitest';
import { shen, zhou } from './governed-departments.ts';
import { type GovernedGraph, type Manner, matter, startGovernedGraph } from './governed-graph.ts';

const grants = { 'Query.citizens': 'clear', 'Citizen.household': 'clear' } as const;
const matters = [
  matter('clear', { ...grants, 'Citizen.*': 'clear', 'Household.address': 'clear' }),
  matter('masked', {
    ...grants,
    'Citizen.name': 'masked',
    'Citizen.phone': 'masked',
    'Citizen.alias': 'masked',
    'Household.address': 'masked',
  }),
  matter('party', {
    ...grants,
    'Citizen.name': { show: 'clear', where: ['party'], otherwise: 'masked' },
    'Citizen.phone': { show: 'clear', where: ['party'], otherwise: 'denied' },
    'Household.address': { show: 'clear', where: ['own-region'], otherwise: 'masked' },
  }),
];

/** Who asks: by other rights, for other matters, other cases, from other regions. */
const manners: readonly Manner[] = [
  { matter: 'clear' },
  { matter: 'masked' },
  { matter: 'party', case: 'C-zhou' },
  { matter: 'party', case: 'C-shen' },
  { matter: 'party', case: 'C-zhou', by: 'nowhere-clerk' },
  { matter: 'clear', by: 'low-clerk' },
  { by: 'anonymous' },
];
const query = `query($yes: Boolean!) { count citizens { name alias phone other: name @include(if: $yes)
  household { address members { phone } } } }`;

/** What came of asking. */
export type Interleaved = {
  /** How many answers were not what the caller gets who asks alone. */
  readonly wrong: number;
  readonly answers: number;
  /** How many different answers there are. */
  readonly kinds: number;
  /** How often departments would have been asked had each been alone, by how often they were. */
  readonly sharing: number;
  /** How often Apollo Server had to judge a request. */
  readonly judged: number;
};

/** Has callers with different verdicts ask the same operation so many times, forty at a time, in mixed order. */
export async function interleave(times: number): Promise<Interleaved> {
  const graph = await startGovernedGraph({ matters, cases: { 'C-zhou': [zhou], 'C-shen': [shen] } });
  const judging = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
  try {
    const askers = manners.flatMap((manner) =>
      [true, false].map((yes) => ({ ...manner, variables: { yes } })),
    );
    const alone: string[] = [];
    for (const asker of askers) alone.push((await graph.asks(query, asker)).text);
    const callsAlone = called(graph) / askers.length;
    // Departments take a moment, so that questions meet.
    for (const department of Object.values(graph.departments))
      department.answersInstead(async (truth) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return { body: truth };
      });
    let [wrong, answers, next] = [0, 0, 0];
    const ask = async (): Promise<void> => {
      while (next < times) {
        next += 1;
        // A step that shares no factor with the number of askers brings each beside each.
        const at = (next * 5) % askers.length;
        const { text } = await graph.asks(query, askers[at]);
        answers += 1;
        if (text !== alone[at]) wrong += 1;
      }
    };
    await Promise.all(Array.from({ length: 40 }, ask));
    const sharing = (callsAlone * answers) / called(graph);
    return { wrong, answers, kinds: new Set(alone).size, sharing, judged: judging.mock.calls.length };
  } finally {
    judging.mockRestore();
    await graph.close();
  }
}

/** How often departments were asked since the last look. */
function called(graph: GovernedGraph): number {
  return Object.values(graph.asked()).reduce((sum, count) => sum + count, 0);
}
