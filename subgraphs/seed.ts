// npm run seed -- [--citizens N] [--enterprises M] [--seed S] [--if-missing]: fills the registers with the fictional world.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { departmentNames, loadDepartment } from './roster.ts';
import { writeRegister } from './toolkit/database.ts';
import { registerLocation } from './toolkit/location.ts';
import { progressOf } from './toolkit/progress.ts';
import { createWorld } from './world/create-world.ts';

const { values } = parseArgs({
  options: {
    citizens: { type: 'string', default: '10000' },
    enterprises: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1714' },
    'if-missing': { type: 'boolean', default: false },
  },
});
const [citizens, enterprises, seed] = [values.citizens, values.enterprises, values.seed].map(wholeNumber);
const world = createWorld({ seed, citizens, enterprises } as Parameters<typeof createWorld>[0]);
const started = performance.now();
let total = 0;

const names = departmentNames();
for (const [done, name] of names.entries()) {
  const department = await loadDepartment(name);
  const location = registerLocation(name, process.env);
  const isFile = !location.includes('://');
  if (values['if-missing'] && (!isFile || existsSync(location))) continue;
  if (isFile) mkdirSync(dirname(location), { recursive: true });
  const rows = progressOf(department.seed(world), { label: name, done, total: names.length });
  const written = await writeRegister(location, department.tables, rows);
  total += written;
  process.stderr.write(`${name}: ${written} records\n`);
}
if (total > 0)
  process.stderr.write(
    `${total} records of ${citizens} citizens and ${enterprises} enterprises in ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
  );

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  process.stderr.write(`"${text}" must be a whole number\n`);
  return process.exit(2);
}
