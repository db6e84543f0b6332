import type { Authorizing } from '../access/authorize.ts';
import type { Department } from '../fetch/department.ts';

/** Who asks the gateway about itself, why, and in which request. */
export type OwnAsking = Authorizing & { readonly trace: string };

/** The gateway as one of its departments: it has a way for each who asks, since nobody must vouch for them here. */
export type OwnDepartment = {
  readonly name: string;
  for(asking: OwnAsking): Department;
};
