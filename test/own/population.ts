import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDepartment } from '#gateway/fetch/department.ts';
import { callerTokenSigner } from '#gateway/identity/caller-token.ts';
import type { Engine } from '#gateway/operation.ts';
import { department } from '#subgraphs/population/department.ts';
import { serveDepartment } from '#subgraphs/toolkit/serve.ts';
import { createWorld } from '#subgraphs/world/create-world.ts';
import { seededRegister } from '#test/setup/register.ts';

/** The population department over a socket, and how the gateway vouches for callers to it. */
export type Population = {
  readonly departments: Engine['departments'];
  readonly vouch: Engine['vouch'];
  close(): Promise<void>;
};

export async function startPopulation(): Promise<Population> {
  const register = await seededRegister(
    department,
    department.seed(createWorld({ seed: 1714, citizens: 400, enterprises: 60 })),
  );
  const keys = generateKeyPairSync('ed25519');
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-own-keys-'));
  const keyFile = join(folder, 'caller.jwk.json');
  writeFileSync(keyFile, JSON.stringify({ ...keys.privateKey.export({ format: 'jwk' }), kid: 'own' }));
  const server = await serveDepartment(department, {
    database: register.database,
    callerKey: { ...keys.publicKey.export({ format: 'jwk' }), kid: 'own' },
    report: (error) => {
      throw error;
    },
  });
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  const way = openDepartment('population', `${address}/graphql`, { timeoutMs: 5_000, sharesReads: true });
  const sign = callerTokenSigner(keyFile);
  return {
    departments: new Map([['population', way]]),
    vouch: async ({ caller, purpose, standing, verdict }) => ({
      'x-tongcha-caller': await sign({ caller, purpose, standing, verdict }),
    }),
    async close() {
      await way.close();
      await server.close();
      await register.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
