import { bodyBytes } from '../../core/body.ts';
import type { Exchange } from '../../core/exchange.ts';
import { createSseDecoder } from '../../core/sse/decoder.ts';
import type { TimingEntry } from './model.ts';
import { usageOf } from './tokens.ts';

/** What a column brings along at most; a run of every scenario twenty times stays a file that a browser can read. */
const MOST = 2000;
/** More than any first event of a stream; the rest of its bytes need not be decoded. */
const FIRST_BYTES = 64 * 1024;

/**
 * How long each answer took, and what it used, in the order in which they were asked. Exchanges without timing (recordings,
 * documents) and without an answer have no entry; of more than 2000 every n-th is kept, so that the distribution stays.
 */
export function timingsOf(exchanges: readonly Exchange[]): readonly TimingEntry[] {
  const timed = exchanges.filter(({ timing, answer }) => timing !== undefined && answer.kind === 'http');
  const step = Math.max(1, Math.ceil(timed.length / MOST));
  return timed.filter((_, index) => index % step === 0).flatMap(entryOf);
}

function entryOf(exchange: Exchange): readonly TimingEntry[] {
  const { id, request, answer, timing } = exchange;
  if (timing === undefined || answer.kind === 'none') return [];
  const firstEventMs = firstEvent(exchange);
  const usage = usageOf(exchange);
  return [
    {
      exchange: id,
      operation: operationName(request.method, request.path),
      status: answer.status,
      ...(timing.chunks === undefined ? {} : { streamed: true }),
      firstByteMs: timing.firstByteMs,
      ...(firstEventMs === undefined ? {} : { firstEventMs }),
      totalMs: timing.totalMs,
      ...(usage === undefined ? {} : { tokens: [usage.input, usage.output] }),
    },
  ];
}

/** When the bytes were there that end the first event with data; undefined where the chunks do not reach so far. */
function firstEvent({ answer, timing }: Exchange): number | undefined {
  if (timing?.chunks === undefined || answer.kind === 'none') return undefined;
  const { body } = answer;
  const head = body.kind === 'text' ? { ...body, text: body.text.slice(0, FIRST_BYTES) } : body;
  const [event] = createSseDecoder().push(bodyBytes(head).subarray(0, FIRST_BYTES));
  if (event === undefined) return undefined;
  // `end` is where the blank line begins that sends the event off.
  return timing.chunks.find(([bytes]) => bytes > event.end)?.[1];
}

const ROOTS: ReadonlySet<string> = new Set(['responses', 'conversations', 'models']);
const BELOW: ReadonlySet<string> = new Set(['items', 'input_items', 'input_tokens', 'cancel', 'compact']);

/**
 * The operation in words, `GET /responses/{id}`, whatever prefix the provider has in front. By the words of the paths
 * alone: a results file does not carry the contract.
 */
export function operationName(method: string, path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  const root = segments.findIndex((segment) => ROOTS.has(segment));
  if (root === -1) return `${method} ${path}`;
  const named = segments.slice(root + 1).map((segment) => (BELOW.has(segment) ? segment : '{id}'));
  // A model's name may have slashes of its own.
  const below = segments[root] === 'models' ? named.slice(0, 1) : named;
  return `${method} /${[segments[root], ...below].join('/')}`;
}
