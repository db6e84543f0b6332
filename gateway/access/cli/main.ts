// npm run -s policy -- check | diff | explain | test

import { Refusal } from '../../errors.ts';
import { readCommand } from './arguments.ts';
import { carryOut } from './commands.ts';
import { usage, wrongUse } from './usage.ts';
import { refusalWords } from './words.ts';

const reading = readCommand(process.argv.slice(2));

if (reading.kind === 'help') process.stdout.write(`${usage[reading.lang]}\n`);
else if (reading.kind === 'wrong') {
  process.stderr.write(`${wrongUse(reading)}\n`);
  process.exitCode = 64;
} else {
  const { command } = reading;
  try {
    const { isGood, data, lines, notes } = carryOut(command);
    const shown = command.isJson ? [JSON.stringify(data, null, 2)] : lines;
    process.stdout.write(shown.map((line) => `${line}\n`).join(''));
    process.stderr.write(notes.map((note) => `${note}\n`).join(''));
    if (!isGood) process.exitCode = 1;
  } catch (error) {
    const told = error instanceof Refusal ? refusalWords(error, command.lang) : (error as Error).message;
    process.stderr.write(`${told}\n`);
    process.exitCode = 1;
  }
}
