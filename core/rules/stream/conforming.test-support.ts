import type { Json, JsonObject } from '../../json.ts';
import {
  ADDED,
  between,
  CODE,
  COMPACTION,
  FILE_SEARCH,
  IMAGE,
  MCP_CALL,
  MCP_FAILED,
  MCP_LIST,
  PATCH,
  PROGRAM,
  SHELL,
  SHELL_OUTPUT,
  WEB_SEARCH,
} from './hosted.test-support.ts';

/** Conforming streams, built event by event: what the rules are tried on without any server. */

interface Plan {
  readonly items: readonly JsonObject[];
  readonly status?: 'completed' | 'incomplete' | 'failed';
  readonly queued?: boolean;
}

function usage(): JsonObject {
  return {
    input_tokens: 9,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 12,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 21,
  };
}

function snapshot(status: string, more: JsonObject): JsonObject {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_760_000_000,
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    model: 'test-model',
    output: [],
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    metadata: {},
    usage: null,
    ...more,
  };
}

function deltas(text: string): string[] {
  return text.match(/.{1,6}/gsu) ?? [];
}

function texts(family: string, name: string, text: Json | undefined, place: JsonObject): JsonObject[] {
  const whole = String(text);
  return [
    ...deltas(whole).map((delta) => ({ type: `${family}.delta`, ...place, delta, obfuscation: 'xyz' })),
    { type: `${family}.done`, ...place, [name]: whole },
  ];
}

function outputText(part: JsonObject, place: JsonObject): JsonObject[] {
  const logprobs = (part['logprobs'] ?? []) as readonly Json[];
  const pieces = deltas(String(part['text']));
  const annotations = (part['annotations'] ?? []) as readonly Json[];
  return [
    ...pieces.map((delta, index) => ({
      type: 'response.output_text.delta',
      ...place,
      delta,
      logprobs: logprobs.slice(index, index + 1),
    })),
    ...annotations.map((annotation, index) => ({
      type: 'response.output_text.annotation.added',
      ...place,
      annotation,
      annotation_index: index,
    })),
    { type: 'response.output_text.done', ...place, text: part['text'], logprobs },
  ];
}

function content(part: JsonObject, place: JsonObject): JsonObject[] {
  const added = (empty: JsonObject) => ({ type: 'response.content_part.added', ...place, part: empty });
  const done = { type: 'response.content_part.done', ...place, part };
  switch (part['type']) {
    case 'refusal':
      return [
        added({ type: 'refusal', refusal: '' }),
        ...texts('response.refusal', 'refusal', part['refusal'], place),
        done,
      ];
    case 'reasoning_text':
      return [
        added({ type: 'reasoning_text', text: '' }),
        ...texts('response.reasoning_text', 'text', part['text'], place),
        done,
      ];
    default:
      return [
        added({ type: 'output_text', text: '', annotations: [], logprobs: [] }),
        ...outputText(part, place),
        done,
      ];
  }
}

function summary(part: JsonObject, place: JsonObject): JsonObject[] {
  return [
    { type: 'response.reasoning_summary_part.added', ...place, part: { type: 'summary_text', text: '' } },
    ...texts('response.reasoning_summary_text', 'text', part['text'], place),
    { type: 'response.reasoning_summary_part.done', ...place, part },
  ];
}

function list(value: Json | undefined): readonly JsonObject[] {
  return (value ?? []) as readonly JsonObject[];
}

const EMPTY: Readonly<Record<string, JsonObject>> = {
  message: { content: [] },
  function_call: { arguments: '' },
  custom_tool_call: { input: '' },
  reasoning: { summary: [] },
  ...ADDED,
};

function inside(item: JsonObject, place: JsonObject): JsonObject[] {
  switch (item['type']) {
    case 'message':
      return list(item['content']).flatMap((part, index) => content(part, { ...place, content_index: index }));
    case 'reasoning':
      return [
        ...list(item['summary']).flatMap((part, index) => summary(part, { ...place, summary_index: index })),
        ...list(item['content']).flatMap((part, index) => content(part, { ...place, content_index: index })),
      ];
    case 'function_call':
      return texts('response.function_call_arguments', 'arguments', item['arguments'], place);
    case 'custom_tool_call':
      return texts('response.custom_tool_call_input', 'input', item['input'], place);
    default:
      return between(item, place);
  }
}

/** The payloads of a whole stream, numbered from 0. */
export function eventsOf({ items, status = 'completed', queued = false }: Plan): JsonObject[] {
  const events: JsonObject[] = [
    { type: 'response.created', response: snapshot(queued ? 'queued' : 'in_progress', {}) },
    ...(queued ? [{ type: 'response.queued', response: snapshot('queued', {}) }] : []),
    { type: 'response.in_progress', response: snapshot('in_progress', {}) },
  ];
  for (const [index, item] of items.entries()) {
    const place = { item_id: item['id'], output_index: index };
    const { content: _, ...bare } = item;
    const opened = bare['status'] === undefined ? bare : { ...bare, status: 'in_progress' };
    events.push(
      { type: 'response.output_item.added', output_index: index, item: { ...opened, ...EMPTY[String(item['type'])] } },
      ...inside(item, place),
      { type: 'response.output_item.done', output_index: index, item },
    );
  }
  const error = { type: 'server_error', code: 'server_error', message: 'It failed.', param: null };
  if (status === 'failed') events.push({ type: 'error', error });
  const details =
    status === 'failed'
      ? { error: { code: error.code, message: error.message } }
      : {
          output: items,
          usage: usage(),
          ...(status === 'incomplete' ? { incomplete_details: { reason: 'max_output_tokens' } } : {}),
        };
  events.push({ type: `response.${status}`, response: snapshot(status, details) });
  return numbered(events);
}

/** The events with their numbers, from 0. */
export function numbered(events: readonly JsonObject[]): JsonObject[] {
  return events.map((event, index) => ({ ...event, sequence_number: index }));
}

/** The stream with other events inserted before the first one of a type. */
function withEvents(events: readonly JsonObject[], before: string, inserted: readonly JsonObject[]): JsonObject[] {
  const at = events.findIndex(({ type }) => type === before);
  return numbered([...events.slice(0, at), ...inserted, ...events.slice(at)]);
}

/** Raw reasoning under its Open Responses name. */
function openNames(events: readonly JsonObject[]): JsonObject[] {
  return events.map((event) => ({
    ...event,
    type: String(event['type']).replace('response.reasoning_text.', 'response.reasoning.'),
  }));
}

/** The events of two calls in turns, each in its own order. */
function interleaved(events: readonly JsonObject[]): JsonObject[] {
  const of = (index: number) => events.filter((event) => event['output_index'] === index);
  const [first, second] = [of(0), of(1)];
  const turns = first.flatMap((event, at) => [event, ...second.slice(at, at + 1)]);
  const rest = second.slice(first.length);
  const others = events.filter((event) => event['output_index'] === undefined);
  return numbered([...others.slice(0, 2), ...turns, ...rest, ...others.slice(2)]);
}

/** As it is on the wire, official style: `event:` line, `data:` line, blank line, LF. */
export function onWire(events: readonly JsonObject[]): string {
  return events.map((event) => `event: ${event['type']}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}

const message = (id: string, parts: readonly JsonObject[], status = 'completed'): JsonObject => ({
  id,
  type: 'message',
  role: 'assistant',
  status,
  content: parts,
});
const text = (value: string, more: JsonObject = {}): JsonObject => ({
  type: 'output_text',
  text: value,
  annotations: [],
  logprobs: [],
  ...more,
});
const HELLO = 'Grüße aus dem Prüfstand, 世界 🌍!';

const CALL: JsonObject = {
  id: 'fc_1',
  type: 'function_call',
  call_id: 'call_1',
  name: 'get_weather',
  arguments: '{"city":"Kassel"}',
  status: 'completed',
};
const OTHER_CALL: JsonObject = { ...CALL, id: 'fc_2', call_id: 'call_2', arguments: '{"city":"Bad Hersfeld"}' };
const RAW_REASONING: JsonObject = {
  id: 'rs_1',
  type: 'reasoning',
  summary: [],
  content: [{ type: 'reasoning_text', text: 'Raw thoughts.' }],
};

/** Streams that only the official contract has, by the start of their names. */
export const OFFICIAL_ONLY =
  /^(?:custom|web-search|file-search|code|image|mcp|shell|apply-patch|compaction|program|audio)/;
/** Streams that only Open Responses has. */
export const OPEN_ONLY = /^open-/;

/** Conforming streams by the scenario step whose answer they stand for. */
export const STREAMS: Readonly<Record<string, readonly JsonObject[]>> = {
  'text-stream/create': eventsOf({ items: [message('msg_1', [text(HELLO)])] }),
  'two-parts-stream/create': eventsOf({
    items: [message('msg_1', [text(HELLO), text('')]), message('msg_2', [text('b')])],
  }),
  'function-call-stream/call': eventsOf({
    items: [CALL],
  }),
  'custom-call-stream/call': eventsOf({
    items: [
      {
        id: 'ctc_1',
        type: 'custom_tool_call',
        call_id: 'call_1',
        name: 'run',
        input: 'x = 1 + 1',
        status: 'completed',
      },
    ],
  }),
  'reasoning-stream/create': eventsOf({
    items: [
      {
        id: 'rs_1',
        type: 'reasoning',
        summary: [
          { type: 'summary_text', text: 'First thoughts.' },
          { type: 'summary_text', text: 'Second thoughts.' },
        ],
      },
      message('msg_1', [text(HELLO)]),
    ],
  }),
  'raw-reasoning-stream/create': eventsOf({
    items: [RAW_REASONING, message('msg_1', [text(HELLO)])],
  }),
  'incomplete-stream/create': eventsOf({
    items: [message('msg_1', [text('A very long text that was c')], 'incomplete')],
    status: 'incomplete',
  }),
  'refusal-stream/create': eventsOf({ items: [message('msg_1', [{ type: 'refusal', refusal: 'I cannot help.' }])] }),
  'failed-stream/create': eventsOf({ items: [], status: 'failed' }),
  'annotations-stream/create': eventsOf({
    items: [
      message('msg_1', [
        text('See the source.', {
          annotations: [
            { type: 'url_citation', url: 'https://example.org', title: 'Example', start_index: 0, end_index: 3 },
          ],
        }),
      ]),
    ],
  }),
  'logprobs-stream/create': eventsOf({
    items: [
      message('msg_1', [
        text('pong, said the echo', {
          logprobs: ['pong, ', 'said t', 'he ech', 'o'].map((token) => ({
            token,
            logprob: -0.25,
            bytes: [],
            top_logprobs: [],
          })),
        }),
      ]),
    ],
  }),
  'web-search-stream/create': eventsOf({ items: [WEB_SEARCH, message('msg_1', [text(HELLO)])] }),
  'file-search-stream/create': eventsOf({ items: [FILE_SEARCH, message('msg_1', [text(HELLO)])] }),
  'code-interpreter-stream/create': eventsOf({ items: [CODE, message('msg_1', [text(HELLO)])] }),
  'image-stream/create': eventsOf({ items: [IMAGE] }),
  'mcp-stream/create': eventsOf({ items: [MCP_LIST, MCP_CALL, message('msg_1', [text(HELLO)])] }),
  'mcp-failed-stream/create': eventsOf({
    items: [{ ...MCP_LIST, error: 'No.' }, MCP_FAILED, message('msg_1', [text(HELLO)])],
  }),
  'shell-stream/create': eventsOf({ items: [SHELL, SHELL_OUTPUT, message('msg_1', [text(HELLO)])] }),
  'apply-patch-stream/create': eventsOf({ items: [PATCH] }),
  'compaction-stream/create': eventsOf({ items: [COMPACTION, message('msg_1', [text(HELLO)])] }),
  'program-stream/create': eventsOf({ items: [PROGRAM, message('msg_1', [text(HELLO)])] }),
  'audio-stream/create': withEvents(
    eventsOf({ items: [message('msg_1', [text(HELLO)])] }),
    'response.output_text.done',
    [
      { type: 'response.audio.delta', delta: 'AAAA' },
      { type: 'response.audio.transcript.delta', response_id: 'resp_1', delta: 'Hello' },
      { type: 'response.audio.done', response_id: 'resp_1' },
      { type: 'response.audio.transcript.done', response_id: 'resp_1' },
    ],
  ),
  'parallel-stream/create': eventsOf({ items: [CALL, OTHER_CALL] }),
  'interleaved-stream/create': interleaved(eventsOf({ items: [CALL, OTHER_CALL] })),
  'failing-midway-stream/create': withEvents(
    eventsOf({ items: [message('msg_1', [text(HELLO)])], status: 'failed' }),
    'error',
    [{ type: 'keepalive' }],
  ),
  'open-reasoning-stream/create': openNames(eventsOf({ items: [RAW_REASONING, message('msg_1', [text(HELLO)])] })),
  'open-reasoning-bare-stream/create': numbered(
    openNames(eventsOf({ items: [RAW_REASONING, message('msg_1', [text(HELLO)])] })).filter(
      ({ item_id, type }) => item_id !== RAW_REASONING['id'] || !String(type).includes('content_part'),
    ),
  ),
  'background-stream/create': eventsOf({ items: [message('msg_1', [text(HELLO)])], queued: true }),
  'background-stream/resume': eventsOf({ items: [message('msg_1', [text(HELLO)])], queued: true }).slice(3),
};
