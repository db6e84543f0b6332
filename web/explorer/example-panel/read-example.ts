import type { Bilingual } from '../language/language.ts';

/** The user groups that the examples are for, in the order of the panel. */
export const groups = ['clerk', 'analyst', 'department', 'bureau', 'explorer'] as const;
export type Group = (typeof groups)[number];

export type Example = {
  readonly name: string;
  readonly group: Group;
  readonly title: Bilingual;
  readonly about: Bilingual;
  /** Whom of the development issuer's personas it is useful to. */
  readonly persona: string;
  /** For which matter (事项); null where it needs none. */
  readonly matter: string | null;
  readonly variables: { readonly [name: string]: unknown };
  /** The operation, without the header. */
  readonly operation: string;
};

/**
 * Reads an example file: comment lines `# key: value` (title, title-en, group, persona, matter or "none", about, about-en,
 * variables as JSON), then the operation. Throws an Error that names the file and what its header lacks.
 */
export function readExample(name: string, text: string): Example {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  const header = new Map<string, string>(lines.slice(0, end).flatMap(entryOf));
  return {
    name,
    group: groupOf(required('group')),
    title: { zh: required('title'), en: required('title-en') },
    persona: required('persona'),
    matter: required('matter') === 'none' ? null : required('matter'),
    about: { zh: required('about'), en: required('about-en') },
    variables: JSON.parse(header.get('variables') ?? '{}'),
    operation: lines.slice(end).join('\n').trim(),
  };

  function required(key: string): string {
    const value = header.get(key);
    if (!value) throw new Error(`example ${name}: its header must have "# ${key}: …"`);
    return value;
  }

  function groupOf(value: string): Group {
    const group = groups.find((one) => one === value);
    if (!group) throw new Error(`example ${name}: group must be one of ${groups.join(', ')}; got "${value}"`);
    return group;
  }
}

function entryOf(line: string): [string, string][] {
  const [, key, value] = /^#\s*([a-z-]+):\s*(.+)$/.exec(line) ?? [];
  return key && value ? [[key, value.trim()]] : [];
}
