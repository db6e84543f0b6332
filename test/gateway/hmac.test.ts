import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmacUnder } from '#gateway/hmac.ts';

describe('HMAC-SHA256', () => {
  it('is that of test case 2 of RFC 4231', () => {
    expect(hexOf(hmacUnder(Buffer.from('Jefe'))(Buffer.from('what do ya want for nothing?')))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('is what Node makes, for keys and messages of any length, one after the other', () => {
    const bytes = fc.uint8Array({ maxLength: 150 });
    fc.assert(
      fc.property(bytes, fc.array(bytes, { maxLength: 5 }), (key, messages) => {
        const hmac = hmacUnder(Buffer.from(key));
        expect(messages.map((message) => hexOf(hmac(message)))).toEqual(
          messages.map((message) => createHmac('sha256', key).update(message).digest('hex')),
        );
      }),
    );
  });
});

function hexOf(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}
