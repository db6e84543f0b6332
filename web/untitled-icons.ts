import type { Plugin } from 'vite';

/**
 * Vite plugin: GraphiQL's icons without tooltips. It makes an icon's title of its function's name, which bundling
 * shortens to nonsense like "dc icon"; what an icon stands on has its own label.
 */
export function untitledIcons(): Plugin {
  return {
    name: 'untitled-icons',
    transform: {
      filter: { id: /@graphiql\/react\/dist\/icons\/index\.js$/ },
      handler(code) {
        const untitled = code.replace(/const title = RawComponent\.name[^;]*;/, 'const title = undefined;');
        if (untitled === code) throw new Error('GraphiQL titles its icons differently now');
        return { code: untitled, map: null };
      },
    },
  };
}
