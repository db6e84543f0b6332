// npm run compose [-- --config supergraph.yaml --output schema/supergraph.graphql --check]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { composeRoster } from './compose.ts';

const { values } = parseArgs({
  options: {
    config: { type: 'string', default: inHouse('supergraph.yaml') },
    output: { type: 'string', default: inHouse('schema/supergraph.graphql') },
    check: { type: 'boolean', default: false },
  },
});
const composition = composeRoster(values.config);

if (composition.kind === 'failed') {
  process.stderr.write(`The departments do not compose:\n  ${composition.problems.join('\n  ')}\n`);
  process.exitCode = 1;
} else {
  for (const hint of composition.hints) process.stderr.write(`hint: ${hint}\n`);
  const current = existsSync(values.output) ? readFileSync(values.output, 'utf8') : '';
  if (current === composition.supergraph) process.stderr.write(`${values.output} is current\n`);
  else if (values.check) {
    process.stderr.write(`${values.output} is out of date: run npm run compose\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(values.output, composition.supergraph);
    process.stderr.write(`${values.output} written\n`);
  }
}

function inHouse(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
