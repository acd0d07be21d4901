import { bodyText } from '../../core/body.ts';
import type { Exchange } from '../../core/exchange.ts';
import { member, parseJson, stringMember } from '../../core/json.ts';
import { createSseDecoder } from '../../core/sse/decoder.ts';
import { startingAfter } from '../../core/stream/cursor.ts';

/** Why the official SDK does not read a stream with which nothing is wrong. Each is a fact of the stream itself. */
export const SDK_LIMITS = {
  middle: 'taken up in the middle: its reader wants response.created first',
  failed: 'an error event, or response.failed after it: its reader throws the error on purpose',
  unknown: 'events of a type that it does not know: its reader throws on the first',
} as const;
export type SdkLimit = keyof typeof SDK_LIMITS;

/** Genuine events that are missing in the SDK's own list. */
const UNKNOWN_TO_SDK = /^response\.apply_patch_call_operation_diff\.(?:delta|done)$/;

export function sdkLimit(exchange: Exchange): SdkLimit | undefined {
  const types = eventTypes(exchange);
  if (startingAfter(exchange) !== undefined) return 'middle';
  // A recording whose request is unknown, of a stream that begins after its start.
  if (types[0]?.number !== undefined && types[0].number > 0) return 'middle';
  if (types.some(({ type }) => type === 'error')) return 'failed';
  return types.some(({ type }) => UNKNOWN_TO_SDK.test(type)) ? 'unknown' : undefined;
}

/**
 * Where the SDK throws and no rule of level MUST objects, with the reason why that is right. Places are those of the
 * mutants or recordings, indexes starred.
 */
export const DISAGREEMENTS: ReadonlyMap<string, string> = new Map([
  [
    'recording 3148a8b3d9f3',
    'ids change with every event, but the owner of the recording replaced its ids: nothing is said of ids there',
  ],
]);

interface EventType {
  readonly type: string;
  readonly number: number | undefined;
}

function eventTypes({ answer }: Exchange): readonly EventType[] {
  if (answer.kind !== 'http') return [];
  const payloads = answer.body.kind === 'data' ? answer.body.payloads : decoded(bodyText(answer.body));
  return payloads.flatMap((payload) => {
    const parsed = parseJson(payload);
    const type = parsed.ok ? stringMember(parsed.value, 'type') : undefined;
    if (!parsed.ok || type === undefined) return [];
    const number = member(parsed.value, 'sequence_number');
    return [{ type, number: typeof number === 'number' ? number : undefined }];
  });
}

function decoded(text: string): readonly string[] {
  const decoder = createSseDecoder();
  return [...decoder.push(new TextEncoder().encode(text)), ...decoder.end().events].map(({ data }) => data);
}
