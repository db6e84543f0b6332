/** One star for each hidden character; beyond 32 not even the length is told. */
export function stars(count: number): string {
  return '*'.repeat(Math.min(count, most));
}

const most = 32;
