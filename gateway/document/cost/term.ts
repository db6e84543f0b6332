import { type BooleanValueNode, Kind, type SelectionNode, type VariableNode } from 'graphql';
import { add, multiply } from '../saturate.ts';

/** An operation's variables, coerced: a default stands where none was sent. */
export type Variables = Readonly<Record<string, unknown>>;

/** A part of a cost: a number where no variable matters, else what to compute for a run. */
export type Term = number | ((run: Run) => number);

/** One evaluation; a fragment's cost is computed once in it. */
export type Run = { readonly variables: Variables; readonly known: Map<Term, number> };

/** What a term comes to in a run. */
export function evaluate(term: Term, run: Run): number {
  return typeof term === 'number' ? term : term(run);
}

/** The sum of terms; numbers are added at once. */
export function sum(terms: readonly Term[]): Term {
  const constant = terms.reduce<number>((total, term) => add(total, typeof term === 'number' ? term : 0), 0);
  const varying = terms.filter((term) => typeof term !== 'number');
  if (varying.length === 0) return constant;
  return (run) => varying.reduce((total, term) => add(total, term(run)), constant);
}

/** The product of two terms; nothing times anything is nothing and asks for no variable. */
export function product(one: Term, other: Term): Term {
  if (one === 0 || other === 0) return 0;
  if (typeof one === 'number' && typeof other === 'number') return multiply(one, other);
  return (run) => multiply(evaluate(one, run), evaluate(other, run));
}

/** A term that is computed once a run however often it is used. */
export function memoized(term: Term): Term {
  if (typeof term === 'number') return term;
  return (run) => {
    const before = run.known.get(term);
    if (before !== undefined) return before;
    const value = term(run);
    run.known.set(term, value);
    return value;
  };
}

/** A term that counts only where the selection's `@skip` and `@include` let it. */
export function whenIncluded({ directives = [] }: SelectionNode, term: Term): Term {
  let included = term;
  for (const { name, arguments: given } of directives) {
    const wanted = conditions.get(name.value);
    const value = given?.find((argument) => argument.name.value === 'if')?.value;
    if (wanted === undefined || (value?.kind !== Kind.BOOLEAN && value?.kind !== Kind.VARIABLE)) continue;
    included = when(value, wanted, included);
  }
  return included;
}

const conditions: ReadonlyMap<string, boolean> = new Map([
  ['include', true],
  ['skip', false],
]);

function when(value: BooleanValueNode | VariableNode, wanted: boolean, term: Term): Term {
  if (term === 0) return 0;
  if (value.kind === Kind.BOOLEAN) return value.value === wanted ? term : 0;
  return (run) => (run.variables[value.name.value] === wanted ? evaluate(term, run) : 0);
}
