import { arrayOf, isObject, type Json, stringMember } from '../json.ts';
import type { RuleId } from '../rule.ts';
import {
  type Answered,
  isRepeated,
  type Message,
  messagesOf,
  messageText,
  renumbered,
  valueAt,
  withContentType,
  withMessages,
  withText,
} from './draft.ts';
import { edited, hasText, isFinished, type Make, ruleOf, TERMINAL, typeOf } from './messages.ts';
import type { Mutant, MutationArea } from './mutant.ts';
import { addedMutants, failureMutants, hostedMutants, movedMutants } from './stream-more.ts';

/** Events without which a stream cannot be followed, and of which there is one each. */
const SINGLE =
  /^response\.(?:created|completed|incomplete|failed|output_item\.(?:added|done)|content_part\.(?:added|done)|output_text\.done|refusal\.done|reasoning_text\.done|reasoning_summary_part\.(?:added|done)|reasoning_summary_text\.done|function_call_arguments\.done|custom_tool_call_input\.done|mcp_call_arguments\.done|code_interpreter_call_code\.done)$/;
/** Their place among the others is free, or is only usual. */
const LOOSE =
  /^(?:keepalive|response\.(?:in_progress|queued|output_text\.annotation\.added|mcp_\w+\.\w+|mcp_call_arguments\.\w+))$/;

/** Streams with one event missing, twice, in another place, misnumbered, or at odds with its neighbours. */
export function* streamMutants(exchange: Answered): Generator<Mutant> {
  const messages = messagesOf(exchange);
  if (messages === undefined || exchange.answer.status >= 300) return;
  const resumed = exchange.request.query.includes('starting_after');
  const mutant: Make = (operator, area, at, list, by) => {
    const make = () => withMessages(exchange, list());
    return { operator, area, at, breaks: 'always', ...(by === undefined ? {} : { by }), make };
  };
  yield* orderMutants(messages, resumed, canEndEarly(exchange, messages), mutant);
  yield* numberMutants(messages, mutant);
  yield* joinMutants(messages, mutant);
  yield* identityMutants(messages, mutant);
  yield* snapshotMutants(messages, mutant);
  yield* movedMutants(messages, mutant);
  yield* addedMutants(messages, mutant);
  yield* hostedMutants(messages, mutant);
  yield* failureMutants(messages, mutant);
  // A recording of payloads alone has no wire.
  if (exchange.answer.body.kind !== 'data') yield* wireMutants(exchange, messages);
}

/** A background stream of which only the stream was recorded may have been cancelled: such a one just ends. */
function canEndEarly(exchange: Answered, messages: readonly Message[]): boolean {
  const background = messages.some(({ data }) => valueAt(data, ['response', 'background']) === true);
  return !background || exchange.step !== undefined;
}

/** The arguments of an MCP call need no delta at all; the only one is not missed. */
function isOnlyDelta(messages: readonly Message[], { data }: Message): boolean {
  const { item_id: own, type } = data;
  if (type !== 'response.mcp_call_arguments.delta') return false;
  return messages.filter((one) => one.data['type'] === type && one.data['item_id'] === own).length === 1;
}

function* orderMutants(messages: readonly Message[], resumed: boolean, canEnd: boolean, make: Make): Generator<Mutant> {
  for (const [index, message] of messages.entries()) {
    if (isRepeated(messages, index)) continue;
    const at = `/events/${index}`;
    const needed = SINGLE.test(typeOf(message)) || (hasText(message) && isFinished(messages, message));
    const dispensable = (resumed && index === 0) || isOnlyDelta(messages, message) || closesToolList(message);
    if (needed && !dispensable) {
      yield make('drop-event', 'order', at, () => renumbered(messages.toSpliced(index, 1)), lostRule(messages, index));
    }
    if (needed)
      yield make('repeat-event', 'order', at, () => renumbered(messages.toSpliced(index, 0, message)), ruleOf(message));
    const next = messages[index + 1];
    const unfinished = hasText(message) && !isFinished(messages, message);
    if (next !== undefined && !unfinished && !swappable(message, next)) {
      const failure = typeOf(message) === 'error' && typeOf(next) === 'response.failed';
      const begun = /_call\.in_progress$/.test(typeOf(message)) ? 'stream/begun-first' : undefined;
      const by = failure ? 'stream/error-then-failed' : (ruleOf(message) ?? ruleOf(next) ?? begun);
      yield make('swap-events', 'order', at, () => renumbered(messages.toSpliced(index, 2, next, message)), by);
    }
    if (canEnd && index < messages.length - 1) {
      yield make('end-early', 'order', at, () => messages.slice(0, index + 1), lostRule(messages, index + 1));
    }
  }
  const delta = messages.findLast(hasText) ?? messages.at(-2);
  if (delta !== undefined)
    yield make('event-after-the-end', 'order', '/stream', () => renumbered([...messages, delta]));
}

function isSoleDelta(messages: readonly Message[], message: Message): boolean {
  if (!typeOf(message).endsWith('.delta') || !hasText(message)) return false;
  const key = ({ data }: Message) =>
    JSON.stringify([data['type'], data['item_id'], data['output_index'], data['content_index'], data['summary_index']]);
  return messages.filter((one) => key(one) === key(message)).length === 1;
}

/** The rule that asks for this message: after an error event the failed response is no MUST. */
function lostRule(messages: readonly Message[], index: number): RuleId | undefined {
  const [before, message] = [messages[index - 1], messages[index]];
  // A text in one piece, without any delta, is a SHOULD.
  if (message !== undefined && isSoleDelta(messages, message))
    return message.data['content_index'] === undefined && message.data['summary_index'] === undefined
      ? 'stream/call-deltas'
      : 'stream/text-deltas';
  const failed = message !== undefined && typeOf(message) === 'response.failed';
  if (failed && before !== undefined && typeOf(before) === 'error') return 'stream/error-then-failed';
  return message === undefined || index === messages.length - 1 ? undefined : ruleOf(message);
}

/** A genuine stream closed its list of MCP tools through the final output only. */
function closesToolList(message: Message): boolean {
  const listed = stringMember(message.data['item'], 'type') === 'mcp_list_tools';
  return listed && typeOf(message) === 'response.output_item.done';
}

/** Whether the two may as well stand the other way round. */
function swappable(left: Message, right: Message): boolean {
  if (LOOSE.test(typeOf(left)) && typeOf(right) !== 'response.created' && !TERMINAL.test(typeOf(right))) return true;
  if (LOOSE.test(typeOf(right)) && typeOf(left) !== 'response.created') return true;
  if (JSON.stringify(left.data['delta']) === JSON.stringify(right.data['delta']) && hasText(left)) return true;
  if (TERMINAL.test(typeOf(right)) || typeOf(left) === 'response.created') return false;
  const sameItem = left.data['output_index'] === right.data['output_index'];
  // A numberless command of one call and an event of another item have no order.
  if (!sameItem || left.data['output_index'] === undefined) return true;
  return left.data['command_index'] !== right.data['command_index'];
}

function* numberMutants(messages: readonly Message[], make: Make): Generator<Mutant> {
  if (typeof messages[0]?.data['sequence_number'] !== 'number') return;
  const numbered = (index: number, change: (own: number) => number): readonly Message[] => {
    return messages.map(({ event, data }, at) => {
      const own = data['sequence_number'];
      return at < index || typeof own !== 'number'
        ? { event, data }
        : { event, data: { ...data, sequence_number: change(own) } };
    });
  };
  for (const index of [1, Math.floor(messages.length / 2), messages.length - 1]) {
    if (index <= 0 || index >= messages.length) continue;
    yield make('number-gap', 'order', `/events/${index}/data/sequence_number`, () => numbered(index, (own) => own + 5));
    yield make('number-repeated', 'order', `/events/${index}/data/sequence_number`, () =>
      numbered(index, (own) => own - 1),
    );
  }
  yield make('numbers-descend', 'order', '/stream', () => numbered(0, (own) => messages.length - own));
}

/** Where an event holds a text that others repeat. */
const TEXTS: readonly (readonly (string | number)[])[] = [
  ['delta'],
  ['text'],
  ['refusal'],
  ['arguments'],
  ['input'],
  ['code'],
  ['part', 'text'],
  ['part', 'refusal'],
  ['item', 'arguments'],
  ['item', 'input'],
  ['item', 'content', 0, 'text'],
  ['item', 'content', 0, 'refusal'],
  ['item', 'summary', 0, 'text'],
  ['response', 'output', 0, 'content', 0, 'text'],
  ['response', 'output', 0, 'arguments'],
  ['response', 'output', 0, 'summary', 0, 'text'],
  ['response', 'output', 1, 'content', 0, 'text'],
  ['response', 'output', 1, 'arguments'],
];

function* joinMutants(messages: readonly Message[], make: Make): Generator<Mutant> {
  for (const [index, message] of messages.entries()) {
    if (isRepeated(messages, index) || !isFinished(messages, message)) continue;
    for (const path of TEXTS) {
      const text = valueAt(message.data, path);
      if (typeof text !== 'string' || text === '') continue;
      yield make(
        'text-differs',
        'join',
        `/events/${index}/data/${path.join('/')}`,
        () => messages.with(index, edited(message, path, `${text}~`)),
        stringMember(message.data['item'], 'type') === 'mcp_approval_request' && typeOf(message) === ADDED
          ? 'stream/announced-kept'
          : ruleOf(message),
      );
    }
  }
}

const ADDED = 'response.output_item.added';

const IDENTITIES: readonly (readonly (string | number)[])[] = [
  ['response', 'id'],
  ['item', 'id'],
  ['item', 'call_id'],
  ['item', 'name'],
  ['item_id'],
  ...[0, 1].flatMap((index) => ['id', 'call_id', 'name'].map((name) => ['response', 'output', index, name])),
];
/** Their id of a call, or their name, has changed between two genuine tellings. */
const CHANGING: Readonly<Record<string, RegExp>> = {
  call_id: /^tool_search_/,
  name: /^(?!function_call|custom_tool_call|mcp_)/,
};
const INDEXES = ['output_index', 'content_index', 'summary_index'] as const;

function* identityMutants(messages: readonly Message[], make: Make): Generator<Mutant> {
  for (const [index, message] of messages.entries()) {
    if (isRepeated(messages, index)) continue;
    for (const path of IDENTITIES) {
      const id = valueAt(message.data, path);
      if (typeof id !== 'string') continue;
      const owner = valueAt(message.data, path.slice(0, -1));
      if (CHANGING[String(path.at(-1))]?.test(stringMember(owner, 'type') ?? '') === true) continue;
      yield make('identity-changes', 'identity', `/events/${index}/data/${path.join('/')}`, () => {
        return messages.with(index, edited(message, path, `${id}x`));
      });
    }
    for (const name of INDEXES) {
      const own = message.data[name];
      if (typeof own !== 'number') continue;
      yield make('index-changes', 'identity', `/events/${index}/data/${name}`, () => {
        return messages.with(index, edited(message, [name], own + 7));
      });
    }
  }
}

function* snapshotMutants(messages: readonly Message[], make: Make): Generator<Mutant> {
  const terminal = messages.findLast((message) => TERMINAL.test(typeOf(message)));
  const items = arrayOf(valueAt(terminal?.data, ['response', 'output']));
  for (const [index, message] of messages.entries()) {
    if (!isObject(message.data['response'])) continue;
    const at = `/events/${index}/data/response`;
    const status = valueAt(message.data, ['response', 'status']);
    const set = (operator: string, area: MutationArea, path: readonly (string | number)[], to: Json): Mutant =>
      make(operator, area, `${at}/${path.join('/')}`, () =>
        messages.with(index, edited(message, ['response', ...path], to)),
      );
    yield set('status-contradicts-event', 'status', ['status'], status === 'completed' ? 'in_progress' : 'completed');
    if (TERMINAL.test(typeOf(message))) {
      const [first, second] = items;
      // Taken up after its last item, a stream shows no item that the output could lack.
      const shown = messages.some((one) => one.data['output_index'] !== undefined);
      if (first !== undefined && shown) yield set('output-lost', 'join', ['output'], []);
      if (first !== undefined && second !== undefined) {
        yield set('output-reordered', 'join', ['output'], [second, first, ...items.slice(2)]);
      }
      if (first !== undefined && isObject(first)) {
        yield set('output-invented', 'join', ['output'], [...items, { ...first, id: 'tck_invented' }]);
      }
    } else {
      yield set('usage-too-early', 'status', ['usage'], valueAt(terminal?.data, ['response', 'usage']) ?? 'none');
      if (items.length > 0) yield set('output-too-early', 'status', ['output'], items);
    }
  }
}

function* wireMutants(exchange: Answered, messages: readonly Message[]): Generator<Mutant> {
  const wire = (operator: string, at: string, make: Mutant['make']): Mutant => {
    return { operator, area: 'wire', at, breaks: 'always', make };
  };
  const texts = messages.map(messageText);
  yield wire('media-type-json', '/headers/content-type', () => withContentType(exchange, 'application/json'));
  for (const index of new Set([0, Math.floor(messages.length / 2), messages.length - 1])) {
    const message = messages[index];
    const text = texts[index];
    if (message === undefined || text === undefined) continue;
    const at = `/events/${index}`;
    const instead = (own: string) => () => withText(exchange, texts.with(index, own).join(''));
    yield wire('broken-data', at, instead(text.replace(/\}\n\n$/, '\n\n')));
    yield wire('no-event-line', at, instead(text.replace(/^event:.*\n/, '')));
    yield wire('other-event-line', at, instead(text.replace(/^event:.*\n/, 'event: message\n')));
    yield wire('array-data', at, instead(text.replace(/data: (.*)\n/, 'data: [$1]\n')));
    yield wire('two-documents', at, instead(text.replace(/data: (.*)\n/, 'data: $1 $1\n')));
    // A lone surrogate is written as bytes that are no UTF-8.
    yield wire('broken-utf-8', at, instead(`: \uD800\n${text}`));
  }
}
