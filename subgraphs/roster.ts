import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRoster } from '#schema/roster.ts';
import type { Department } from './toolkit/department.ts';

/** The names of the departments in this house, in the order of supergraph.yaml. */
export function departmentNames(): readonly string[] {
  return readRoster(fileURLToPath(new URL('../supergraph.yaml', import.meta.url)))
    .map(({ name }) => name)
    .filter((name) => existsSync(departmentFile(name)));
}

/** Loads one department by its folder's name; an unknown name is answered with the names that exist. */
export async function loadDepartment(name: string): Promise<Department> {
  if (!departmentNames().includes(name))
    throw new Error(`no department "${name}"; there are: ${departmentNames().join(', ')}`);
  const { department } = (await import(departmentFile(name).href)) as { department: Department };
  return department;
}

function departmentFile(name: string): URL {
  return new URL(`./${name}/department.ts`, import.meta.url);
}
