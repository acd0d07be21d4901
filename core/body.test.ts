import { expect, test } from '@playwright/test';
import { slicesOf } from './body.ts';

test('the slices of bytes are these bytes, one after the other', () => {
  for (const length of [0, 1, 65_536, 65_537, 200_000]) {
    const bytes = Uint8Array.from({ length }, (_, at) => at % 251);
    const slices = [...slicesOf(bytes)];
    expect(Buffer.compare(Buffer.concat(slices), bytes)).toBe(0);
    expect(slices.every((slice) => slice.length > 0 && slice.length <= 65_536)).toBe(true);
  }
});
