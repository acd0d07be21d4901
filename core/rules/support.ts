import { bodyText } from '../body.ts';
import type { Contract, ContractId, SchemaError, SchemaName } from '../contract.ts';
import {
  arrayOf,
  integerMember,
  isObject,
  type Json,
  type JsonObject,
  member,
  parseJson,
  show,
  stringMember,
} from '../json.ts';
import type { Level, ResponseSubject } from '../rule.ts';
import { isTerminal } from '../stream/events.ts';
import type { ExchangeView } from '../view.ts';

/** The levels of a rule per contract; `-` leaves the contract out. */
export function levels(openai: Level | '-', openResponses: Level | '-'): Partial<Record<ContractId, Level>> {
  return {
    ...(openai === '-' ? {} : { openai }),
    ...(openResponses === '-' ? {} : { 'open-responses': openResponses }),
  };
}

export const RESPONSE_STATUSES = ['queued', 'in_progress', 'completed', 'incomplete', 'failed', 'cancelled'] as const;
const SETTLED: readonly unknown[] = ['completed', 'incomplete', 'failed', 'cancelled'];

/** Whether a Response's status can change no more. */
export function settled(status: unknown): boolean {
  return SETTLED.includes(status);
}

/** One output item that is an object, with its place. */
export interface PlacedItem {
  readonly item: JsonObject;
  readonly type: string | undefined;
  readonly at: string;
  readonly index: number;
}

/** So many items of one answer are looked at: some forty rules walk over them, and 100,000 cost 12 s. */
const MOST_ITEMS = 4096;

/** The object items of `output`, of the first 4096. What is no object is the business of `item/object`. */
export function outputItems(response: JsonObject, at: string): readonly PlacedItem[] {
  const output = arrayOf(response['output']);
  return (output.length > MOST_ITEMS ? output.slice(0, MOST_ITEMS) : output).flatMap((item, index) =>
    isObject(item) ? [{ item, type: stringMember(item, 'type'), at: `${at}/output/${index}`, index }] : [],
  );
}

export interface PlacedPart {
  readonly part: JsonObject;
  readonly type: string | undefined;
  readonly at: string;
}

/** The content parts of a message that are objects. */
export function contentParts({ item, at }: PlacedItem): readonly PlacedPart[] {
  return arrayOf(item['content']).flatMap((part, index) =>
    isObject(part) ? [{ part, type: stringMember(part, 'type'), at: `${at}/content/${index}` }] : [],
  );
}

/** All output_text of a response, joined. */
export function answerText(response: JsonObject): string {
  return outputItems(response, '')
    .filter(({ type }) => type === 'message')
    .flatMap(contentParts)
    .filter(({ type }) => type === 'output_text')
    .map(({ part }) => stringMember(part, 'text') ?? '')
    .join('');
}

/** Whether the response holds a refusal part. */
export function refused(response: JsonObject): boolean {
  return outputItems(response, '')
    .flatMap(contentParts)
    .some(({ type }) => type === 'refusal');
}

/**
 * A completed response without any output, though it counts output tokens. That is `response/output-lost`, in a stream
 * `stream/output-complete`: what the output holds or lacks says nothing more.
 */
export function lostOutput(response: JsonObject | undefined): boolean {
  const tokens = integerMember(response?.['usage'], 'output_tokens');
  const output = response?.['output'];
  return response?.['status'] === 'completed' && Array.isArray(output) && output.length === 0 && (tokens ?? 0) > 0;
}

/** The value of a request member; null counts as left out (the two mean the same in requests). */
export function sentMember(view: ExchangeView, name: string): Json | undefined {
  const value = member(view.sent, name);
  return value === null ? undefined : value;
}

/** The subject as the settled answer to a create request whose body is known: what echo rules look at. */
export function created({ view, phase }: ResponseSubject): boolean {
  return phase === 'final' && view.operation === 'createResponse' && isObject(view.sent);
}

export function nonNegativeInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

export function nonEmptyString(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

export function absent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

const cache = new WeakMap<Contract, WeakMap<object, Map<string, readonly SchemaError[]>>>();

/** `contract.validate`, asked once for each object however many rules share its errors. */
export function schemaErrors(
  contract: Contract,
  schema: SchemaName,
  value: object,
  at: string,
): readonly SchemaError[] {
  const perContract = cache.get(contract) ?? new WeakMap<object, Map<string, readonly SchemaError[]>>();
  cache.set(contract, perContract);
  const perObject = perContract.get(value) ?? new Map<string, readonly SchemaError[]>();
  perContract.set(value, perObject);
  const key = `${schema} ${at}`;
  const known = perObject.get(key);
  if (known !== undefined) return known;
  const errors = contract.validate(schema, value, at);
  perObject.set(key, errors);
  return errors;
}

/**
 * The Response an exchange ended with: its JSON body, or the snapshot of a stream's terminal event. Undefined for
 * everything else. Streams are searched from their end, so that only a few payloads are parsed.
 */
export function finalResponse(view: ExchangeView): JsonObject | undefined {
  if (!view.success) return undefined;
  if (view.body.kind === 'json') return isObject(view.body.value) ? view.body.value : undefined;
  if (view.body.kind !== 'stream') return undefined;
  for (const payload of payloadsFromEnd(view)) {
    const parsed = parseJson(payload);
    if (!parsed.ok || !isTerminal(stringMember(parsed.value, 'type'))) continue;
    const response = member(parsed.value, 'response');
    return isObject(response) ? response : undefined;
  }
  return undefined;
}

/** The payloads of a stream, the last one first. */
function* payloadsFromEnd(view: ExchangeView): Generator<string> {
  const { body } = view.answer;
  if (body.kind === 'data') {
    yield* body.payloads.toReversed();
    return;
  }
  for (const line of linesFromEnd(bodyText(body))) {
    if (line.startsWith('data:')) yield line.slice('data:'.length).trim();
  }
}

/** The lines of a text, the last one first. A long stream is not split as a whole; none that long has a CR. */
function* linesFromEnd(text: string): Generator<string> {
  if (text.includes('\r')) {
    yield* text.split(/\r\n|\r|\n/).reverse();
    return;
  }
  for (let end = text.length; end >= 0; ) {
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    yield text.slice(start, end);
    end = start - 1;
  }
}

/** Whether an error event comes after the failed response, where there is one. */
export function endsWithErrorEvent(view: ExchangeView): boolean {
  if (view.body.kind !== 'stream') return false;
  for (const payload of payloadsFromEnd(view)) {
    const parsed = parseJson(payload);
    const type = parsed.ok ? stringMember(parsed.value, 'type') : undefined;
    if (type === 'error') return true;
    if (type === 'response.failed') return false;
  }
  return false;
}

/** The ids of the Responses that a stream shows; one, where the stream is right. */
export function snapshotIds(view: ExchangeView): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const payload of payloadsFromEnd(view)) {
    const parsed = payload.includes('"response"') ? parseJson(payload) : undefined;
    const id = parsed?.ok === true ? stringMember(member(parsed.value, 'response'), 'id') : undefined;
    if (id !== undefined) ids.add(id);
  }
  return ids;
}

/** JSON Pointer of the Response that `finalResponse` found, or of the stream. */
export function finalAt(view: ExchangeView): string {
  return view.body.kind === 'stream' ? '/stream' : '/body';
}

/** For `expected`: `"a" or "b"`. */
export function anyOf(values: readonly unknown[]): string {
  return values.map(show).join(' or ');
}

/** The input items that a create request sent; a text is a message. Undefined where it sent no input. */
export function arrayOfInput(view: ExchangeView): readonly Json[] | undefined {
  const input = sentMember(view, 'input');
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  return Array.isArray(input) ? (input as readonly Json[]) : undefined;
}
