import type { Exchange } from '../../core/exchange.ts';
import { member, stringMember } from '../../core/json.ts';
import { aiSdkObjection } from './ai-sdk-reader.ts';
import { openaiObjection } from './openai-reader.ts';
import { eventsOf, isResumed } from './stream-types.ts';

/** An independent reader of streams: it shares no code with our rules. */
export interface SecondReader {
  /** The npm package. */
  readonly name: string;
  /** How the page calls what was used of it. */
  readonly part: string;
  /** What it objects to in a body; undefined when it reads it to the end. */
  readonly read: (body: string) => Promise<string | undefined>;
  /** Why it does not read a stream with which nothing is wrong: the first reason that holds. */
  readonly limits: readonly { readonly why: string; readonly holds: (exchange: Exchange) => boolean }[];
  /**
   * Where it objects and no rule of level MUST does, and why that is right. `on` is matched with `<operator> <type of
   * the event> <place in it>` of a mutant, indexes starred, or with `recording <id>`.
   */
  readonly disagreements: readonly { readonly on: RegExp; readonly why: string }[];
}

const REPLACED_IDS = {
  on: /^recording 3148a8b3d9f3$/,
  why: 'ids change with every event, but the owner of the recording replaced its ids: nothing is said of ids there',
};

const hasEvent = (type: RegExp) => (exchange: Exchange) => eventsOf(exchange).some((event) => type.test(event.type));

export const READERS: readonly SecondReader[] = [
  {
    name: 'openai',
    part: '`client.responses.stream`',
    read: openaiObjection,
    limits: [
      { why: 'taken up in the middle: its reader wants response.created first', holds: isResumed },
      {
        why: 'an error event, or response.failed after it: its reader throws the error on purpose',
        holds: hasEvent(/^error$/),
      },
      {
        why: 'events of a type that it does not know: its reader throws on the first',
        holds: hasEvent(/^response\.apply_patch_call_operation_diff\.(?:delta|done)$/),
      },
    ],
    disagreements: [REPLACED_IDS],
  },
  {
    name: '@ai-sdk/openai',
    part: '`createOpenAI().responses(model).doStream`',
    read: aiSdkObjection,
    limits: [
      {
        why: 'an error event, or response.failed after it: its reader hands the error on, on purpose',
        holds: hasEvent(/^error$|^response\.failed$/),
      },
      {
        why: 'a picture that was not made: its reader wants `result` in every finished call, the service leaves it out',
        holds: (exchange) =>
          eventsOf(exchange).some(({ type, payload }) => {
            const item = member(payload, 'item');
            const done = type === 'response.output_item.done' && member(item, 'type') === 'image_generation_call';
            return done && stringMember(item, 'result') === undefined;
          }),
      },
      {
        why: 'a call of a remote tool without a status: its reader wants one, the service sent none in 2025',
        holds: (exchange) =>
          eventsOf(exchange).some(({ payload }) => {
            const item = member(payload, 'item');
            return member(item, 'type') === 'mcp_call' && stringMember(item, 'status') === undefined;
          }),
      },
    ],
    disagreements: [
      REPLACED_IDS,
      {
        on: /^\S+ response\.output_item\.added \/data\/item\//,
        why: 'what an announced item lacks is a SHOULD: the service itself has announced items without some members',
      },
      {
        on: /^null \S+ \/data\/logprobs\/\*\/top_logprobs$/,
        why: 'null for an optional member says the same as its absence (docs/decisions/0004)',
      },
      {
        on: /^\S+ \S+ \/data\/obfuscation$/,
        why: 'obfuscation is padding that no contract demands: its form is a MAY',
      },
      {
        on: /^(?:drop|null) response\.(?:completed|incomplete) \/data\/response\/usage$/,
        why: 'a finished response without usage is a SHOULD: the document leaves usage optional',
      },
      {
        on: /^end-early /,
        why: 'the stream of a background response may end early: the response goes on, and its stream can be taken up again',
      },
    ],
  },
];

export function limitOf(reader: SecondReader, exchange: Exchange): string | undefined {
  return reader.limits.find(({ holds }) => holds(exchange))?.why;
}

export function disagreementOn(reader: SecondReader, key: string): string | undefined {
  return reader.disagreements.find(({ on }) => on.test(key))?.why;
}
