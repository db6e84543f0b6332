/** Passes items on and, where stderr is a terminal, keeps a count of them on one line there. */
export function* progressOf<T>(items: Iterable<T>, label: string): Generator<T> {
  if (!process.stderr.isTTY) {
    yield* items;
    return;
  }
  let count = 0;
  for (const item of items) {
    count += 1;
    if (count % 5_000 === 0) process.stderr.write(`\r${label}: ${count} …`);
    yield item;
  }
  process.stderr.write('\r\u001B[K');
}
