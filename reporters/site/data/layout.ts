import { bodyText } from '../../../core/body.ts';
import type { Exchange, Headers, HttpAnswer, SentRequest } from '../../../core/exchange.ts';
import { parseJson, token } from '../../../core/json.ts';
import { createLocator } from '../../../core/locate/place.ts';
import type { WiredEvent } from '../../../core/stream/event.ts';
import { lineOf, prettyLines } from './pretty.ts';
import { payloadText, streamOf } from './stream.ts';

/** A line of text as it came, with the pointer of what begins on it. */
export interface Line {
  readonly text: string;
  readonly at: string | undefined;
  /** Of text that is not laid out as JSON: bytes of the body before this line. */
  readonly byte?: number;
}

export interface Layout {
  readonly request: readonly Line[];
  /** Status line, headers, and the body unless it is an event stream. */
  readonly answer: readonly Line[];
}

/** Where a place is in a layout. `near`: nothing is there; the line is that of what would hold it. */
export interface Mark {
  readonly part: 'request' | 'answer';
  readonly line: number;
  readonly near: boolean;
}

const BLANK: Line = { text: '', at: undefined };

export function layOut({ request, answer }: Exchange): Layout {
  return {
    request: requestLines(request),
    answer: answer.kind === 'http' ? answerLines(answer) : [{ text: `No answer: ${answer.detail}`, at: '/status' }],
  };
}

/** @returns undefined for places in events, in the stream as a whole, and those that are not in what was kept */
export function markOf(at: string, { request, answer }: Layout, exchange: Exchange): Mark | undefined {
  if (at.startsWith('/events/') || at === '/stream') return undefined;
  const part = at.startsWith('/request') ? 'request' : 'answer';
  const lines = part === 'request' ? request : answer;
  const { line, near } = lineOf(lines, at);
  if (line !== -1) return { part, line: byByte(at, line, lines, exchange), near };
  // A header that is absent belongs under the status line.
  return at.startsWith('/headers') ? { part: 'answer', line: 0, near: true } : undefined;
}

/** In text that could not be laid out as JSON the line is found by the byte. */
function byByte(at: string, line: number, lines: readonly Line[], exchange: Exchange): number {
  if (lines[line]?.byte === undefined || !at.startsWith('/body/')) return line;
  const { byte = 0 } = createLocator(exchange)(at);
  return Math.max(
    line,
    lines.findLastIndex((each) => each.byte !== undefined && each.byte <= byte),
  );
}

/** The payload of an event, with its `event:` and `id:` lines. */
export function eventLines(event: WiredEvent): readonly Line[] {
  const { wire } = event;
  const root = `${event.at}/data`;
  const head: Line[] = [];
  if (wire?.name !== undefined) head.push({ text: `event: ${wire.name}`, at: `${event.at}/event` });
  if (wire?.id !== undefined) head.push({ text: `id: ${wire.id}`, at: `${event.at}/id` });
  const parsed = parseJson(payloadText(event));
  return [...head, ...(parsed.ok ? prettyLines(parsed.value, root) : rawLines(payloadText(event), root))];
}

/** The line of a place within an event. */
export function markInEvent(at: string, lines: readonly Line[]): { readonly line: number; readonly near: boolean } {
  const { line, near } = lineOf(lines, at);
  // What is absent at the top of the payload belongs under its first line; what has no line at all, to the first one.
  return line === -1 ? { line: 0, near: /\/(?:event|id)$/.test(at) } : { line, near };
}

function requestLines(request: SentRequest): readonly Line[] {
  const first = { text: `${request.method} ${request.url}`, at: '/request' };
  return [first, ...headerLines(request.headers, '/request/headers'), ...requestBody(request)];
}

function requestBody({ json, text }: SentRequest): readonly Line[] {
  if (text !== undefined) return [BLANK, ...rawLines(text, '/request/text')];
  return json === undefined ? [] : [BLANK, ...prettyLines(json, '/request/json')];
}

function headerLines(headers: Headers, root: string): readonly Line[] {
  return Object.entries(headers).map(([name, value]) => ({ text: `${name}: ${value}`, at: `${root}/${token(name)}` }));
}

function answerLines(answer: HttpAnswer): readonly Line[] {
  const { headers, contentType, body } = answer;
  const shown = 'content-type' in headers || contentType === '' ? headers : { 'content-type': contentType, ...headers };
  const head = [{ text: `HTTP ${answer.status}`, at: '/status' }, ...headerLines(shown, '/headers')];
  if (streamOf({ answer }) !== undefined) return head;
  const text = bodyText(body);
  if (text === '') return [...head, BLANK, { text: '(empty body)', at: '/body' }];
  const parsed = parseJson(text);
  return [...head, BLANK, ...(parsed.ok ? prettyLines(parsed.value, '/body') : rawLines(text, '/body'))];
}

/** A line this long is broken up, so that a place in it can be shown. */
const ROW_CHARACTERS = 400;

function rawLines(text: string, at: string): readonly Line[] {
  const encoder = new TextEncoder();
  const lines: Line[] = [];
  let byte = 0;
  for (const line of text.split(/(?<=\r\n|\r(?!\n)|\n)/)) {
    for (const row of rows(line)) {
      lines.push({ text: row.replace(/[\r\n]+$/, ''), at: lines.length === 0 ? at : undefined, byte });
      byte += encoder.encode(row).length;
    }
  }
  return lines;
}

/** By whole characters: no surrogate pair is cut in two. */
const ROW = new RegExp(`[\\s\\S]{1,${ROW_CHARACTERS}}`, 'gu');

function rows(line: string): readonly string[] {
  return line.length <= ROW_CHARACTERS ? [line] : (line.match(ROW) ?? []);
}
