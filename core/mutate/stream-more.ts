import { arrayOf, isObject, stringMember } from '../json.ts';
import { isRepeated, type Message, renumbered, valueAt } from './draft.ts';
import { edited, hasText, isFinished, type Make, TERMINAL, typeOf } from './messages.ts';
import type { Mutant } from './mutant.ts';

interface Item {
  readonly id: string | undefined;
  readonly index: number;
  readonly type: string | undefined;
}

function itemsOf(messages: readonly Message[]): readonly Item[] {
  return messages.flatMap((message): readonly Item[] => {
    const index = message.data['output_index'];
    if (typeOf(message) !== 'response.output_item.added' || typeof index !== 'number') return [];
    const { item } = message.data;
    return [{ index, id: stringMember(item, 'id'), type: stringMember(item, 'type') }];
  });
}

/** Events that speak of another item or part than theirs. */
export function* movedMutants(messages: readonly Message[], make: Make): Generator<Mutant> {
  const items = itemsOf(messages);
  for (const [index, message] of messages.entries()) {
    const own = message.data['output_index'];
    if (isRepeated(messages, index) || typeof own !== 'number' || !isFinished(messages, message)) continue;
    const at = `/events/${index}/data`;
    const mine = items.find((item) => item.index === own);
    const other = items.find((item) => item.index !== own && item.type === mine?.type && item.id !== undefined);
    const another = other ?? items.find((item) => item.index !== own && item.id !== undefined);
    if (another === undefined || typeOf(message) === 'response.output_item.added') continue;
    yield make('index-of-another-item', 'identity', `${at}/output_index`, () =>
      messages.with(index, edited(message, ['output_index'], another.index)),
    );
    if (another.id === undefined || typeof message.data['item_id'] !== 'string' || !hasText(message)) continue;
    const { id } = another;
    yield make('delta-of-another-item', 'join', `${at}/item_id`, () => {
      return messages.with(index, edited(edited(message, ['output_index'], another.index), ['item_id'], id));
    });
  }
  for (const [index, message] of messages.entries()) {
    if (isRepeated(messages, index) || !hasText(message) || !isFinished(messages, message)) continue;
    for (const name of ['content_index', 'summary_index']) {
      const own = message.data[name];
      if (own === undefined) continue;
      const parts = messages.filter(({ data }) => {
        return data['item_id'] === message.data['item_id'] && typeof data[name] === 'number' && data[name] !== own;
      });
      const part = parts[0]?.data[name];
      if (part === undefined) continue;
      yield make('delta-of-another-part', 'join', `/events/${index}/data/${name}`, () => {
        return messages.with(index, edited(message, [name], part));
      });
    }
  }
}

/** Annotations and log probabilities at odds with the finished text. */
export function* addedMutants(messages: readonly Message[], make: Make): Generator<Mutant> {
  for (const [index, message] of messages.entries()) {
    const at = `/events/${index}/data`;
    const number = message.data['annotation_index'];
    if (typeOf(message) === 'response.output_text.annotation.added' && typeof number === 'number') {
      yield make('annotation-index', 'identity', `${at}/annotation_index`, () =>
        messages.with(index, edited(message, ['annotation_index'], number + 2)),
      );
      yield make('annotation-lost', 'order', `/events/${index}`, () => renumbered(messages.toSpliced(index, 1)));
    }
    if (isRepeated(messages, index) || !isFinished(messages, message)) continue;
    const logprob = valueAt(message.data, ['logprobs', 0, 'logprob']);
    if (typeof logprob === 'number') {
      yield make('logprob-differs', 'join', `${at}/logprobs/0/logprob`, () =>
        messages.with(index, edited(message, ['logprobs', 0, 'logprob'], logprob - 1)),
      );
      yield make('logprobs-lost', 'join', `${at}/logprobs`, () =>
        messages.with(index, edited(message, ['logprobs'], [])),
      );
    }
  }
}

const HOSTED =
  /^response\.(\w+_call|mcp_list_tools)\.(in_progress|searching|interpreting|generating|completed|failed)$/;

/** The stages of hosted tools: lost, out of order, of another outcome. */
export function* hostedMutants(messages: readonly Message[], make: Make): Generator<Mutant> {
  for (const [index, message] of messages.entries()) {
    const [, kind = '', stage = ''] = HOSTED.exec(typeOf(message)) ?? [];
    if (kind === '') continue;
    const at = `/events/${index}`;
    const own = message.data['output_index'];
    const ends = stage === 'completed' || stage === 'failed';
    const search = kind === 'web_search_call' || kind === 'file_search_call' || kind === 'image_generation_call';
    const stages = messages.flatMap((one, place) => {
      return one.data['output_index'] === own && HOSTED.test(typeOf(one)) ? [place] : [];
    });
    const alike = messages.filter((one) => one.data['output_index'] === own && typeOf(one) === typeOf(message));
    // What is never told to be complete need not tell that it was at work.
    const completed = messages.some(
      (one) => one.data['output_index'] === own && typeOf(one) === `response.${kind}.completed`,
    );
    if (alike.length === 1 && (completed || stage === 'in_progress')) {
      const by = ends && search ? 'stream/hosted-ended' : undefined;
      yield make('stage-lost', 'order', at, () => renumbered(messages.toSpliced(index, 1)), by);
    }
    const last = stages.at(-1);
    if (last !== undefined && last !== index && !ends) {
      yield make('stage-late', 'order', at, () =>
        renumbered(messages.toSpliced(last + 1, 0, message).toSpliced(index, 1)),
      );
    }
    if (ends) yield make('stage-twice', 'order', at, () => renumbered(messages.toSpliced(index, 0, message)));
  }
}

/** An error event and the failed response after it that disagree; an incomplete response that does not say why. */
export function* failureMutants(messages: readonly Message[], make: Make): Generator<Mutant> {
  const failed = messages.findIndex((message) => typeOf(message) === 'response.failed');
  for (const [index, message] of messages.entries()) {
    const at = `/events/${index}/data`;
    if (typeOf(message) === 'error' && failed > index && isObject(message.data['error'])) {
      for (const name of ['code', 'message']) {
        yield make(
          'error-differs',
          'join',
          `${at}/error/${name}`,
          () => messages.with(index, edited(message, ['error', name], 'tck_another')),
          'stream/failed-repeats-error',
        );
      }
      yield make('failed-missing', 'order', '/stream', () => messages.slice(0, failed), 'stream/error-then-failed');
    }
    const reason = valueAt(message.data, ['response', 'incomplete_details', 'reason']);
    if (typeOf(message) === 'response.incomplete' && typeof reason === 'string') {
      yield make('reason-empty', 'status', `${at}/response/incomplete_details/reason`, () =>
        messages.with(index, edited(message, ['response', 'incomplete_details'], {})),
      );
    }
    if (TERMINAL.test(typeOf(message)) && arrayOf(valueAt(message.data, ['response', 'output'])).length > 0) {
      yield make('output-is-text', 'shape', `${at}/response/output`, () =>
        messages.with(index, edited(message, ['response', 'output'], 'tck')),
      );
    }
  }
}
