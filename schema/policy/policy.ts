import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentNode } from 'graphql';
import { matterProblems } from './check.ts';
import { knownOf } from './known.ts';
import { type Matter, readMatter } from './matter.ts';
import { type Role, type Roll, readRoll } from './role.ts';
import { openSheet } from './sheet.ts';

export type { Grant } from './grant.ts';
export type { Matter } from './matter.ts';
export type { Role } from './role.ts';

/** Everything that `matters/` and `roles.yaml` say, by code. */
export type Policy = {
  readonly matters: ReadonlyMap<string, Matter>;
  readonly roles: ReadonlyMap<string, Role>;
  /** Departments that use data and provide none: titles by code. */
  readonly departments: ReadonlyMap<string, string>;
  /** The first 16 hexadecimal digits of a SHA-256 over the names and bytes of all files, the guard's included. */
  readonly version: string;
};

/** What reading a folder gives: a policy, or all its problems at once. */
export type PolicyReading =
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** Reads a folder's policy; each problem reads `file:line: what is wrong and what to do`, the file from that folder. */
export function readPolicy(folder: string): PolicyReading {
  const problems: string[] = [];
  const files = readFiles(folder, problems);
  const matters = new Map<string, Matter>();
  let roll: Roll = { roles: new Map(), departments: new Map() };
  for (const [file, bytes] of files) {
    if (!file.endsWith('.yaml')) continue;
    const sheet = openSheet(file, bytes, problems);
    if (!sheet) continue;
    if (file === rollFile) {
      roll = readRoll(sheet);
      continue;
    }
    const matter = readMatter(sheet);
    matters.set(matter.code, matter);
  }
  if (problems.length > 0) return { kind: 'problems', problems };
  return { kind: 'policy', policy: { matters, ...roll, version: versionOf(files) } };
}

/** What is wrong with a policy where a supergraph's fields and departments are these; each problem begins `file:line: `. */
export function policyProblems(policy: Policy, supergraph: DocumentNode): readonly string[] {
  const known = knownOf(supergraph);
  const surroundings = {
    known,
    roles: new Set(policy.roles.keys()),
    departments: new Set([...known.departments, ...policy.departments.keys()]),
  };
  return [...policy.matters.values()].flatMap((matter) => matterProblems(matter, surroundings));
}

const rollFile = 'roles.yaml';

/** The policy's files by name from the folder, in an order that doesn't depend on the file system. */
function readFiles(folder: string, problems: string[]): ReadonlyMap<string, Uint8Array> {
  const names = [...namesIn(folder, problems), rollFile];
  if (existsSync(join(folder, 'guard.cedar'))) names.push('guard.cedar');
  const files = new Map<string, Uint8Array>();
  for (const name of names.toSorted()) {
    try {
      files.set(name, readFileSync(join(folder, name)));
    } catch {
      problems.push(`${name}:1: there is no such file, or it can't be read; put one there that can`);
    }
  }
  return files;
}

/** What begins with a dot is left by editors and by mounts, and no matter. */
function namesIn(folder: string, problems: string[]): readonly string[] {
  const path = join(folder, 'matters');
  const names = existsSync(path) ? readdirSync(path).filter((name) => !name.startsWith('.')) : [];
  const foreign = names.filter((name) => !name.endsWith('.yaml'));
  for (const name of foreign)
    problems.push(
      `matters/${name}:1: a matter's file is called <code>.yaml; rename this one, or move it elsewhere`,
    );
  if (names.length === 0) problems.push('matters:1: there is no matter here; add one as matters/<code>.yaml');
  return names.filter((name) => name.endsWith('.yaml')).map((name) => `matters/${name}`);
}

function versionOf(files: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of files) hash.update(JSON.stringify([name, bytes.length])).update(bytes);
  return hash.digest('hex').slice(0, 16);
}
