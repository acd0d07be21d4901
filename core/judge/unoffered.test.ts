import { expect, test } from '@playwright/test';
import type { Exchange, Intent } from '../exchange.ts';
import type { JsonObject } from '../json.ts';
import { refusedAlike } from './unoffered.ts';

const VALID: Intent = { kind: 'valid' };

function asked(id: string, json: JsonObject, param?: string, more: { intent?: Intent; path?: string } = {}): Exchange {
  const { intent = VALID, path = '/v1/responses' } = more;
  const error = { error: { message: `${param} is not supported`, type: 'invalid_request_error', param, code: null } };
  return {
    id,
    fidelity: 'verbatim',
    request: { method: 'POST', url: `http://127.0.0.1${path}`, path, query: '', headers: {}, json },
    intent,
    answer: {
      kind: 'http',
      status: param === undefined ? 200 : 400,
      headers: {},
      contentType: 'application/json',
      body: { kind: 'text', text: JSON.stringify(param === undefined ? {} : error) },
      ending: 'complete',
    },
  };
}

function wrong(param: string): Intent {
  return { kind: 'invalid', flaw: 'out-of-range', param, statuses: [400] };
}

const FUNCTION: JsonObject = { tools: [{ type: 'function', name: 'a' }] };
const CUSTOM: JsonObject = { tools: [{ type: 'custom', name: 'b' }] };

const CASES: Readonly<Record<string, readonly [exchanges: readonly Exchange[], alike: readonly string[]]>> = {
  'what was honestly refused once is refused honestly again': [
    [asked('entry', FUNCTION, 'tools'), asked('other', { ...FUNCTION, store: false }, 'tools')],
    ['entry', 'other'],
  ],
  'another kind of tool was granted, so only this kind is not offered': [
    [
      asked('entry', CUSTOM, 'tools'),
      asked('alike', CUSTOM, 'tools[0].type'),
      asked('served', FUNCTION),
      asked('defect', FUNCTION, 'tools'),
    ],
    ['entry', 'alike'],
  ],
  'any value of a member that was never granted': [
    [
      asked('entry', { tool_choice: 'required' }, 'tool_choice'),
      asked('other', { tool_choice: 'auto' }, 'tool_choice'),
    ],
    ['entry', 'other'],
  ],
  'a value that was granted elsewhere is a defect where it is refused': [
    [
      asked('entry', { stream: true }, 'stream'),
      asked('served', { stream: true }),
      asked('defect', { stream: true }, 'stream'),
    ],
    [],
  ],
  'what another operation takes is no grant': [
    [
      asked('entry', FUNCTION, 'tools'),
      asked('counted', FUNCTION, undefined, { path: '/v1/responses/input_tokens' }),
      asked('other', FUNCTION, 'tools'),
    ],
    ['entry', 'other'],
  ],
  'a refusal that names another member, or the input, is none of it': [
    [
      asked('entry', FUNCTION, 'tools'),
      asked('text', { ...FUNCTION, text: {} }, 'text'),
      asked('input', { ...FUNCTION, input: 'a' }, 'input'),
    ],
    ['entry'],
  ],
  'what says how a member is used goes with it': [
    [asked('entry', FUNCTION, 'tools'), asked('choice', { tool_choice: 'auto' }, 'tool_choice')],
    ['entry', 'choice'],
  ],
  'a wrong request that is refused for what is not offered shows nothing of its flaw': [
    [
      asked('entry', FUNCTION, 'tools'),
      asked('flawed', { ...FUNCTION, temperature: 9 }, 'tools', { intent: wrong('temperature') }),
      asked('itself', FUNCTION, 'tools', { intent: wrong('tools[0].name') }),
    ],
    ['entry', 'flawed'],
  ],
};

for (const [name, [exchanges, alike]] of Object.entries(CASES)) {
  test(name, () => {
    expect([...refusedAlike(exchanges, new Set(['entry']))]).toEqual(alike);
  });
}

test('without an honest refusal nothing is excused', () => {
  expect(refusedAlike([asked('a', FUNCTION, 'tools'), asked('b', FUNCTION, 'tools')], new Set()).size).toBe(0);
});
