import { expect, test } from '@playwright/test';
import { HOSTILE } from './results/sample.test-support.ts';
import { cut, escapeMarkup, httpUrl, oneLine, visible } from './text.ts';

test('characters that act become characters that are read', () => {
  expect(visible('a\u202Eb\u001B[31m\uD800\u0007\u2028')).toBe('a⟨U+202E⟩b⟨U+001B⟩[31m⟨U+D800⟩⟨U+0007⟩⟨U+2028⟩');
});

test('ordinary text of any script stays as it is', () => {
  const text = 'naïve 😀 日本語 שלום\tx\ny';
  expect(visible(text)).toBe(text);
  expect(oneLine('a\r\nb\nc')).toBe('a ⏎ b ⏎ c');
});

test('a cut keeps surrogate pairs whole and says what it left out', () => {
  expect(cut('ab😀cd', 3)).toBe('ab… (6 characters)');
  expect(cut('abc', 3)).toBe('abc');
});

test('escaped markup holds no markup', () => {
  expect(escapeMarkup(HOSTILE)).not.toMatch(/[<>"']/);
  expect(escapeMarkup('&amp;')).toBe('&amp;amp;');
});

test('only absolute http(s) addresses become links', () => {
  expect(httpUrl('https://a.example/x')).toBe('https://a.example/x');
  for (const text of ['javascript:alert(1)', ' https://a', '//a', 'data:text/html,x', 'http://', undefined]) {
    expect(httpUrl(text)).toBeUndefined();
  }
});
