// npm run -s personas · npm run -s subjects · npm run -s token -- <persona>

import { readConfig } from '../config.ts';
import { Refusal } from '../errors.ts';
import { developmentIssuer } from './issuer.ts';
import { readPersonas } from './personas.ts';

const [command, persona] = process.argv.slice(2);
const result = readConfig([], { ...process.env, TONGCHA_SUPERGRAPH: import.meta.filename });

if (result.kind === 'problems') fail(result.problems.join('\n'));
else if (result.config.mode === 'production') fail('The development issuer does not exist in production.');
else if (command === 'personas') print(readPersonas().personas);
else if (command === 'subjects') print(readPersonas().subjects);
else if (!persona) fail('usage: npm run -s token -- <persona>; "npm run -s personas" lists them');
else {
  const issuer = developmentIssuer(result.config.stateFolder, result.config.identity);
  try {
    process.stdout.write(`${(await issuer.issue(persona)).token}\n`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fail(error.message);
  }
}

function print(list: unknown): void {
  process.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
