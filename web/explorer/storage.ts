/**
 * Where GraphiQL keeps tabs, history and the user's layout. Operations hold citizens' numbers and a hall's computer is
 * shared, so all of it ends with the browser tab.
 */
export const storage = sessionStorage;

// A narrower side panel than GraphiQL's third, until the user drags it.
if (storage.getItem('graphiql:docExplorerFlex') === null) storage.setItem('graphiql:docExplorerFlex', '0.28');
