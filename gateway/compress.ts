import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { keepRecent } from './recent.ts';

export type Encoding = 'br' | 'gzip';

export type Compress = (
  body: string | Buffer,
  wish: {
    /** The client's Accept-Encoding. */
    readonly accepts: string | undefined;
    /** A name under which the result may be kept: whoever gives it promises the same body each time. */
    readonly keepAs?: string | undefined;
  },
) => Promise<{ readonly body: string | Buffer; readonly encoding: Encoding | null }>;

/**
 * Makes bodies smaller for clients that ask for it, off the event loop. As nothing of what a browser adds by itself is in
 * a request's credentials, another site can't learn an answer from the lengths of many (BREACH).
 */
export function createCompress({ keptBytes = 33_554_432, mostAtOnce = 32 } = {}): Compress {
  const kept = keepRecent<Buffer>(keptBytes);
  const underWay = new Map<string, Promise<Buffer>>();
  let running = 0;

  const run = async (body: Buffer, encoding: Encoding): Promise<Buffer> => {
    running += 1;
    try {
      return await smaller[encoding](body);
    } finally {
      running -= 1;
    }
  };

  /** Those who come for the same name while it is made wait for the one result. */
  const runOnce = (body: Buffer, encoding: Encoding, name: string): Promise<Buffer> => {
    const made = run(body, encoding)
      .then((result) => {
        kept.set(name, result, result.length);
        return result;
      })
      .finally(() => underWay.delete(name));
    underWay.set(name, made);
    return made;
  };

  return async (body, { accepts, keepAs }) => {
    const encoding = body.length < leastLength ? null : preferredEncoding(accepts);
    if (!encoding) return { body, encoding: null };
    const name = keepAs === undefined ? undefined : `${encoding} ${keepAs}`;
    const had = name === undefined ? undefined : (kept.get(name) ?? underWay.get(name));
    // A longer queue would cost more, in memory too, than its bytes are worth.
    if (!had && running >= mostAtOnce) return { body, encoding: null };
    const whole = typeof body === 'string' ? Buffer.from(body) : body;
    const result = await (had ??
      (name === undefined ? run(whole, encoding) : runOnce(whole, encoding, name)));
    return result.length < whole.length ? { body: result, encoding } : { body, encoding: null };
  };
}

/** What to send by an Accept-Encoding (RFC 9110, 12.5.3): the highest weight wins, of equal ones the smaller result. */
export function preferredEncoding(accepts: string | undefined): Encoding | null {
  if (!accepts) return null;
  const weights = new Map(accepts.split(',').map(weighted));
  const weightOf = (name: string, unnamed: number) => weights.get(name) ?? weights.get('*') ?? unnamed;
  const [br, gz] = [weightOf('br', 0), Math.max(weightOf('gzip', 0), weights.get('x-gzip') ?? 0)];
  const best = Math.max(br, gz);
  // Nothing said of identity means that it will do, not that it is wished.
  if (best <= 0 || best < (weights.get('identity') ?? 0)) return null;
  return br === best ? 'br' : 'gzip';
}

/** Whether a media type's bytes are text; pictures, fonts and archives are small already. */
export function isCompressible(type: string): boolean {
  return /^(text\/|application\/([\w.-]+\+)?(json|javascript|xml)\b|image\/svg\+xml|font\/ttf)/i.test(type);
}

function weighted(part: string): readonly [string, number] {
  const [name = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
  const weight = parameters.find((each) => each.startsWith('q='))?.slice(2);
  // A weight that can't be read is none: nobody is sent what may not have been asked for.
  return [
    name,
    weight === undefined ? 1 : /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0,
  ];
}

/** Below this a header costs more than the body saves, and one packet holds it anyway. */
const leastLength = 1_024;

const gzipped = promisify<Buffer, { level: number }, Buffer>(gzip);
const brotlied = promisify<Buffer, { params: Record<number, number> }, Buffer>(brotliCompress);

const smaller: Readonly<Record<Encoding, (body: Buffer) => Promise<Buffer>>> = {
  gzip: (body) => gzipped(body, { level: 6 }),
  br: (body) =>
    brotlied(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 4,
        // A window of 256 KB: the usual 4 MB are memory that each answer under way would hold.
        [constants.BROTLI_PARAM_LGWIN]: 18,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
};
