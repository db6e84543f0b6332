import { randomFillSync } from 'node:crypto';

/** A new trace id: 26 characters of Crockford's base 32, the first ten the time, so that ids sort by it (the ULID form). */
export function newTrace(now = Date.now()): string {
  if (now !== lastTime) {
    lastTime = now;
    lastTimeText = timeText(now);
  }
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  let trace = lastTimeText;
  for (const end = used + randomPlaces; used < end; used += 1)
    trace += alphabet[(drawn[used] as number) % 32];
  return trace;
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timePlaces = 10;
const randomPlaces = 16;

/** Random bytes are drawn for many ids at once: each draw costs more than an id. */
const drawn = new Uint8Array(256 * randomPlaces);
let used = drawn.length;

/** Many ids are of the same millisecond. */
let lastTime = Number.NaN;
let lastTimeText = '';

function timeText(time: number): string {
  let text = '';
  for (let place = 0, left = time; place < timePlaces; place += 1, left = Math.floor(left / 32))
    text = `${alphabet[left % 32]}${text}`;
  return text;
}
