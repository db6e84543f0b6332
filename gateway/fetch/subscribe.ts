import type { Program, RootStep } from './compile.ts';
import type { DepartmentReply } from './department.ts';
import { bodyOf } from './execute.ts';
import type { Feed } from './feed/feed.ts';

/** One who listens, and to what. */
export type Subscribing = {
  readonly feeds: ReadonlyMap<string, Feed>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly vouched: Readonly<Record<string, string>>;
  readonly trace: string;
  /** Aborts when no more events are wanted. */
  readonly signal: AbortSignal;
};

/** The events of a subscription's program, as its department tells them; the program is to be carried out for each. */
export function eventsOf(
  program: Program,
  { feeds, variables, vouched, trace, signal }: Subscribing,
): AsyncIterable<DepartmentReply> {
  const step = subscribedStep(program);
  const feed = feeds.get(step.department);
  if (!feed) throw new Error(`there is no feed of the department ${step.department}`);
  const body = bodyOf(step, [], { variables, texts: new Map() });
  return feed.events({ body, vouched, trace }, signal);
}

function subscribedStep(program: Program): RootStep {
  if (program.kind === 'root' && program.operationKind === 'subscription') return program;
  const first = program.kind === 'sequence' ? program.steps[0] : undefined;
  if (!first) throw new Error('the plan of a subscription does not begin with one');
  return subscribedStep(first);
}
