import { expect, test } from '@playwright/test';
import { bodyText } from './body.ts';
import { applyEdits, editJson } from './edit.ts';
import type { Exchange } from './exchange.ts';
import type { Edit } from './rule.ts';

function exchange(contentType: string, text: string): Exchange {
  return {
    id: 'x1',
    request: { method: 'POST', url: '', path: '/v1/responses', query: '', headers: {}, json: {} },
    answer: {
      kind: 'http',
      status: 200,
      headers: { 'content-type': contentType },
      contentType,
      body: { kind: 'text', text },
      ending: 'complete',
    },
    fidelity: 'verbatim',
  };
}

function edited(from: Exchange, ...edits: readonly Edit[]): string {
  const { answer } = applyEdits(from, edits);
  return answer.kind === 'http' ? bodyText(answer.body) : '';
}

const json = exchange('application/json', '{"id":"r","list":[{"a":1},{"a":2}]}');
const stream = exchange(
  'text/event-stream',
  'event: a\ndata: {"type":"a","n":0}\n\nevent: b\ndata: {"type":"b","n":1}\n\nevent: b\ndata: {"type":"b","n":2}\n\n',
);

test('set and remove reach into JSON bodies, escapes included', () => {
  expect(edited(json, { op: 'set', path: '/body/list/1/a', value: 9 })).toBe('{"id":"r","list":[{"a":1},{"a":9}]}');
  expect(edited(json, { op: 'remove', path: '/body/list/0' })).toBe('{"id":"r","list":[{"a":2}]}');
  expect(edited(json, { op: 'set', path: '/body/x~1y', value: null })).toContain('"x/y":null');
});

test('status and headers can be edited, and the media type follows its header', () => {
  const { answer } = applyEdits(json, [
    { op: 'set', path: '/status', value: 500 },
    { op: 'set', path: '/headers/content-type', value: 'text/html' },
  ]);
  expect(answer).toMatchObject({ status: 500, contentType: 'text/html' });
});

test('events are found by type and occurrence, moved, inserted and removed', () => {
  expect(edited(stream, { op: 'set', path: '/events/b#1/n', value: 7 })).toContain('{"type":"b","n":7}');
  expect(edited(stream, { op: 'remove', path: '/events/a' })).not.toContain('"type":"a"');
  expect(edited(stream, { op: 'move', path: '/events/b#1', before: '/events/a' })).toMatch(
    /^event: b\ndata: {"type":"b","n":2}/,
  );
  expect(edited(stream, { op: 'after', path: '/events/a', event: { type: 'c' } })).toContain(
    'event: c\ndata: {"type":"c"}',
  );
});

test('wire edits work on the raw text', () => {
  expect(edited(stream, { op: 'wire', from: 'event: a\n', to: '' })).toMatch(/^data:/);
});

test('an edit that meets nothing is an error, so that no counterexample is empty', () => {
  expect(() => edited(json, { op: 'remove', path: '/body/absent' })).toThrow(/nothing to remove/);
  expect(() => edited(stream, { op: 'set', path: '/events/z/n', value: 1 })).toThrow(/no event z/);
  expect(() => edited(stream, { op: 'wire', from: 'absent', to: '' })).toThrow(/does not contain/);
});

test('the original is left alone', () => {
  const before = JSON.stringify(json);
  edited(json, { op: 'remove', path: '/body/id' });
  expect(JSON.stringify(json)).toBe(before);
});

test('plain documents are edited the same way', () => {
  expect(editJson({ a: [1, 2] }, 'document', [{ op: 'set', path: '/document/a/0', value: 3 }])).toEqual({ a: [3, 2] });
});

test('a lone surrogate becomes the bytes that no decoder accepts', () => {
  const { answer } = applyEdits(stream, [{ op: 'wire', from: 'event: a', to: ': \ud800\nevent: a' }]);
  expect(answer.kind === 'http' && answer.body.kind === 'base64' ? atob(answer.body.base64) : '').toMatch(
    /^: \xed\xa0\x80\nevent: a/,
  );
});
