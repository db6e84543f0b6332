import { servePlanning } from '#gateway/graph/planning-process.ts';

servePlanning(() => ({ operation }) => {
  if (operation === 'throw') throw new Error('can not be planned');
  if (operation === 'abort') process.abort();
  for (;;) {
    if (operation === 'endless') continue;
    return {
      kind: 'fetch',
      operationKind: 'query',
      department: 'planned',
      operation,
      variables: [],
      entities: [],
      outputRewrites: [],
    };
  }
});
