import { GraphQLError } from 'graphql';

/** The caller's own mistake, told in words meant for it; every other error of a department stays inside. */
export class WrongInput extends GraphQLError {
  constructor(message: string) {
    super(message, { extensions: { code: 'BAD_USER_INPUT' } });
    this.name = 'WrongInput';
  }
}
