import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyTimes } from '#gateway/identity/keys/key-set.ts';
import { verifierByUrl } from '#gateway/identity/token.ts';
import {
  published,
  startIssuer,
  type TrialIssuer,
  type TrialKey,
  trialKey,
  trialRules,
  trialToken,
} from './trial-issuer.ts';

// The keys of an issuer that publishes them over HTTP: how often it is asked, and what holds while it can't be.

const first = trialKey('first');
const second = trialKey('second');
let issuer: TrialIssuer;
beforeEach(async () => {
  issuer = await startIssuer(first);
});
afterEach(() => issuer.close());

const verifier = (times: Partial<KeyTimes> = {}) => verifierByUrl(issuer.url, trialRules, times);
let count = 0;
/** A token that was never seen. */
const fresh = (key: TrialKey) => trialToken(key, { claims: { jti: String((count += 1)) } });
const isTrusted = (verify: ReturnType<typeof verifier>, token: string) =>
  verify(token).then(
    () => true,
    (error: { code: string }) => error.code,
  );
const unavailable = { code: 'ISSUER_UNAVAILABLE', status: 503 };

/** Waits until something is so; the test's own time ends it otherwise. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(20);
}

describe('an issuer of keys', () => {
  it('is not asked before a token comes, and once for all that come together', async () => {
    const verify = verifier();
    expect(issuer.asked()).toBe(0);
    await Promise.all(Array.from({ length: 50 }, () => verify(fresh(first))));
    expect(issuer.asked()).toBe(1);
  });

  it('has a key that it made a moment after it was asked found by the first token', async () => {
    const verify = verifier();
    await verify(fresh(first));
    issuer.publish(first, second);
    await expect(verify(fresh(second))).resolves.toMatchObject({ subject: 'clerk' });
    await verify(fresh(second));
    expect(issuer.asked()).toBe(2);
  });

  it('is asked again by who came while it was answering for the keys before', async () => {
    const verify = verifier();
    await verify(fresh(first));
    const { promise: mayAnswer, resolve: answerNow } = Promise.withResolvers<void>();
    const late = (outgoing: ServerResponse) => void mayAnswer.then(() => published([first])(outgoing));
    issuer.answers(late);
    const invented = isTrusted(verify, fresh(trialKey('invented')));
    while (issuer.asked() < 2) await pause(5);
    issuer.publish(first, second);
    const rotated = verify(fresh(second));
    answerNow();
    expect(await invented).toBe('UNAUTHENTICATED');
    await expect(rotated).resolves.toMatchObject({ subject: 'clerk' });
  });

  it('is hardly asked by a flood of invented key ids, and yet has a key that it makes in it found', async () => {
    const verify = verifier({ lookupMs: 300 });
    await verify(fresh(first));
    const started = performance.now();
    const flood = async () => {
      const invented = Array.from({ length: 100 }, (_, index) =>
        trialToken(first, { header: { kid: `invented ${index}` } }),
      );
      const told = await Promise.all(invented.map((token) => isTrusted(verify, token)));
      expect(new Set(told)).toEqual(new Set(['UNAUTHENTICATED']));
    };
    for (let round = 0; round < 5; round += 1) await flood();
    const earned = Math.floor((performance.now() - started) / 300);
    expect(issuer.asked()).toBeLessThanOrEqual(1 + 3 + earned);
    issuer.publish(first, second);
    await until(async () => (await flood(), (await isTrusted(verify, fresh(second))) === true));
    expect(await isTrusted(verify, fresh(first))).toBe(true);
  });
});

describe('a key that the issuer dropped', () => {
  it('is dropped with all that was believed by it as soon as the keys are fetched for any reason', async () => {
    const verify = verifier();
    const token = fresh(first);
    await verify(token);
    issuer.publish(second);
    expect(await isTrusted(verify, token)).toBe(true);
    await verify(fresh(second));
    expect(await isTrusted(verify, token)).toBe('UNAUTHENTICATED');
  });

  it('is trusted no longer than the issuer says and what is remembered lasts', async () => {
    issuer.answers(published([first], 'public, max-age=1'));
    const verify = verifier();
    const token = fresh(first);
    await verify(token);
    issuer.answers(published([second], 'max-age=1'));
    await until(async () => (await isTrusted(verify, token)) === 'UNAUTHENTICATED');
    expect(issuer.asked()).toBe(2);
  });

  it('is not believed after a long silence before the issuer was asked', async () => {
    const verify = verifier({ freshMs: 50 });
    await verify(fresh(first));
    issuer.publish(second);
    await pause(60);
    expect(await isTrusted(verify, fresh(first))).toBe('UNAUTHENTICATED');
  });
});

describe('an issuer that can not be asked', () => {
  it('is told as our fault, and is tried again soon', async () => {
    issuer.answers((outgoing) => outgoing.destroy());
    const verify = verifier({ retryMs: 50 });
    const token = fresh(first);
    await expect(verify(token)).rejects.toMatchObject(unavailable);
    issuer.publish(first);
    await until(async () => (await isTrusted(verify, token)) === true);
  });

  it('is told as our fault where nothing listens', async () => {
    const nowhere = verifierByUrl('http://127.0.0.1:1/keys', trialRules);
    await expect(nowhere(fresh(first))).rejects.toMatchObject(unavailable);
  });

  it('costs who asks meanwhile nothing but the first wait', async () => {
    issuer.answers(() => undefined);
    const verify = verifier({ timeoutMs: 100, retryMs: 60_000 });
    for (let index = 0; index < 20; index += 1)
      await expect(verify(fresh(first))).rejects.toMatchObject(unavailable);
    expect(issuer.asked()).toBe(1);
  });

  it('has the keys known last serve on, but not for ever', async () => {
    const verify = verifier({ freshMs: 20, darkMs: 1_500, retryMs: 20, timeoutMs: 50 });
    await verify(fresh(first));
    issuer.answers(() => undefined);
    await pause(40);
    expect(await isTrusted(verify, fresh(first))).toBe(true);
    await until(async () => (await isTrusted(verify, fresh(first))) === unavailable.code);
    issuer.publish(first);
    await until(async () => (await isTrusted(verify, fresh(first))) === true);
  });

  it('leaves open who signed with a key that is not known: no 401', async () => {
    const verify = verifier();
    await verify(fresh(first));
    issuer.answers((outgoing) => outgoing.writeHead(500).end());
    await expect(verify(fresh(second))).rejects.toMatchObject(unavailable);
    expect(await isTrusted(verify, fresh(first))).toBe(true);
  });

  it('only for a moment, is soon asked again, though the keys known are fresh', async () => {
    const verify = verifier({ retryMs: 50 });
    await verify(fresh(first));
    issuer.answers((outgoing) => outgoing.writeHead(500).end());
    await expect(verify(fresh(second))).rejects.toMatchObject(unavailable);
    issuer.publish(first, second);
    await until(async () => (await isTrusted(verify, fresh(second))) === true);
    expect(issuer.asked()).toBe(3);
  });

  const nonsense: readonly (readonly [what: string, how: (outgoing: ServerResponse) => void])[] = [
    ['a page', (outgoing) => outgoing.end('<html></html>')],
    ['no set of keys', (outgoing) => outgoing.end('{}')],
    ['keys that are no list', (outgoing) => outgoing.end('{"keys":{"length":1}}')],
    ['null', (outgoing) => outgoing.end('null')],
    ['half an answer', (outgoing) => outgoing.write('{"keys":[')],
    ['an answer that breaks off', (outgoing) => outgoing.write('{"ke', () => outgoing.destroy())],
    ['an error', (outgoing) => outgoing.writeHead(404).end('{"keys":[]}')],
    ['too many bytes', (outgoing) => outgoing.end(`{"keys":[],"more":"${'x'.repeat(300_000)}"}`)],
    ['too many keys', (outgoing) => outgoing.end(JSON.stringify({ keys: Array(101).fill(first.jwk) }))],
  ];
  it.each(nonsense)('or answers %s, has the keys known last serve on', async (_, how) => {
    const verify = verifier({ freshMs: 20, timeoutMs: 200 });
    await verify(fresh(first));
    issuer.answers(how);
    await pause(30);
    expect(await isTrusted(verify, fresh(first))).toBe(true);
    const cold = verifier({ timeoutMs: 200 });
    await expect(cold(fresh(first))).rejects.toMatchObject(unavailable);
  });

  it('and sends us elsewhere is not followed', async () => {
    const elsewhere = await startIssuer(first);
    issuer.answers((outgoing) => outgoing.writeHead(302, { location: elsewhere.url }).end());
    await expect(verifier()(fresh(first))).rejects.toMatchObject(unavailable);
    expect(elsewhere.asked()).toBe(0);
    await elsewhere.close();
  });
});
