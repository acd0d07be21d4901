import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { dataScript, jsonForHtml, sitePage, wholePage } from './page.ts';

test('data cannot end its element', () => {
  const text = jsonForHtml({ text: '</script><!--\u2028\uD800' });
  expect(text).not.toMatch(/[<>\u2028]/);
  expect(JSON.parse(text)).toEqual({ text: '</script><!--\u2028\uD800' });
});

test('a data file hands over its value whatever is in it', () => {
  const value = JSON.parse('{"__proto__":{"a":1},"b":"</script>\\u2029 \\ud800"}');
  const got: [string, unknown][] = [];
  new Function('tckData', dataScript('columns/a', value))((name: string, json: string) =>
    got.push([name, JSON.parse(json)]),
  );
  expect(got).toEqual([['columns/a', value]]);
  expect(Object.keys(got[0]?.[1] as object)).toEqual(['__proto__', 'b']);
});

test('the policy of the page in one file names exactly its own script and style', () => {
  const script = 'const a = "</script>";';
  const page = wholePage({ script, style: 'p{}' }, [['matrix', { name: '</script><script>x()</script>' }]], '');
  const inline = /<script>([\s\S]*)<\/script>/.exec(page)?.[1] ?? '';
  expect(page).toContain(`script-src 'sha256-${createHash('sha256').update(inline).digest('base64')}'`);
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page).toContain(`default-src 'none'`);
});

test('the page of a site allows its own files and nothing from elsewhere', () => {
  const page = sitePage('<p>counts</p>');
  expect(page).toContain(`default-src 'none'; script-src 'self'; style-src 'self'`);
  expect(page).not.toMatch(/https?:/);
});
