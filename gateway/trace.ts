import { randomFillSync } from 'node:crypto';

/** A new trace id: 26 characters of Crockford's base 32, the first ten the time, so that ids sort by it (the ULID form). */
export function newTrace(now = Date.now()): string {
  let time = now;
  const characters: string[] = [];
  for (let place = 0; place < 10; place += 1) {
    characters.unshift(alphabet[time % 32] as string);
    time = Math.floor(time / 32);
  }
  for (const byte of sixteenRandom()) characters.push(alphabet[byte % 32] as string);
  return characters.join('');
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Random bytes are drawn for many ids at once: each draw costs more than an id. */
const drawn = new Uint8Array(4_096);
let used = drawn.length;

function sixteenRandom(): Uint8Array {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += 16;
  return drawn.subarray(used - 16, used);
}
