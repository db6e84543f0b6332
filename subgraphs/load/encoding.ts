import { createReadStream } from 'node:fs';
import { Unusable } from './unusable.ts';

/**
 * The text of a UTF-8 file, piece by piece, without its byte order mark. Throws Unusable, which says what to do, for
 * any other encoding and for what is no text. `onBytes` is told how many bytes have been read so far.
 */
export async function* textOf(file: string, onBytes: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  let lines = 1;
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
    if (bytes === 0) refuseForeign(piece);
    if (piece.includes(0)) throw new Unusable(['the file holds NUL bytes: it is no text file']);
    try {
      yield decoder.decode(piece, { stream: true });
    } catch {
      throw new Unusable([notUtf8(piece, { lines, isFirst: bytes === 0 })]);
    }
    bytes += piece.length;
    lines += newlinesIn(piece);
    onBytes(bytes);
  }
  try {
    yield decoder.decode();
  } catch {
    throw new Unusable([`line ${lines}: the file ends in the middle of a character`]);
  }
}

/** By the first bytes: what people hand over when asked for a CSV. */
function refuseForeign(start: Buffer): void {
  if (start[0] === 0x50 && start[1] === 0x4b)
    throw new Unusable(['the file is an Excel workbook (or another zip): save it as "CSV UTF-8" first']);
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff))
    throw new Unusable(['the file is UTF-16: convert it first, with iconv -f UTF-16 -t UTF-8']);
}

function notUtf8(piece: Buffer, { lines, isFirst }: { lines: number; isFirst: boolean }): string {
  const broken = new TextDecoder('utf-8').decode(piece);
  const line = lines + newlinesIn(broken.slice(0, broken.indexOf('\uFFFD')));
  return isFirst && looksLikeGbk(piece)
    ? `line ${line}: the file is GBK or GB 18030, not UTF-8: convert it first, with iconv -f GB18030 -t UTF-8`
    : `line ${line}: the file is not UTF-8`;
}

function looksLikeGbk(piece: Buffer): boolean {
  try {
    return /\p{Script=Han}/u.test(
      new TextDecoder('gb18030', { fatal: true }).decode(piece, { stream: true }),
    );
  } catch {
    return false;
  }
}

function newlinesIn(text: Buffer | string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
