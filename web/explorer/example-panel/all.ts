import { readExample } from './read-example.ts';

const files: Record<string, string> = import.meta.glob('../examples/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Every example, in the order of the file names. */
export const examples = Object.entries(files)
  .sort(([one], [other]) => one.localeCompare(other))
  .map(([path, text]) => readExample(path.split('/').at(-1) ?? path, text));
