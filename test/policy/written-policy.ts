import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Policy, type PolicyReading, readPolicy } from '#schema/policy/policy.ts';

/** Where this house's own policy is. */
export const shippedFolder = join(import.meta.dirname, '../../schema/policy');

/** A folder with these files, gone when the test ends; `roles.yaml` is this house's own where none is given. */
export function policyFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-policy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(shippedFolder, 'roles.yaml'), join(folder, 'roles.yaml'));
  mkdirSync(join(folder, 'matters'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** The lines of a right matter, one member each. */
export const rightMember = {
  code: 'code: trial',
  title: 'title: 试办',
  basis: 'basis: [《试办条例》第一条]',
  subject: 'subject: enterprise',
  roles: 'roles: [window-clerk]',
  departments: 'departments: [water]',
  case: 'case: optional',
  validity: 'validity: { from: 2026-01-01 }',
  accessLog: 'accessLog: shown',
  fields: 'fields:\n  Query.enterprise: clear',
} as const;

/** A matter's file, right but for what is written instead. */
export function matterText(instead: Partial<Record<keyof typeof rightMember | 'more', string>> = {}): string {
  const { more, ...members } = instead;
  return `${Object.values({ ...rightMember, ...members, ...(more && { more }) }).join('\n')}\n`;
}

/** What is told of a policy whose one matter is this. */
export function problemsOf(matter: string | Uint8Array): readonly string[] {
  return problemsIn(readPolicy(policyFolder({ 'matters/trial.yaml': matter })));
}

export function problemsIn(reading: PolicyReading): readonly string[] {
  return reading.kind === 'problems' ? reading.problems : [];
}

/** The policy that was read; what is wrong with it fails the test. */
export function policyIn(reading: PolicyReading): Policy {
  if (reading.kind === 'problems') throw new Error(reading.problems.join('\n'));
  return reading.policy;
}
