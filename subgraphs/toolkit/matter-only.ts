import { GraphQLError } from 'graphql';
import type { Resolver } from './context.ts';

/** A field that is answered only for a caller who says for which matter: the department's own rule, whatever the gateway's. */
export function matterOnly(coordinate: string, resolve: Resolver): Resolver {
  return (record, args, context, info) => {
    if (context.caller.matter === null) throw new NotPermitted(`${coordinate} is given for a matter only.`);
    return resolve(record, args, context, info);
  };
}

/** What a department refuses by a rule of its own, told in words meant for the gateway. */
class NotPermitted extends GraphQLError {
  constructor(message: string) {
    super(message, { extensions: { code: 'FORBIDDEN' } });
    this.name = 'NotPermitted';
  }
}
