import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Refusal } from './errors.ts';

/**
 * The body of a request: JSON as its value, another type as text, nothing as ''. Refuses more than `maxBytes`, as soon as
 * that is known, and what is not UTF-8 or not JSON; the rest of a refused body is left unread.
 */
export async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<unknown> {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const bytes = await readBytes(incoming, maxBytes);
  // Anything else is Apollo Server's to refuse: it knows which types a cross-site form can't send.
  if (mediaType(incoming.headers) !== 'application/json') return bytes.toString('utf8');
  try {
    // A byte order mark is dropped; bytes that are not UTF-8 are refused, not replaced.
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new Refusal(
      'BAD_REQUEST',
      'The request body is not valid JSON in UTF-8; send {"query": "…", "variables": {…}}.',
    );
  }
}

/** Why no body of this coding or character set is taken, in words for the caller; null for one that is. */
export function unreadable(headers: IncomingHttpHeaders): string | null {
  const coding = headers['content-encoding']?.trim().toLowerCase();
  // A request is a few kilobytes: to unpack it is not worth a guard against bodies that unpack without end.
  if (coding && coding !== 'identity')
    return 'Compressed request bodies are not taken: send the JSON as it is.';
  const charset = /;\s*charset\s*=\s*"?([^\s";,]*)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset))
    return 'The request body must be written in UTF-8.';
  return null;
}

/** By events: iterating over a stream costs more than all the rest of a small request's reading. */
function readBytes(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const parts: Buffer[] = [];
  let length = 0;
  const take = (part: Buffer): void => {
    length += part.length;
    if (length <= maxBytes) parts.push(part);
    else {
      // Paused, not destroyed: the connection must stay until the client has heard why.
      incoming.off('data', take).pause();
      reject(tooLarge(maxBytes));
    }
  };
  incoming
    .on('data', take)
    .once('end', () => resolve(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, length)))
    .once('error', reject)
    .once('close', () => {
      // It comes after every end too, and an Error with its stack costs as much as all the rest here.
      if (!incoming.complete) reject(new Error('the client left in the middle of its request'));
    });
  return promise;
}

function mediaType(headers: IncomingHttpHeaders): string {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase();
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(
    'REQUEST_TOO_LARGE',
    `The request body is larger than ${maxBytes} bytes; ask for less at once.`,
  );
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
