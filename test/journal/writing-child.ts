// A process of its own that writes a log: prints how it stands, and the place of every entry that it was told is written.
// Words: the log's file, the folder of its keys, how many operations are under way at a time.
import { openJournal } from '#gateway/journal/journal.ts';
import { journalKeys } from '#gateway/journal/keys.ts';

const [file = '', folder = '', width = '1'] = process.argv.slice(2);
const journal = await openJournal({
  store: { kind: 'sqlite', file },
  log: 'gateway',
  keys: journalKeys(folder),
  checkpointEvery: { entries: 50, seconds: 60 },
});
let told = '';
let number = 0;
await Promise.all(Array.from({ length: Number(width) }, work));

async function work(): Promise<void> {
  for (;;) {
    number += 1;
    const trace = `${process.pid}-${number}`;
    try {
      const places = await Promise.all([
        journal.append({ kind: 'INTENT', trace, body: { number }, subjects: [`subject ${number}`] }),
        journal.append({ kind: 'OUTCOME', trace, body: {}, subjects: [], values: `{"value":${number}}` }),
      ]);
      for (const { index, hash } of places) process.stdout.write(`${index} ${hash}\n`);
      tell('open');
    } catch {
      tell('unavailable');
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
  }
}

/** Each change once. */
function tell(state: string): void {
  if (state !== told) process.stdout.write(`is ${state}\n`);
  told = state;
}
