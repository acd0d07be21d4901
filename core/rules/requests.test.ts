import { expect, test } from '@playwright/test';
import type { ContractId } from '../contract.ts';
import type { Intent } from '../exchange.ts';
import type { Json, JsonObject } from '../json.ts';
import { judgeExchange } from '../judge/judge.ts';
import { call, exchange, fakeContract, type Made, message, response } from './answers.test-support.ts';
import { answerRules } from './answers.ts';

const VALID: Intent = { kind: 'valid' };

function judged(made: Made, contract: ContractId = 'openai') {
  return judgeExchange(
    exchange(made),
    { ...fakeContract(), id: contract, ref: contract, knows: () => true },
    answerRules,
  );
}

function failing(made: Made, contract: ContractId = 'openai'): readonly string[] {
  return judged(made, contract)
    .findings.map(({ rule }) => rule)
    .filter((rule) => !rule.startsWith('error/'))
    .sort();
}

/** A valid request that was refused. */
function refused(request: JsonObject, error: JsonObject, status = 400): Made {
  const envelope = { message: 'No.', type: 'invalid_request_error', param: null, code: null, ...error };
  return { request, intent: VALID, status, body: { error: envelope } };
}

const easy = (role: string, content: Json = 'Hello') => ({ role, content });
const parts = (...content: JsonObject[]) => ({ role: 'user', content });
const text = { type: 'input_text', text: 'Hello' };
const image = { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'original' };
const said = { role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] };
const custom = { type: 'custom', name: 'note' };
const f = { type: 'function', name: 'f', parameters: {}, strict: true };

/** What a refusal is laid to: the form it names, else the most particular one, else none but the request itself. */
const REFUSALS: Readonly<Record<string, readonly [rule: string, made: Made]>> = {
  'a string is no form of its own': ['request/valid-accepted', refused({ input: 'Hi' }, { param: 'input' })],
  'the most particular message': [
    'request/assistant-parts-accepted',
    refused({ input: [easy('user'), said, easy('user')] }, { param: 'input' }),
  ],
  'two forms alike are not told apart': [
    'request/valid-accepted',
    refused({ input: [easy('system'), said, easy('user')] }, {}),
  ],
  'the item that is named, of two alike': [
    'request/system-message-accepted',
    refused({ input: [easy('system'), said, easy('user')] }, { param: 'input[0].role' }),
  ],
  'the place in a message text': [
    'request/system-message-accepted',
    refused({ input: [easy('system'), said] }, { message: "Invalid value at 'input[0].role'." }),
  ],
  'the place as a validating framework tells it': [
    'request/assistant-parts-accepted',
    {
      request: { input: [easy('system'), said] },
      intent: VALID,
      status: 422,
      body: { detail: [{ loc: ['body', 'input', 1, 'content'], msg: 'Invalid' }] },
    },
  ],
  'an image in a message': [
    'request/image-data-accepted',
    refused({ input: [parts(text, { ...image, detail: 'low' })] }, { param: 'input[0].content[1]' }),
  ],
  'the detail of an image': [
    'request/image-detail-original-accepted',
    refused({ input: [parts(text, image)] }, { param: 'input[0].content[1].detail' }),
  ],
  'a member that is named': ['request/temperature-accepted', refused({ temperature: 1 }, { param: 'temperature' })],
  'a member that is not named': ['request/valid-accepted', refused({ temperature: 1, top_p: 1 }, {})],
  'a member in a member': [
    'request/reasoning-effort-accepted',
    refused({ reasoning: { effort: 'low', summary: 'auto' } }, { param: 'reasoning.effort' }),
  ],
  'the enclosing member, with one form in it': [
    'request/json-object-format-accepted',
    refused({ text: { format: { type: 'json_object' } } }, { param: 'text' }),
  ],
  'a text without a format': ['request/text-accepted', refused({ text: {} }, { param: 'text.format' })],
  'null for a member': ['request/nulls-accepted', refused({ metadata: null }, { param: 'metadata' })],
  'a tool': ['request/custom-tool-accepted', refused({ tools: [f, custom] }, { param: 'tools[1].type' })],
  'a crash': ['request/custom-tool-accepted', refused({ tools: [custom] }, { type: 'server_error' }, 500)],
};

for (const [name, [rule, made]] of Object.entries(REFUSALS)) {
  test(`a refusal is laid to: ${name}`, () => expect(failing(made)).toEqual([rule]));
}

test('a request that is served shows every form in it', () => {
  const input = [easy('system'), said, parts(text, { ...image, detail: 'low' })];
  const { applied } = judged({ request: { input, temperature: 1 }, intent: VALID, body: response() });
  expect(applied).toEqual(
    expect.arrayContaining([
      'request/valid-accepted',
      'request/system-message-accepted',
      'request/assistant-parts-accepted',
      'request/untyped-parts-accepted',
      'request/image-data-accepted',
      'request/temperature-accepted',
    ]),
  );
});

test('a chain that cannot be continued is no form', () => {
  const made = refused({ previous_response_id: 'resp_0', input: [easy('user')] }, {});
  expect(failing(made)).toEqual(['state/chain-accepted']);
});

test('what nobody meant to be valid shows nothing about its forms', () => {
  const { intent: _, ...made } = refused({ input: [easy('user')] }, {});
  expect(failing(made)).toEqual([]);
});

const wrong = (flaw: Extract<Intent, { kind: 'invalid' }>['flaw']): Intent => ({
  kind: 'invalid',
  flaw,
  statuses: [400, 422],
});

/** What only the second contract says, and what it does not say. */
const OPEN: Readonly<Record<string, readonly [made: Made, openai: readonly string[], open: readonly string[]]>> = {
  'reasoning without an id is refused': [
    refused({ input: [{ type: 'reasoning', summary: [] }, said, easy('user')] }, { param: 'input[0]' }),
    [],
    ['request/reasoning-without-id-accepted'],
  ],
  'no tool calls at all are taken': [
    { request: { max_tool_calls: 0 }, body: response(), intent: wrong('few-tool-calls') },
    [],
    ['request/rejects-few-tool-calls'],
  ],
  'an effort above xhigh is taken': [
    { request: { reasoning: { effort: 'max' } }, body: response(), intent: wrong('unlisted-effort') },
    [],
    ['request/rejects-unlisted-effort'],
  ],
  'a penalty does not come back': [
    { request: { presence_penalty: 0.5 }, body: response({ presence_penalty: 0, frequency_penalty: 0 }) },
    [],
    ['echo/presence-penalty'],
  ],
  'the other penalty does not come back': [
    { request: { frequency_penalty: 0.5 }, body: response({ presence_penalty: 0, frequency_penalty: 0 }) },
    [],
    ['echo/frequency-penalty'],
  ],
  'a tier without a name': [{ body: response({ service_tier: '' }) }, [], ['echo/service-tier-named']],
  'json_object is refused': [
    refused({ text: { format: { type: 'json_object' } } }, { param: 'text.format' }),
    ['request/json-object-format-accepted'],
    [],
  ],
};

for (const [name, [made, openai, open]] of Object.entries(OPEN)) {
  test(`per contract: ${name}`, () => {
    expect(failing(made, 'openai')).toEqual(openai);
    const more = failing(made, 'open-responses').filter((rule) => !/^(?:schema|response)\//.test(rule));
    expect(more).toEqual(open);
  });
}

const note = { type: 'custom_tool_call', id: 'ctc_1', call_id: 'call_1', name: 'note', input: 'Hello' };
const search = { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'x' } };
const only = (...tools: JsonObject[]) => ({ type: 'allowed_tools', mode: 'required', tools });

/** Choices and echoes as genuine services make them. */
const CONFORMING: Readonly<Record<string, Made>> = {
  'an allowed custom tool': {
    request: { tools: [custom], tool_choice: only(custom) },
    body: response({ tools: [custom], tool_choice: only(custom), output: [note] }),
  },
  'a dated hosted tool that comes back plain': {
    request: { tools: [{ type: 'web_search_2025_08_26' }], tool_choice: 'auto' },
    body: response({ tools: [{ type: 'web_search' }], output: [search, message('Hi')] }),
  },
  'a deferred tool that comes back in a namespace': {
    request: { tools: [{ ...f, defer_loading: true }, { type: 'tool_search' }] },
    body: response({ tools: [{ type: 'namespace', name: 'n', tools: [f] }, { type: 'tool_search' }] }),
  },
  'settings of a prompt template': {
    request: { prompt: { id: 'pmpt_1' } },
    body: response({ tool_choice: 'required', max_output_tokens: 500, output: [call()] }),
  },
  'strict that was settled': {
    request: { tools: [{ type: 'function', name: 'f', parameters: {} }] },
    body: response({ tools: [f] }),
  },
};

for (const [name, made] of Object.entries(CONFORMING)) {
  test(`conforms: ${name}`, () => expect(failing(made)).toEqual([]));
}

const DEFECTS: Readonly<Record<string, readonly [rule: string, made: Made]>> = {
  'a custom tool that was not allowed': [
    'request/allowed-other-tools',
    {
      request: { tools: [custom, f], tool_choice: only(f) },
      body: response({ tools: [custom, f], tool_choice: only(f), output: [note] }),
    },
  ],
  'a hosted tool that was not allowed': [
    'request/allowed-other-tools',
    {
      request: { tools: [{ type: 'web_search' }, f], tool_choice: only(f) },
      body: response({ tools: [{ type: 'web_search' }, f], tool_choice: only(f), output: [search] }),
    },
  ],
  'a hosted tool that got lost': [
    'echo/hosted-tools',
    { request: { tools: [{ type: 'web_search' }] }, body: response() },
  ],
  'metadata that nobody sent': ['echo/metadata-unset', { body: response({ metadata: { by: 'gateway' } }) }],
  'a limit that nobody set': ['echo/max-output-tokens-unset', { body: response({ max_output_tokens: 4096 }) }],
  'a choice that nobody made': ['echo/tool-choice-unset', { body: response({ tool_choice: 'none' }) }],
};

for (const [name, [rule, made]] of Object.entries(DEFECTS)) {
  test(`caught: ${name}`, () => expect(failing(made)).toEqual([rule]));
}
