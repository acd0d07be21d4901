import { expect, test } from '@playwright/test';
import type { Contract, SchemaError } from '../contract.ts';
import type { JsonObject } from '../json.ts';
import { judgeExchange } from '../judge/judge.ts';
import type { Finding } from '../rule.ts';
import { call, exchange, fakeContract, type Made, message, response } from './answers.test-support.ts';
import { answerRules } from './answers.ts';

/** The rules of Open Responses on exchanges that no scenario of the kit leads to. */
const OWN_ITEMS = ['message', 'function_call', 'function_call_output', 'reasoning', 'compaction'];

function contract(errors: readonly SchemaError[] = []): Contract {
  const known: Readonly<Record<string, readonly string[]>> = {
    Item: OWN_ITEMS,
    Annotation: ['url_citation'],
    Tool: ['function'],
  };
  return {
    ...fakeContract(errors),
    id: 'open-responses',
    ref: 'open-responses',
    knows: (union, type) => known[union]?.includes(type) ?? true,
  };
}

/** Every member that Open Responses requires. */
function complete(members: JsonObject = {}): JsonObject {
  return response({
    presence_penalty: 0,
    frequency_penalty: 0,
    top_logprobs: 0,
    max_tool_calls: null,
    safety_identifier: null,
    prompt_cache_key: null,
    ...members,
  });
}

function findings(made: Made, errors: readonly SchemaError[] = []): readonly Finding[] {
  return judgeExchange(exchange(made), contract(errors), answerRules).findings;
}

const rulesOf = (made: Made, errors: readonly SchemaError[] = []) => findings(made, errors).map(({ rule }) => rule);

const missing = (name: string, keyword = 'required'): SchemaError => ({
  schema: 'Response',
  at: `/body/${name}`,
  keyword,
  expected: 'x',
  actual: 'absent',
});

test('a complete response conforms', () => {
  expect(rulesOf({ body: complete() })).toEqual([]);
});

test('one finding for each member that is missing, and none of them twice', () => {
  const names = ['max_tool_calls', 'service_tier', 'frequency_penalty'];
  const body = complete(Object.fromEntries(names.map((name) => [name, undefined])));
  const found = findings(
    { body },
    names.map((name) => missing(name)),
  );
  expect(found.map(({ rule }) => rule)).toEqual(names.map(() => 'response/required-members'));
  expect(found.map(({ at }) => at).sort()).toEqual(names.map((name) => `/body/${name}`).sort());
});

test('the penalties are numbers, null is none', () => {
  const body = complete({ presence_penalty: null });
  expect(rulesOf({ body }, [missing('presence_penalty', 'type')])).toEqual(['response/required-members']);
});

test('a member of another type stays with the schema', () => {
  expect(rulesOf({ body: complete({ store: 'yes' }) }, [missing('store', 'type')])).toEqual(['schema/response']);
});

test('absence that another rule reports is not reported twice', () => {
  expect(rulesOf({ body: complete({ usage: undefined }) }, [missing('usage')])).toEqual(['usage/present']);
  const failed = complete({ status: 'failed', error: undefined, output: [], usage: null, completed_at: null });
  expect(rulesOf({ body: failed }, [missing('error')])).toEqual(['response/failed-error']);
});

const EXTENSION = { type: 'acme:search_call', id: 'as_1', status: 'completed', query: 'x' };

const CONFORMING: Readonly<Record<string, JsonObject>> = {
  "an item of an implementor's own type": complete({ output: [EXTENSION, message('Done.')] }),
  'a status of its own': complete({ output: [{ ...EXTENSION, status: 'failed' }, message('No.')] }),
  'reasoning and compaction without a status': complete({
    output: [
      { type: 'reasoning', id: 'rs_1', summary: [] },
      { type: 'compaction', id: 'cmp_1', encrypted_content: 'gAAAAAB' },
      message('Done.'),
    ],
  }),
  'a prefixed tool': complete({ tools: [{ type: 'acme:search' }] }),
  'a prefixed annotation': complete({
    output: [
      message('Done.', { content: [{ type: 'output_text', text: 'Done.', annotations: [{ type: 'acme:note' }] }] }),
    ],
  }),
  'a prefixed part beside the text': complete({
    output: [
      message('', { content: [{ type: 'acme:audio' }, { type: 'output_text', text: 'Done.', annotations: [] }] }),
    ],
  }),
};

for (const [name, body] of Object.entries(CONFORMING)) {
  test(`conforms: ${name}`, () => expect(rulesOf({ body })).toEqual([]));
}

const DEFECTS: Readonly<Record<string, readonly [rule: string, body: JsonObject]>> = {
  'a hosted item without a prefix': [
    'item/type-known',
    complete({ output: [{ type: 'web_search_call', id: 'ws_1', status: 'completed' }, message('Done.')] }),
  ],
  'an extension without a status': [
    'item/extension-members',
    complete({ output: [{ ...EXTENSION, status: undefined }, message('Done.')] }),
  ],
  'a hosted tool without a prefix': ['response/tool-type-known', complete({ tools: [{ type: 'web_search' }] })],
  'an annotation of an unknown type': [
    'item/annotation-type',
    complete({
      output: [
        message('', { content: [{ type: 'output_text', text: 'Done.', annotations: [{ type: 'file_citation' }] }] }),
      ],
    }),
  ],
  'a part of an unknown type': [
    'item/message-content',
    complete({ output: [message('', { content: [{ type: 'text', text: 'Done.' }] })] }),
  ],
  'a function_call without an id': ['item/function-call-id', complete({ output: [call({ id: undefined })] })],
  'a compaction without content': [
    'item/compaction-content',
    complete({ output: [{ type: 'compaction', id: 'cmp_1', encrypted_content: '' }, message('Done.')] }),
  ],
};

for (const [name, [rule, body]] of Object.entries(DEFECTS)) {
  test(`caught: ${name}`, () => expect(rulesOf({ body })).toEqual([rule]));
}
