import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Journal } from '#gateway/journal/journal.ts';
import { until } from '../gateway/bare-http.ts';
import { listen } from '../gateway/listener.ts';
import { headersOf, reasonsOf } from './governed-graph.ts';
import { query, startRecorded } from './recorded-graph.ts';

// Without a record there is no answer, however far it had come.

describe('while the journal can’t be written', () => {
  it('nothing is answered and nobody asked; once it can, all is again, without a restart', async () => {
    const { graph: asked, journal: log, file, entries } = await startRecorded();
    const free = lock(file);
    // The first finds out.
    expect((await asked.asks(query, { matter: 'all' })).status).toBe(503);
    asked.asked();
    const reply = await asked.asks(query, { matter: 'all' });
    expect(reply.status).toBe(503);
    expect(reply.data ?? null).toBeNull();
    expect(reasonsOf(reply)).toEqual(['- JOURNAL_UNAVAILABLE']);
    expect(reply.errors[0]?.extensions['messageZh']).toMatch(/暂时无法写入/);
    expect(asked.asked()).toEqual({});
    free();
    await untilOpen(log);
    expect((await asked.asks(query, { matter: 'all' })).status).toBe(200);
    expect((await entries()).map(({ kind }) => kind)).toEqual(['INTENT', 'OUTCOME']);
  });

  it('what departments have answered meanwhile is not told', async () => {
    const { graph: asked, journal: log, file } = await startRecorded();
    const { promise, resolve } = Promise.withResolvers<void>();
    asked.departments['civil']?.answersInstead(async (truth) => {
      await promise;
      return { body: truth };
    });
    const running = asked.asks(query, { matter: 'all' });
    await until(() => (asked.departments['civil']?.calls.length ?? 0) > 0 && log.state().waiting === 0);
    const free = lock(file);
    resolve();
    const reply = await running;
    expect(reply.status).toBe(503);
    expect(reply.text).not.toMatch(/周|139|浙江/);
    expect(reasonsOf(reply)).toEqual(['- JOURNAL_UNAVAILABLE']);
    free();
    await untilOpen(log);
    expect((await asked.asks(query, { matter: 'all' })).status).toBe(200);
  });

  it('a subscription tells no event', async () => {
    const { graph: asked, file } = await startRecorded();
    const stream = await listen(
      asked.url,
      { query: 'subscription { moved { address } }' },
      headersOf({ matter: 'all' }),
    );
    await until(() => asked.moves.listeners() > 0);
    lock(file);
    asked.moves.send({ number: 'H1' });
    const [event, end] = await stream.rest();
    expect(event?.told).not.toHaveProperty('data');
    expect(event?.told?.errors).toMatchObject([{ extensions: { code: 'JOURNAL_UNAVAILABLE' } }]);
    expect(end?.name).toBe('complete');
  });
});

/** Lets nobody else write to a journal until it is let go. */
function lock(file: string): () => void {
  const other = new DatabaseSync(file, { timeout: 5_000 });
  other.exec('begin immediate');
  let isFree = false;
  const free = () => {
    if (!isFree) other.exec('rollback');
    isFree = true;
  };
  onTestFinished(() => {
    free();
    other.close();
  });
  return free;
}

async function untilOpen(journal: Journal): Promise<void> {
  await vi.waitFor(() => expect(journal.state().kind).toBe('open'), { timeout: 20_000 });
}
