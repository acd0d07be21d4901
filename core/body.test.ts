import { expect, test } from '@playwright/test';
import { bodyBytes, slicesOf } from './body.ts';

test('the slices of a body are its bytes, wherever its characters are cut', () => {
  for (const filler of ['a', 'é', '世', '🌍', 'a🌍', '\ud800', 'ab\udc00']) {
    for (let shift = 0; shift < 4; shift++) {
      const body = { kind: 'text', text: `${'x'.repeat(shift)}${filler.repeat(70_000)}` } as const;
      const whole = bodyBytes(body);
      let at = 0;
      for (const { bytes, text } of slicesOf(body)) {
        expect(Buffer.compare(bytes, whole.subarray(at, at + bytes.length))).toBe(0);
        if (text !== undefined) expect(Buffer.compare(Buffer.from(text), bytes)).toBe(0);
        at += bytes.length;
      }
      expect(at).toBe(whole.length);
    }
  }
});
