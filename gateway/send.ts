import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Compress, type Encoding, isCompressible } from './compress.ts';

/** An answer of any kind, ready but for the wire. */
export type Sendable = {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | Buffer;
  /** The path of what never changes under it. */
  readonly keepAs?: string;
};

export type Packed = Sendable & { readonly encoding: Encoding | null };

/** The answer, compressed if its kind is worth it and the client asked for that; else as it was. */
export async function pack(
  answer: Sendable,
  accepts: string | undefined,
  compress: Compress,
): Promise<Packed> {
  if (!mayBeCompressed(answer)) return { ...answer, encoding: null };
  return { ...answer, ...(await compress(answer.body, { accepts, keepAs: answer.keepAs })) };
}

/** Writes headers and body at once; a client that is still sending hears its answer before the connection closes. */
export async function send(
  outgoing: ServerResponse,
  packed: Packed,
  { trace, closing, lingerMs }: { trace: string; closing: boolean; lingerMs: number },
): Promise<void> {
  if (outgoing.destroyed) return;
  const { req: incoming } = outgoing;
  const unread = !incoming.complete;
  // A connection with a body left unread, or one that outlives the gateway, serves no further request.
  outgoing.writeHead(packed.status, headersOf(packed, { trace, last: closing || unread }));
  // A text goes as it is: Node makes it one piece with the headers, and its bytes are made and written once.
  const body = incoming.method === 'HEAD' ? '' : packed.body;
  if (unread) {
    outgoing.write(body);
    await hearOut(incoming, lingerMs);
    outgoing.end();
  } else outgoing.end(body);
}

/** In the flat form that Node takes as it is; our own come last. */
function headersOf(packed: Packed, { trace, last }: { trace: string; last: boolean }): string[] {
  const flat: string[] = [];
  let vary = mayBeCompressed(packed) ? 'accept-encoding' : '';
  for (const [name, value] of packed.headers)
    if (name === 'vary') vary = vary ? `${value}, ${vary}` : value;
    else if (name !== 'content-length') flat.push(name, value);
  if (vary) flat.push('vary', vary);
  if (packed.encoding) flat.push('content-encoding', packed.encoding);
  if (last) flat.push('connection', 'close');
  const length = String(Buffer.byteLength(packed.body));
  flat.push('content-length', length, 'x-request-id', trace, 'x-content-type-options', 'nosniff');
  return flat;
}

function mayBeCompressed({ headers }: Sendable): boolean {
  return isCompressible(headers.get('content-type') ?? '');
}

/** Drops what a client still sends, for so long: closing on unread bytes would reset the connection, answer and all. */
async function hearOut(incoming: IncomingMessage, lingerMs: number): Promise<void> {
  const { promise: heard, resolve } = Promise.withResolvers<void>();
  const late = setTimeout(resolve, lingerMs);
  incoming.once('close', resolve).resume();
  await heard;
  clearTimeout(late);
}
