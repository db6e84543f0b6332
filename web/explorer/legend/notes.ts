import type { Bilingual } from '../language/language.ts';
import { maskWords } from './mask-words.ts';

/** Where in an answer; `@` stands for every item of a list. */
export type Path = readonly (string | number)[];

/** One thing that is not in an answer, or not as it is held, and why; the same of several records is one note. */
export type Note = {
  readonly kind: 'REFUSED' | 'DENIED' | 'MASKED' | 'UNAVAILABLE';
  /** The first place where it is so; null where it is so of the whole request. */
  readonly path: Path | null;
  readonly count: number;
  readonly why: Bilingual;
};

/**
 * Reads an answer as GraphQL over HTTP gave it: its errors, and with provenance `extensions.fields`, which alone tells
 * what was masked. What can't be read as an answer has no notes.
 */
export function notesOf(answer: unknown): readonly Note[] {
  if (!isRecord(answer)) return [];
  const told = listOf(answer['errors']).flatMap(noteOfError);
  const known = new Set(told.map(({ path }) => placeOf(path)));
  const extensions = isRecord(answer['extensions']) ? answer['extensions'] : {};
  const others = listOf(extensions['fields'])
    .flatMap(noteOfField)
    .filter(({ path }) => !known.has(placeOf(path)));
  return gathered([...told, ...others]);
}

/** A place as people read it: `citizen.household.members[].name`. */
export function placeOf(path: Path | null): string {
  return (path ?? []).reduce<string>((place, step) => {
    if (typeof step === 'number' || step === '@') return `${place}[]`;
    return place === '' ? step : `${place}.${step}`;
  }, '');
}

function noteOfError(error: unknown): readonly Note[] {
  if (!isRecord(error)) return [];
  const { path, message, extensions } = error;
  const { code, messageZh } = isRecord(extensions) ? extensions : {};
  const en = textOf(message, String(code));
  const why = { zh: textOf(messageZh, en), en };
  if (!isPath(path)) return [{ kind: 'REFUSED', path: null, count: 1, why }];
  const kind = code === 'UNAUTHORIZED_FIELD_OR_TYPE' ? 'DENIED' : 'UNAVAILABLE';
  return [{ kind, path, count: 1, why }];
}

function noteOfField(field: unknown): readonly Note[] {
  if (!isRecord(field) || !isPath(field['path'])) return [];
  const { path, status, rule, reason } = field;
  if (status === 'MASKED') return [{ kind: status, path, count: 1, why: maskWords(rule) }];
  if (status !== 'DENIED' && status !== 'UNAVAILABLE') return [];
  const code = textOf(reason, status);
  return [{ kind: status, path, count: 1, why: { zh: code, en: code } }];
}

/** One note for each place and reason, what was refused first. */
function gathered(notes: readonly Note[]): readonly Note[] {
  const found = new Map<string, Note>();
  for (const note of notes) {
    const key = [note.kind, placeOf(note.path), note.why.en].join(' ');
    const before = found.get(key);
    found.set(key, before ? { ...before, count: before.count + 1 } : note);
  }
  return kinds.flatMap((kind) => [...found.values()].filter((note) => note.kind === kind));
}

const kinds: readonly Note['kind'][] = ['REFUSED', 'DENIED', 'MASKED', 'UNAVAILABLE'];

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPath(value: unknown): value is Path {
  return Array.isArray(value) && value.every((step) => typeof step === 'string' || typeof step === 'number');
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
