import { type IssuerKey, issuerKeys } from './issuer-key.ts';

/** An issuer's keys as it published them. */
export type PublishedKeys = {
  readonly keys: readonly IssuerKey[];
  readonly text: string;
  /** How long the issuer lets them be kept. */
  readonly freshMs: number;
};

/** Fetches a JWK Set. Throws for no answer in time, a redirect, any status but 200, too many bytes, and what is no set. */
export async function fetchKeys(
  url: string,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<PublishedKeys> {
  const response = await fetch(url, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status !== 200 || !response.body) {
    await response.body?.cancel();
    throw new Error(`the issuer's keys came with status ${response.status}`);
  }
  const text = await textOf(response.body);
  return {
    keys: issuerKeys(JSON.parse(text)),
    text,
    freshMs: freshMsBy(response.headers.get('cache-control') ?? ''),
  };
}

const mostBytes = 262_144;

async function textOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new Error(`the issuer's keys are more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** An issuer that wants its keys not kept at all still has them kept for a few seconds. */
function freshMsBy(cacheControl: string): number {
  if (/\bno-(store|cache)\b/i.test(cacheControl)) return leastFreshMs;
  const [, seconds] = /\bmax-age\s*=\s*"?(\d{1,9})/i.exec(cacheControl) ?? [];
  return seconds === undefined ? Number.POSITIVE_INFINITY : Math.max(leastFreshMs, Number(seconds) * 1_000);
}

const leastFreshMs = 5_000;
