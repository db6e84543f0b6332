import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** Somebody who can sign in at the development issuer, with a subject to try. */
export type Persona = {
  readonly persona: string;
  readonly sub: string;
  readonly name: string;
  readonly title: string;
  readonly org: string | null;
  readonly orgName: string;
  readonly dept: string | null;
  readonly roles: readonly string[];
  readonly region: string | null;
  readonly scope: readonly string[];
  readonly level: string;
  readonly matter?: string;
  /** Number of an open case of that matter, assigned to this persona. */
  readonly case?: string;
  readonly enterprise?: string;
  readonly citizen?: string;
};

/** A named person or firm of the fictional world and what it shows. */
export type Subject = {
  readonly id: string;
  readonly kind: 'citizen' | 'enterprise';
  readonly identifier: string;
  readonly name: string;
  readonly shows: string;
};

/** The development personas and the named subjects, from schema/personas.yaml. */
export function readPersonas(): {
  readonly personas: readonly Persona[];
  readonly subjects: readonly Subject[];
} {
  const file = fileURLToPath(new URL('../../schema/personas.yaml', import.meta.url));
  const { callers, subjects } = parse(readFileSync(file, 'utf8')) as {
    callers: Persona[];
    subjects: Subject[];
  };
  return { personas: callers, subjects };
}
