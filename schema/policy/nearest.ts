/** The name nearest to a misspelt one, as ` (did you mean "…"?)`; empty where none is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  // Longer names are no slips of the pen, and the comparison is quadratic.
  if (name.length > 100) return '';
  let nearest: string | undefined;
  let least = Math.floor(name.length * 0.4) + 2;
  for (const each of known) {
    if (Math.abs(each.length - name.length) >= least) continue;
    const distance = editsBetween(name.toLowerCase(), each.toLowerCase());
    if (distance < least) [nearest, least] = [each, distance];
  }
  return nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
}

function editsBetween(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[other.length] ?? 0;
}
