import { type CaseOptions, type Cases, caseRegister, type Recheck } from '#gateway/identity/cases.ts';
import type { Identity } from '#gateway/identity/identify.ts';
import { type Gateway, gatewayWithKeys } from './people.ts';
import { type RegisterProcess, registerProcess } from './register-process.ts';
import { type Way, wayTo } from './way.ts';

/** A running case register, the way to it, and gateways' clients at the way's other end. */
export type Office = {
  readonly gateway: Gateway;
  readonly register: RegisterProcess;
  readonly way: Way;
  client(options?: Partial<CaseOptions>, url?: string): Watched;
  /** Closes all clients and clears the way. */
  rest(): Promise<void>;
  close(): Promise<void>;
};

/** A client, and what it has told so far. */
export type Watched = {
  readonly cases: Cases;
  readonly rechecks: readonly Recheck[];
  readonly outages: readonly ('lost' | 'back')[];
};

/** A refusal or fault, as a caller is told of it. */
export type Told = {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
};

export async function openOffice(): Promise<Office> {
  const gateway = gatewayWithKeys();
  const register = await registerProcess(gateway);
  await register.start();
  const way = await wayTo(register.url);
  const open: Cases[] = [];
  return {
    gateway,
    register,
    way,
    client(options = {}, url = way.url) {
      const rechecks: Recheck[] = [];
      const outages: ('lost' | 'back')[] = [];
      const onOutage = (cause: Error | null) => void outages.push(cause ? 'lost' : 'back');
      const cases = caseRegister(url, { vouch: gateway.vouch, onOutage, ...options });
      cases.onRecheck((result) => rechecks.push(result));
      open.push(cases);
      return { cases, rechecks, outages };
    },
    async rest() {
      way.trouble = 'none';
      await Promise.all(open.splice(0).map((cases) => cases.close()));
    },
    async close() {
      await way.close();
      await register.end();
      gateway.forget();
    },
  };
}

/** What a caller is told whose case must not pass. */
export function refusalOf(cases: Cases, identity: Identity): Promise<Told> {
  return cases.standingOf(identity).then(
    (standing) => Promise.reject(new Error(`passed: ${JSON.stringify(standing)}`)),
    (error: Told) => error,
  );
}

export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((passed) => setTimeout(passed, 10));
}
