import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { House } from '#test/setup/house.ts';

/**
 * A second gateway before the departments of a house, in production mode: no personas, and no request without a token.
 * It trusts an issuer elsewhere on this machine that publishes the house's own key, so the house's tokens are good.
 */
export async function startProductionGateway(
  house: House,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const environment = environmentOf(house.processes()['gateway'] as number);
  const issuer = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(publishedKeys(environment));
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  const gateway = fork(join(import.meta.dirname, '../gateway/main.ts'), ['--port', '0'], {
    env: {
      ...environment,
      NODE_ENV: 'production',
      // Whoever explores writes documents that nobody has published yet.
      TONGCHA_TRUSTED_ONLY: '',
      // Its journal is its own.
      TONGCHA_INSTANCE: 'production',
      TONGCHA_JWKS_URL: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/`,
      TONGCHA_ISSUER: 'tongcha-development',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => gateway.once('exit', () => resolve()));
  const port = await new Promise<string>((resolve, reject) => {
    let printed = '';
    gateway.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const [, found] = /"port":(\d+)/.exec(printed) ?? [];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(`the production gateway did not start:\n${printed}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      gateway.kill('SIGTERM');
      await ended;
      issuer.close();
    },
  };
}

/** What a running process was told: where the departments are, and where the house keeps its keys. */
function environmentOf(pid: number): Readonly<Record<string, string>> {
  const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}

function publishedKeys({ TONGCHA_STATE: state = '' }: Readonly<Record<string, string>>): string {
  const file = join(state, 'development-issuer.jwk.json');
  const { d: _private, ...published } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  return JSON.stringify({ keys: [published] });
}
