import fc from 'fast-check';
import { bodyOf, bodyText } from '../../core/body.ts';
import { type Body, type Exchange, FIDELITIES, FLAWS, type Intent } from '../../core/exchange.ts';
import { isObject, type Json } from '../../core/json.ts';
import {
  jsonOf as answeredJson,
  changed,
  isAnswered,
  type Message,
  messagesOf,
  withJson,
  withMessages,
} from '../../core/mutate/draft.ts';
import { EVENT_TYPES } from '../../core/stream/events.ts';
import { recordReference } from '../record.test-support.ts';
import { scenarios } from '../scenarios/index.ts';
import { brokenJson, jsonOf, pick, placesOf, TREACHEROUS } from './json.test-support.ts';

let played: Promise<readonly Exchange[]> | undefined;

/** What the reference provider answers to everything that the kit asks. */
export function realExchanges(): Promise<readonly Exchange[]> {
  played ??= recordReference(scenarios).then((all) => [...all.values()].flat());
  return played;
}

/** Words that decide what rules look at: names of members, types, statuses. */
const WORDS = [
  ...['id', 'object', 'type', 'status', 'output', 'content', 'text', 'role', 'model', 'usage', 'error', 'response'],
  ...[
    'item',
    'item_id',
    'output_index',
    'content_index',
    'summary_index',
    'sequence_number',
    'delta',
    'part',
    'summary',
  ],
  ...['annotations', 'logprobs', 'arguments', 'name', 'call_id', 'tools', 'tool_choice', 'input', 'data', 'has_more'],
  ...[
    'message',
    'reasoning',
    'function_call',
    'output_text',
    'refusal',
    'completed',
    'incomplete',
    'failed',
    'in_progress',
  ],
  ...['assistant', 'resp_1', 'msg_1', 'input_tokens', 'output_tokens', 'total_tokens', 'code', 'param', 'created_at'],
];
const TYPES = [...EVENT_TYPES, ...TREACHEROUS, 'error', 'response.unknown.delta', 'response.', '[DONE]', ''];

/** JSON of any kind, often near to what the API speaks. */
export const nearJson = jsonOf([...WORDS, ...EVENT_TYPES.slice(0, 12)]);

type Edit =
  | { readonly kind: 'drop' | 'double'; readonly at: number }
  | { readonly kind: 'move'; readonly at: number; readonly to: number }
  | { readonly kind: 'retype'; readonly at: number; readonly type: string }
  | { readonly kind: 'set'; readonly at: number; readonly place: number; readonly to: Json | undefined }
  | { readonly kind: 'cut'; readonly at: number; readonly text: string };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constantFrom('drop', 'double'), at: fc.nat() }),
  fc.record({ kind: fc.constant('move'), at: fc.nat(), to: fc.nat() }),
  fc.record({ kind: fc.constant('retype'), at: fc.nat(), type: fc.constantFrom(...TYPES) }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('set'),
      at: fc.nat(),
      place: fc.nat(),
      to: fc.option(nearJson, { nil: undefined }),
    }),
  },
);
const cut: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constant('cut'),
  at: fc.nat(),
  text: fc.oneof(fc.constant(''), brokenJson),
});

function editedJson(value: Json, one: Edit): Json {
  const path = pick(placesOf(value), one.kind === 'set' ? one.place : one.at) ?? [];
  switch (one.kind) {
    case 'set':
      return changed(value, path, one.to);
    case 'retype':
      return changed(value, path, one.type);
    default:
      return changed(value, path, undefined);
  }
}

function editedMessages(messages: readonly Message[], one: Edit): readonly Message[] {
  const at = one.at % Math.max(messages.length, 1);
  const message = messages[at];
  if (message === undefined) return messages;
  switch (one.kind) {
    case 'drop':
      return messages.toSpliced(at, 1);
    case 'double':
      return messages.toSpliced(at, 0, message);
    case 'move':
      return messages.toSpliced(at, 1).toSpliced(one.to % messages.length, 0, message);
    case 'retype':
      return messages.with(at, { ...message, data: { ...message.data, type: one.type } });
    case 'set': {
      const data = editedJson(message.data, one);
      return isObject(data) ? messages.with(at, { ...message, data }) : messages;
    }
    case 'cut':
      return messages;
    default:
      return one satisfies never;
  }
}

function edited(exchange: Exchange, one: Edit): Exchange {
  if (!isAnswered(exchange)) return exchange;
  if (one.kind === 'cut') {
    const text = bodyText(exchange.answer.body);
    const from = one.at % (text.length + 1);
    const body = bodyOf(text.slice(0, from) + one.text + text.slice(from + one.text.length));
    return { ...exchange, answer: { ...exchange.answer, body } };
  }
  const messages = messagesOf(exchange);
  if (messages !== undefined) return withMessages(exchange, editedMessages(messages, one));
  const json = answeredJson(exchange);
  return json === undefined ? exchange : withJson(exchange, editedJson(json, one));
}

const headers = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'content-type',
        'x-request-id',
        'retry-after',
        'openai-processing-ms',
        '__proto__',
        'x-ratelimit-remaining-requests',
        'openai-version',
      ),
      fc.oneof(
        fc.constantFrom('', 'application/json', 'text/event-stream; charset=utf-8', '-1', '1e999'),
        fc.string({ unit: 'binary', maxLength: 12 }),
      ),
    ),
    { maxLength: 4 },
  )
  .map((entries): Readonly<Record<string, string>> => Object.fromEntries(entries));

const intent: fc.Arbitrary<Intent | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constant<Intent>({ kind: 'valid' }),
  fc.record(
    {
      kind: fc.constant('invalid'),
      flaw: fc.constantFrom(...FLAWS),
      param: fc.constantFrom('input', 'model', 'tools[0].name'),
      statuses: fc.constant([400]),
    },
    { noNullPrototype: true },
  ),
);

/** Undefined leaves what is there. */
const around = fc.record({
  status: fc.option(
    fc.oneof(fc.constantFrom(200, 201, 204, 301, 400, 401, 404, 429, 500, 503), fc.integer({ min: 100, max: 999 })),
    { nil: undefined, freq: 4 },
  ),
  headers: fc.option(headers, { nil: undefined, freq: 3 }),
  contentType: fc.option(
    fc.constantFrom('', 'application/json', 'text/event-stream', 'text/html', 'APPLICATION/JSON;', ';;='),
    { nil: undefined, freq: 3 },
  ),
  ending: fc.option(fc.constantFrom('complete', 'cut', 'timeout', 'too-long'), { nil: undefined, freq: 3 }),
  json: fc.option(nearJson, { nil: undefined, freq: 3 }),
  method: fc.option(fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH'), { nil: undefined, freq: 2 }),
  path: fc.option(
    fc.constantFrom(
      '/v1/responses',
      '/v1/responses/resp_1',
      '/v1/responses/resp_1/input_items',
      '/v1/models',
      '/v1/conversations/__proto__',
      '/%zz',
      '',
    ),
    { nil: undefined, freq: 2 },
  ),
  query: fc.option(
    fc.constantFrom(
      '',
      'stream=true&starting_after=1',
      'limit=1e999',
      '%',
      'after=%ff',
      '__proto__=1&constructor=2',
      'toString=1',
    ),
    {
      nil: undefined,
      freq: 2,
    },
  ),
  fidelity: fc.option(fc.constantFrom(...FIDELITIES), { nil: undefined, freq: 2 }),
});
type Around = typeof around extends fc.Arbitrary<infer T> ? T : never;

function surrounded(exchange: Exchange, own: Around): Exchange {
  const { method, path, query, json } = exchange.request;
  const request = {
    ...exchange.request,
    method: own.method ?? method,
    path: own.path ?? path,
    query: own.query ?? query,
    json: own.json ?? json,
  };
  const { answer } = exchange;
  const fidelity = own.fidelity ?? exchange.fidelity;
  if (answer.kind === 'none') return { ...exchange, request, fidelity };
  const { status, headers: named, contentType, ending } = answer;
  return {
    ...exchange,
    request,
    fidelity,
    answer: {
      ...answer,
      status: own.status ?? status,
      headers: own.headers ?? named,
      contentType: own.contentType ?? contentType,
      ending: own.ending ?? ending,
    },
  };
}

function mutationWith(edits: fc.Arbitrary<Edit>) {
  return fc.record({
    which: fc.nat(),
    edits: fc.array(edits, { maxLength: 4 }),
    around: fc.option(around, { nil: undefined, freq: 1 }),
  });
}

/** What is done to a real exchange: up to four changes of its answer, and of what is around it. */
export const mutation = mutationWith(fc.oneof({ weight: 9, arbitrary: edit }, { weight: 1, arbitrary: cut }));
/** As `mutation`, and all payloads are JSON as before. */
export const wholeMutation = mutationWith(edit);
export type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

/** A real exchange with these changes. */
export function mutated(real: readonly Exchange[], { around: own, edits, which }: Mutation): Exchange {
  const original = pick(real, which);
  if (original === undefined) throw new Error('there is no exchange');
  const changedOne = edits.reduce(edited, original);
  return own === undefined ? changedOne : surrounded(changedOne, own);
}

/** A payload of an event: of a known type with arbitrary members, or anything. */
export const payload = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...TYPES), nearJson)
      .map(([type, data]) => JSON.stringify({ ...(isObject(data) ? data : { data }), type })),
  },
  { weight: 1, arbitrary: nearJson.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: brokenJson },
);

const streamText = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: payload.map((text) => `data: ${text}\n\n`) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    ),
  )
  .map((blocks) => blocks.join(''));
/** Deeper than any call stack, and whole: a parser that does not call itself for each level takes it. */
const nested = fc
  .tuple(
    fc.constantFrom(
      ['[', ']'],
      ['{"a":', '}'],
      ['{"output":[', ']}'],
      ['{"type":"message","content":[', ']}'],
      ['{"__proto__":', '}'],
    ),
    fc.integer({ min: 1, max: 9000 }),
    fc.boolean(),
  )
  .map(([[open = '', close = ''], times, whole]) => `${open.repeat(times)}1${whole ? close.repeat(times) : ''}`);
const body: fc.Arbitrary<Body> = fc.oneof(
  fc
    .oneof(
      streamText,
      brokenJson,
      nearJson.map((value) => JSON.stringify(value)),
      nested,
    )
    .map((text): Body => ({ kind: 'text', text })),
  fc.uint8Array().map((bytes): Body => ({ kind: 'base64', base64: Buffer.from(bytes).toString('base64') })),
  fc.array(payload).map((payloads): Body => ({ kind: 'data', payloads })),
);

/** An exchange that has nothing of a real one but its form. */
export const garbage: fc.Arbitrary<Exchange> = fc
  .tuple(body, around, intent, fc.string({ unit: 'binary', maxLength: 5 }))
  .map(([own, surroundings, meant, id]) => {
    const exchange: Exchange = {
      id,
      request: {
        method: 'POST',
        url: 'http://localhost/v1/responses',
        path: '/v1/responses',
        query: '',
        headers: {},
        json: undefined,
      },
      answer: {
        kind: 'http',
        status: 200,
        headers: {},
        contentType: own.kind === 'data' ? 'text/event-stream' : 'application/json',
        body: own,
        ending: 'complete',
      },
      fidelity: 'verbatim',
      ...(meant === undefined ? {} : { intent: meant }),
    };
    return surrounded(exchange, surroundings);
  });
