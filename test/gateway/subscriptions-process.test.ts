import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { until } from './bare-http.ts';
import { listen } from './listener.ts';
import { type Watched, watchFirms } from './watched-firms.ts';

// The gateway's main file as it is started: that its parts are put together so that subscriptions are served.

const query = 'subscription { changed { at firm { name paid } } }';
const event = { data: { changed: { at: 1, firm: { name: '甲', paid: 97 } } } };

describe('a gateway process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-subscriptions-'));
  let firms: Watched;
  let child: ChildProcess;
  let printed = '';
  let url = '';
  let ended: Promise<number | null>;
  beforeAll(async () => {
    firms = await watchFirms('socket');
    const supergraph = join(folder, 'supergraph.graphql');
    writeFileSync(supergraph, firms.sdl);
    const watch = firms.departments['watch']?.url.replace('http', 'ws');
    child = spawn(
      process.execPath,
      [
        join(import.meta.dirname, '../../gateway/main.ts'),
        '--open',
        '--port',
        '0',
        '--supergraph',
        supergraph,
      ],
      {
        env: {
          ...process.env,
          NODE_ENV: 'development',
          TONGCHA_STATE: folder,
          TONGCHA_SUBSCRIPTION_URLS: JSON.stringify({ watch }),
          TONGCHA_MAX_STREAMS: '2',
          TONGCHA_DRAIN_MS: '5000',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (more: string) => (printed += more));
    ended = new Promise((resolve) => child.once('close', resolve));
    await until(() => portIn(printed) !== undefined || child.exitCode !== null);
    url = `http://127.0.0.1:${portIn(printed)}`;
  });
  afterAll(async () => {
    child?.kill('SIGTERM');
    await ended;
    await firms?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves by events and by WebSocket, no more than it may, and completes all when it is ended', async () => {
    const listener = await listen(url, { query });
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const events = client.iterate({ query });
    await until(() => firms.listeners() === 2);
    expect(firms.departments['watch']?.feed.open()).toBe(2);
    expect((await listen(url, { query })).status).toBe(503);

    firms.change({ at: 1, firm: 'a' });
    expect((await listener.next()).told).toEqual(event);
    expect((await events.next()).value).toEqual(event);

    child.kill('SIGTERM');
    expect(await listener.rest()).toEqual([{ name: 'complete', told: null }]);
    expect((await events.next()).done).toBe(true);
    expect(await ended).toBe(0);
    expect(firms.listeners()).toBe(0);
    await client.dispose();
  });
});

function portIn(lines: string): string | undefined {
  return /"port":(\d+)/.exec(lines)?.[1];
}
