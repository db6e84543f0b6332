import { describe, expect, inject, it, vi } from 'vitest';
import { operation, someJournal } from './logs.ts';
import { throughProxy } from './proxy.ts';

describe('a PostgreSQL that does not answer any more', () => {
  it('is given up on in seconds, and written again once it can be reached', async () => {
    const way = await throughProxy(inject('postgresUrl'));
    const journal = await someJournal({
      store: { kind: 'postgres', url: way.url },
      log: `stalled-${process.pid}`,
    });
    const [intent, outcome] = operation('T1');
    await journal.append(intent);
    way.holdUp();
    await expect(journal.append(outcome)).rejects.toMatchObject({ code: 'JOURNAL_UNAVAILABLE' });
    expect(journal.state().kind).toBe('unavailable');
    // The server keeps the lock until it has noticed too that its client is gone.
    await way.cut();
    await way.mend();
    await vi.waitFor(() => expect(journal.state().kind).toBe('open'), { timeout: 30_000 });
    for (const entry of operation('T2')) await journal.append(entry);
  }, 60_000);
});
