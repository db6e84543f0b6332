import {
  type DocumentNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  type SelectionNode,
  visit,
} from 'graphql';
import { refusalFor } from './answer/hidden.ts';
import { compileShape, type Shape } from './answer/shape.ts';
import { type Told, toldOf } from './answer/told.ts';
import { inOrder } from './document/changes.ts';
import { type CheckIdentifiers, identifierChecks } from './document/check-identifiers.ts';
import { type Cost, costOf } from './document/cost/cost.ts';
import { type CostRules, costRules } from './document/cost/rules.ts';
import { plannable } from './document/plannable.ts';
import type { Subjects, Verdict } from './effect.ts';
import { Fault, graphqlError } from './errors.ts';
import { compile, type Program } from './fetch/compile.ts';
import { type EarlyBy, earlySteps } from './fetch/early.ts';
import { deciding } from './graph/conditions.ts';
import type { Graph } from './graph/graph.ts';
import { fetchesOf, type Places, survey } from './graph/places.ts';
import type { Plan } from './graph/plan.ts';
import { keepRecent, type Recent } from './recent.ts';

// What is done once for an operation, however often it is asked: a warm request parses, plans and compiles nothing.

/** An operation of which all is known that does not depend on who asks, why, and with which values. */
export type Prepared = {
  readonly checkIdentifiers: CheckIdentifiers;
  readonly cost: Cost;
  /**
   * The program for a verdict and these values of the variables that decide conditions; made once for each combination
   * of them, whoever asks.
   */
  programFor(variables: Variables, verdict: Verdict): Promise<Ready>;
};

/** An operation ready to be carried out: what to fetch, and the shape to give it. */
export type Ready = {
  /** Null when no department needs to be asked. */
  readonly program: Program | null;
  readonly early: EarlyBy;
  readonly shape: Shape;
  /** What is not shown as it is, whatever the data. */
  readonly told: Told;
  /** Whom it asks. */
  readonly departments: readonly string[];
  /** What is refused as errors. */
  readonly refusals: readonly GraphQLError[];
};

type Variables = Readonly<Record<string, unknown>>;

export type Prepare = (document: DocumentNode, operation: OperationDefinitionNode) => Prepared;

export type PrepareOptions = {
  readonly assumedListSize: number;
  readonly maxProgramBytes: number;
  readonly subjects: Subjects;
};

/** Prepares operations of one graph. What is known of an operation is kept for as long as its document; programs, as they fit. */
export function preparer(
  graph: Graph,
  { assumedListSize, maxProgramBytes, subjects }: PrepareOptions,
): Prepare {
  const rules = costRules(graph.document, { assumedListSize });
  const known = new WeakMap<OperationDefinitionNode, Prepared>();
  const ready = keepRecent<Promise<Ready>>(maxProgramBytes);
  let count = 0;
  return (document, operation) => {
    const found = known.get(operation);
    if (found) return found;
    count += 1;
    const prepared = prepare({ document, operation, rules, ready, subjects, id: count }, graph);
    known.set(operation, prepared);
    return prepared;
  };
}

type Preparing = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly rules: CostRules;
  /** The forms of all operations: one operation can have many, each as large as itself. */
  readonly ready: Recent<Promise<Ready>>;
  readonly subjects: Subjects;
  /** Tells the operation from others there. */
  readonly id: number;
};

/** Measured: the program and shape of one form. */
const bytesPerCharacter = 50;

function prepare({ document, operation, rules, ready, subjects, id }: Preparing, graph: Graph): Prepared {
  const deciders = decidingVariables(document);
  const bytes = lengthOf(document) * bytesPerCharacter;
  return {
    checkIdentifiers: identifierChecks(graph, document),
    cost: costOf(document, operation, { schema: graph.apiSchema, rules }),
    programFor(variables, verdict) {
      const conditions = Object.fromEntries(deciders.map((name) => [name, variables[name] === true]));
      const share = shareOf(graph.shares);
      const key = JSON.stringify([id, share, verdict.key, ...Object.values(conditions)]);
      const known = ready.get(key);
      if (known) return known;
      const making = makeReady({ document, operation, conditions, share, verdict, subjects }, graph);
      ready.set(key, making, bytes);
      making.catch(() => ready.delete(key));
      return making;
    },
  };
}

function lengthOf(document: DocumentNode): number {
  const known = lengths.get(document);
  if (known !== undefined) return known;
  const { length } = print(document);
  lengths.set(document, length);
  return length;
}

const lengths = new WeakMap<DocumentNode, number>();

type Variant = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly conditions: Readonly<Record<string, boolean>>;
  readonly share: number;
  readonly verdict: Verdict;
  readonly subjects: Subjects;
};

async function makeReady(variant: Variant, graph: Graph): Promise<Ready> {
  const { document, operation, conditions, share, verdict, subjects } = variant;
  const schema = graph.apiSchema;
  const fetchedKey = graph.fetchedKeys();
  // Numbered before anything is left out: an event that was asked for by one verdict may be answered by another.
  visit(document, { Field: (node) => void fetchedKey(node) });
  const toPlan = plannable(document, operation, { schema, conditions, fetchedKey, verdict, subjects });
  const plan = toPlan && (await planned(inOrder(toPlan).map(print), share, graph));
  const { program, places } = plan ?? { program: null, places: null };
  const told = toldOf({ schema, document, operation, conditions, verdict });
  const refused = told.refused.slice(0, mostRefusals);
  return {
    program,
    early:
      program && operation.operation === OperationTypeNode.QUERY
        ? earlySteps(program, graph.lookups)
        : () => [],
    shape: compileShape({
      schema,
      document,
      operation,
      conditions,
      fetchedKey,
      place: places?.root,
      verdict,
      subjects,
      mostTold: mostRefusals - refused.length,
    }),
    told,
    departments: plan?.departments ?? [],
    refusals: refused.map(({ path, coordinate, reason }) =>
      graphqlError(refusalFor(reason, coordinate), path),
    ),
  };
}

/**
 * A document can ask for thousands of refused fields, and a page of a hundred records can each lack some; they are told in
 * `extensions.fields`, and the first as errors.
 */
const mostRefusals = 500;

type Planned = {
  readonly program: Program;
  readonly places: Places;
  readonly departments: readonly string[];
};

async function planned(operations: readonly string[], share: number, graph: Graph): Promise<Planned | null> {
  try {
    const plans = await Promise.all(operations.map((operation) => graph.plans.of(operation, share)));
    const steps = plans.filter((plan) => plan !== null);
    const [only] = steps;
    if (!only) return null;
    const plan: Plan = steps.length === 1 ? only : { kind: 'sequence', steps };
    const places = survey(plan);
    const departments = [...new Set(fetchesOf(plan).map(({ department }) => department))].toSorted();
    return { program: compile(plan, { ...graph, places }), places, departments };
  } catch (cause) {
    throw new Fault('NOT_PLANNED', { cause });
  }
}

/** The variables whose values decide what is asked at all. */
function decidingVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const note = ({ directives = [] }: SelectionNode) => {
    for (const { name, arguments: given = [] } of directives)
      if (deciding.has(name.value))
        for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
  };
  visit(document, { Field: note, FragmentSpread: note, InlineFragment: note });
  return [...names];
}

/** Draws on which side of each progressive override a request is. */
function shareOf(shares: readonly number[]): number {
  if (shares.length === 1) return 0;
  const drawn = Math.random() * 100;
  return shares.findLast((share) => share <= drawn) ?? 0;
}
