import { expect, test } from '@playwright/test';
import type { Exchange } from '../exchange.ts';
import type { JsonObject } from '../json.ts';
import { judgeScenario } from '../judge/scenario.ts';
import { exchange, fakeContract, type Made, message, response } from './answers.test-support.ts';
import { answerRules } from './answers.ts';

const OPERATIONS = [
  ['createConversation', 'POST', '/conversations'],
  ['getConversation', 'GET', '/conversations/{conversation_id}'],
  ['updateConversation', 'POST', '/conversations/{conversation_id}'],
  ['createConversationItems', 'POST', '/conversations/{conversation_id}/items'],
  ['listConversationItems', 'GET', '/conversations/{conversation_id}/items'],
  ['deleteConversationItem', 'DELETE', '/conversations/{conversation_id}/items/{item_id}'],
  ['compactResponse', 'POST', '/responses/compact'],
] as const;

interface Asked extends Made {
  readonly query?: string;
}

/** The rules that object to these exchanges, in this order. */
function failing(...asked: readonly Asked[]): readonly string[] {
  const contract = fakeContract();
  const operations = [
    ...OPERATIONS.map(([id, method, path]) => ({ id, method, path, streams: false })),
    ...contract.operations,
  ];
  const exchanges = asked.map((one, index): Exchange => {
    const made = exchange(one);
    const request = {
      ...made.request,
      query: one.query ?? '',
      ...(one.request === undefined ? {} : { json: one.request }),
    };
    return { ...made, id: `x${index}`, request };
  });
  const { findings } = judgeScenario({
    provider: 'p',
    evidence: 'example',
    contract: { ...contract, operations },
    rules: answerRules.filter(({ id }) => /^(?:state|conversation|compaction)\//.test(id)),
    scenario: { id: 's', title: 's', capability: 'state' },
    exchanges,
  });
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}

const counted = (input: number, output: number): JsonObject => ({
  input_tokens: input,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: output,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: input + output,
});

const POEM =
  'The sea is grey and wide and old, and what it took it means to hold; the gulls go round, the boats come in.';
const FIRST: Made = {
  request: { model: 'm', input: 'Write a poem about the sea, please.' },
  body: response({ id: 'resp_1', output: [message(POEM)], usage: counted(16, 34) }),
};
const next = (input: number, members: JsonObject = {}): Made => ({
  request: { model: 'm', input: 'Repeat its first line.', previous_response_id: 'resp_1', ...members },
  body: response({ id: 'resp_2', previous_response_id: 'resp_1', usage: counted(input, 9) }),
});

test('an answer that is not in the context of the next turn shows in the tokens', () => {
  expect(failing(FIRST, next(60))).toEqual([]);
  expect(failing(FIRST, next(24))).toEqual(['state/answer-carried']);
});

test('a server that may drop what was said is not blamed for it', () => {
  expect(failing(FIRST, next(24, { truncation: 'auto' }))).toEqual([]);
  const thoughts = {
    ...FIRST,
    body: response({ output: [message(`<think>${POEM}</think>Hi.`)], usage: counted(16, 34) }),
  };
  expect(failing(thoughts, next(24))).toEqual([]);
});

const CONVERSATION = { id: 'conv_1', object: 'conversation', created_at: 1, metadata: { a: '1' } };
const item = (id: string, text: string): JsonObject => ({
  id,
  type: 'message',
  role: 'user',
  status: 'completed',
  content: [{ type: 'input_text', text }],
});
const list = (more: boolean, ...data: readonly JsonObject[]): JsonObject => ({
  object: 'list',
  data,
  first_id: data[0]?.['id'] ?? null,
  last_id: data.at(-1)?.['id'] ?? null,
  has_more: more,
});
const MADE: Made = {
  path: '/v1/conversations',
  request: { metadata: { a: '1' }, items: ['one', 'two', 'three'].map((content) => ({ role: 'user', content })) },
  body: CONVERSATION,
};
const ITEMS = '/v1/conversations/conv_1/items';
const page = (query: string, body: JsonObject): Asked => ({ method: 'GET', path: ITEMS, query, body });
const [one, two, three] = [item('m1', 'one'), item('m2', 'two'), item('m3', 'three')];

test('pages of a conversation: newest first, every item once, has_more to the end', () => {
  const first = page('limit=2', list(true, three, two));
  expect(failing(MADE, first, page('limit=2&after=m2', list(false, one)))).toEqual([]);
  expect(failing(MADE, first, page('limit=2&after=m2', list(false, two)))).toEqual(['conversation/list-pages']);
  expect(failing(MADE, first, page('limit=2&after=m2', list(true, one)))).toEqual(['conversation/list-has-more']);
  expect(failing(MADE, page('limit=2', list(true, one, two)))).toEqual(['conversation/list-order']);
  expect(failing(MADE, page('order=asc', list(false, one, two, item('m3', 'other'))))).toEqual([
    'conversation/list-faithful',
  ]);
});

test('a page after items were taken out or a turn was made is not held against what was known before', () => {
  const whole = page('', list(false, three, two, one));
  const taken: Asked = { method: 'DELETE', path: `${ITEMS}/m2`, body: CONVERSATION };
  expect(failing(MADE, whole, taken, page('', list(false, three, one)))).toEqual([]);
  expect(failing(MADE, whole, taken, whole)).toContain('conversation/item-deleted');
  const turn: Made = { request: { model: 'm', input: 'Hi', conversation: 'conv_1' }, body: response() };
  const content = [{ type: 'output_text', text: 'Hello!', annotations: [], logprobs: [] }];
  const reply = { ...item('m5', ''), role: 'assistant', content };
  const after = [item('m4', 'Hi'), three, two, one];
  expect(failing(MADE, turn, page('', list(false, reply, ...after)))).toEqual([]);
  expect(failing(MADE, turn, page('', list(false, item('m5', 'Hello!'), ...after)))).toEqual([
    'conversation/list-roles',
  ]);
  expect(failing(MADE, turn, whole)).toEqual(['conversation/turn-appended']);
});

test('an update sets what it brings, and takes away what it leaves out', () => {
  const update = (metadata: JsonObject): Made => ({
    path: '/v1/conversations/conv_1',
    request: { metadata: { b: '2' } },
    body: { ...CONVERSATION, metadata },
  });
  expect(failing(MADE, update({ b: '2' }))).toEqual([]);
  expect(failing(MADE, update({ a: '1' }))).toContain('conversation/metadata-updated');
  expect(failing(MADE, update({ a: '1', b: '2' }))).toEqual(['conversation/metadata-replaced']);
});

test('a background response that is not stored may be polled, and need not be found', () => {
  const made: Made = {
    request: { model: 'm', input: 'Hi', background: true, store: false },
    body: response({ status: 'queued', background: true, store: false, output: [], usage: null }),
  };
  const poll = (status: number): Asked => ({
    method: 'GET',
    path: '/v1/responses/resp_1',
    intent: { kind: 'valid' },
    status,
    body: status === 200 ? response({ background: true }) : { error: { message: 'No.', type: 'not_found' } },
  });
  expect(failing(made, poll(200))).toEqual([]);
  expect(failing(made, poll(404))).toEqual(['state/background-unstored']);
});
