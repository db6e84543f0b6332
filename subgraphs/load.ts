// npm run load -- <department> <file.csv> [--mapping FILE] [--replace] [--dry-run] [--accept-refused]: loads a real
// table into a department's register. Arguments, work and words each have their file under load/.
import { readArguments } from './load/arguments.ts';
import { loadTable } from './load/load-table.ts';
import { Unusable } from './load/unusable.ts';
import { exitCode, failureLines, help, listenerOn, summaryLine, wrongArguments } from './load/words.ts';
import { loadDepartment } from './roster.ts';
import { registerLocation } from './toolkit/location.ts';

const asked = readArguments(process.argv.slice(2));
const listener = listenerOn(process.stderr);

if (asked.kind === 'help') process.stdout.write(help);
else if (asked.kind === 'wrong') fail(wrongArguments(asked));
else
  try {
    const department = await loadDepartment(asked.department).catch((error: Error) => {
      throw new Unusable([error.message]);
    });
    const location = registerLocation(asked.department, process.env);
    const summary = await loadTable({ ...asked, department, location }, listener);
    listener.done();
    process.stdout.write(`${summaryLine(asked.department, summary, asked.dryRun)}\n`);
    process.exitCode = exitCode(summary, asked);
  } catch (error) {
    listener.done();
    fail(failureLines(error));
  }

function fail(words: string): void {
  process.stderr.write(`${words}\n`);
  process.exitCode = 2;
}
