import type { GraphQLSchema } from 'graphql';

/** Whether the gateway tells callers their rights; one that only tries a supergraph doesn't. */
export function tellsRights(schema: GraphQLSchema | null | undefined): boolean {
  return schema?.getQueryType()?.getFields()['myRights'] !== undefined;
}

/** All that the page shows of one's rights for a matter. */
export const rightsQuery = `query MyRights($matter: String) {
  myRights(matter: $matter) {
    path title effect mask basis validUntil
    reason { code message messageZh }
    otherwise { facts effect mask reason { code message messageZh } }
  }
}`;
