/**
 * Where GraphiQL keeps tabs, history and the user's layout. Operations hold citizens' numbers and a hall's computer is
 * shared, so all of it ends with the browser tab. A token isn't kept even for that long: GraphiQL puts the headers of
 * every request into its history, and browsers bring closed tabs back.
 */
export const storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'clear' | 'length'> = {
  getItem: (key) => sessionStorage.getItem(key),
  setItem: (key, value) => sessionStorage.setItem(key, histories.has(key) ? withoutHeaders(value) : value),
  removeItem: (key) => sessionStorage.removeItem(key),
  clear: () => sessionStorage.clear(),
  get length() {
    return sessionStorage.length;
  },
};

const histories: ReadonlySet<string> = new Set(['graphiql:queries', 'graphiql:favorites']);

function withoutHeaders(json: string): string {
  return JSON.stringify(JSON.parse(json, (name, value) => (name === 'headers' ? undefined : value)));
}

// A narrower side panel than GraphiQL's third, until the user drags it.
if (storage.getItem('graphiql:docExplorerFlex') === null) storage.setItem('graphiql:docExplorerFlex', '0.28');
