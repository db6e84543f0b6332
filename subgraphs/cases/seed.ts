// `seed.ts [--store FILE|postgres://…] [--if-missing]`: brings the fictional world's cases into the case register. Cases
// that are there already stay as they are, so it may run at any time; with --if-missing a store that exists isn't opened.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '#subgraphs/toolkit/database.ts';
import { registerLocation } from '#subgraphs/toolkit/location.ts';
import { fillCases } from './seed/fill.ts';

const { values } = parseArgs({
  options: { store: { type: 'string' }, 'if-missing': { type: 'boolean', default: false } },
});
const location = values.store ?? registerLocation('cases', process.env);
const isFile = !location.includes('://');
if (!(values['if-missing'] && isFile && existsSync(location))) {
  if (isFile) mkdirSync(dirname(location), { recursive: true });
  const database = openDatabase(location);
  try {
    process.stderr.write(`cases: ${await fillCases(database)} records\n`);
  } finally {
    await database.close();
  }
}
