/** One server-sent event: its name, "message" if it has none, and its data. */
export type ServerSentEvent = { readonly name: string; readonly data: string };

/**
 * Reads server-sent events as they arrive (WHATWG HTML, 9.2). Comments, ids and retry times are passed over. Throws an
 * Error as soon as an event is larger than the cap.
 */
export async function* readEvents(
  bytes: AsyncIterable<Uint8Array>,
  largestBytes: number,
): AsyncGenerator<ServerSentEvent> {
  let name = '';
  let data: string[] = [];
  let size = 0;
  for await (const line of linesOf(bytes, largestBytes)) {
    if (line === '') {
      if (data.length > 0) yield { name: name || 'message', data: data.join('\n') };
      name = '';
      data = [];
      size = 0;
      continue;
    }
    const [field, value] = fieldOf(line);
    if (field === 'event') name = value;
    if (field !== 'data') continue;
    size += Buffer.byteLength(value);
    if (size > largestBytes) throw tooLarge(largestBytes);
    data.push(value);
  }
}

function fieldOf(line: string): readonly [field: string, value: string] {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  const from = line[colon + 1] === ' ' ? colon + 2 : colon + 1;
  return [line.slice(0, colon), line.slice(from)];
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>, largestBytes: number): AsyncGenerator<string> {
  const utf8 = new TextDecoder('utf-8');
  // A long line comes in many pieces: joined once, or each piece would be copied again for every one after it.
  let begun: string[] = [];
  let begunLength = 0;
  let endedInReturn = false;
  for await (const part of bytes) {
    let text = utf8.decode(part, { stream: true });
    if (endedInReturn && text.startsWith('\n')) text = text.slice(1);
    if (text === '') continue;
    endedInReturn = text.endsWith('\r');
    const lines = text.split(/\r\n|\n|\r/);
    const rest = lines.pop() as string;
    for (const line of lines) {
      yield begun.length > 0 ? begun.join('') + line : line;
      begun = [];
      begunLength = 0;
    }
    if (rest === '') continue;
    begun.push(rest);
    begunLength += rest.length;
    if (begunLength > largestBytes + longestFieldName) throw tooLarge(largestBytes);
  }
}

const longestFieldName = 8;

function tooLarge(largestBytes: number): Error {
  return new Error(`an event is larger than ${largestBytes} bytes`);
}
