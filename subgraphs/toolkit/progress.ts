/** Passes items on and, where stderr is a terminal, draws how far `done` of `total` parts are, with a count of this one. */
export function* progressOf<T>(
  items: Iterable<T>,
  { label, done, total }: { readonly label: string; readonly done: number; readonly total: number },
): Generator<T> {
  if (!process.stderr.isTTY) {
    yield* items;
    return;
  }
  const bar = `[${'█'.repeat(done).padEnd(total, '░')}] ${done}/${total} ${label}`;
  let count = 0;
  for (const item of items) {
    if (count % 5_000 === 0) process.stderr.write(`\r\u001B[K${bar}: ${count}`);
    count += 1;
    yield item;
  }
  process.stderr.write('\r\u001B[K');
}
