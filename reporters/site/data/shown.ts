import { bodyBytes } from '../../../core/body.ts';
import type { Exchange, Headers, HttpAnswer, SentRequest } from '../../../core/exchange.ts';
import { parseJson, token } from '../../../core/json.ts';
import { createSseDecoder } from '../../../core/sse/decoder.ts';
import type { WireEvent } from '../../../core/sse/wire.ts';
import type { EvidenceExchange } from '../../results/model.ts';
import { cut, oneLine, plural, visible } from '../../text.ts';
import { lineOf, prettyLines } from './pretty.ts';
import type { Mark, ShownEvent, ShownExchange } from './shown-model.ts';

/** A line of text, with the pointer of what begins on it. */
interface Line {
  readonly text: string;
  readonly at: string | undefined;
}

const BRIEF_CHARACTERS = 300;
const LINE_CHARACTERS = 4000;

/**
 * An exchange laid out in lines, and the place of every finding on them.
 * @param places the JSON Pointers that findings of this exchange have
 */
export function showExchange(
  { exchange, curl, omittedBytes }: EvidenceExchange,
  places: readonly string[],
): { readonly shown: ShownExchange; readonly marks: ReadonlyMap<string, Mark> } {
  const request = requestLines(exchange.request);
  const { answer } = exchange;
  const isStream = answer.kind === 'http' && isEventStream(answer);
  const lines = answer.kind === 'http' ? answerLines(answer, isStream) : [{ text: answer.detail, at: '/status' }];
  const wire = isStream ? eventsOf(answer) : [];
  const eventLines = new Map<number, readonly Line[]>();
  const marks = new Map(places.map((at): [string, Mark] => [at, markOf(at, request, lines, wire, eventLines)]));
  const events = wire.map((event): ShownEvent => {
    const full = eventLines.get(event.index);
    const shown = {
      index: event.index,
      name: oneLine(nameOf(event)),
      brief: oneLine(cut(event.data, BRIEF_CHARACTERS)),
    };
    return full === undefined ? shown : { ...shown, lines: texts(full) };
  });
  const shown = {
    title: oneLine(titleOf(exchange)),
    step: stepOf(exchange),
    request: texts(request),
    answer: texts(lines),
    ...(isStream ? { events } : {}),
    notes: notesOf(exchange, omittedBytes),
    curl,
  };
  return { shown, marks };
}

function texts(lines: readonly Line[]): readonly string[] {
  return lines.map(({ text }) => visible(cut(text, LINE_CHARACTERS)));
}

function stepOf({ step }: Exchange): string {
  if (step === undefined) return '';
  return `${step.scenario}/${step.step}${step.repetition === undefined ? '' : `#${step.repetition}`}`;
}

function titleOf({ request, answer }: Exchange): string {
  return `${request.method} ${request.path} → ${answer.kind === 'http' ? answer.status : answer.cause}`;
}

function notesOf({ answer, fidelity }: Exchange, omittedBytes: number): readonly string[] {
  const notes: string[] = [];
  if (omittedBytes > 0) notes.push(`${plural(omittedBytes, 'byte')} of the answer are left out here.`);
  if (answer.kind === 'http' && answer.ending === 'cut')
    notes.push('The connection was closed before the answer ended.');
  if (answer.kind === 'http' && answer.ending === 'timeout') notes.push('The kit stopped reading at its time limit.');
  if (answer.kind === 'http' && answer.ending === 'too-long') notes.push('The kit stopped reading at its size limit.');
  if (fidelity !== 'verbatim') notes.push(`Not as on the wire (${fidelity}).`);
  return notes;
}

function requestLines(request: SentRequest): readonly Line[] {
  const first = { text: `${request.method} ${request.url}`, at: '/request' };
  return [first, ...headerLines(request.headers, '/request/headers'), ...requestBody(request)];
}

function requestBody({ json, text }: SentRequest): readonly Line[] {
  if (text !== undefined) return [{ text: '', at: undefined }, ...rawLines(text, '/request/text')];
  return json === undefined ? [] : [{ text: '', at: undefined }, ...prettyLines(json, '/request/json')];
}

function headerLines(headers: Headers, root: string): readonly Line[] {
  return Object.entries(headers).map(([name, value]) => ({ text: `${name}: ${value}`, at: `${root}/${token(name)}` }));
}

function rawLines(text: string, at: string): readonly Line[] {
  return text.split(/\r\n|\r|\n/).map((line, index) => ({ text: line, at: index === 0 ? at : undefined }));
}

function answerLines(answer: HttpAnswer, isStream: boolean): readonly Line[] {
  const { headers, contentType, body } = answer;
  const shown = 'content-type' in headers || contentType === '' ? headers : { 'content-type': contentType, ...headers };
  const head = [{ text: `HTTP ${answer.status}`, at: '/status' }, ...headerLines(shown, '/headers')];
  if (isStream) return head;
  const blank = { text: '', at: undefined };
  if (body.kind !== 'text')
    return [...head, blank, { text: '(no readable text: bytes that are no UTF-8)', at: '/body' }];
  if (body.text === '') return [...head, blank, { text: '(empty body)', at: '/body' }];
  const parsed = parseJson(body.text);
  return [...head, blank, ...(parsed.ok ? prettyLines(parsed.value, '/body') : rawLines(body.text, '/body'))];
}

function isEventStream({ contentType, body }: HttpAnswer): boolean {
  return body.kind === 'data' || (body.kind === 'text' && contentType.toLowerCase().includes('event-stream'));
}

function eventsOf({ body }: HttpAnswer): readonly WireEvent[] {
  if (body.kind === 'data') {
    return body.payloads.map((data, index) => ({ ...UNSEEN, index, data }));
  }
  const decoder = createSseDecoder();
  const events = decoder.push(bodyBytes(body));
  return [...events, ...decoder.end().events];
}

const UNSEEN: WireEvent = {
  index: 0,
  offset: 0,
  end: 0,
  name: undefined,
  data: '',
  dataLines: 1,
  id: undefined,
  retry: undefined,
  unknownFields: [],
  complete: true,
};

function nameOf(event: WireEvent): string {
  const parsed = event.name === undefined ? parseJson(event.data) : undefined;
  if (parsed?.ok === true && typeof parsed.value === 'object' && parsed.value !== null && 'type' in parsed.value) {
    const { type } = parsed.value;
    if (typeof type === 'string') return type;
  }
  return event.name ?? (event.data === '[DONE]' ? '[DONE]' : 'no type');
}

function linesOfEvent(event: WireEvent): readonly Line[] {
  const head: readonly Line[] =
    event.name === undefined ? [] : [{ text: `event: ${event.name}`, at: `/events/${event.index}/event` }];
  const parsed = parseJson(event.data);
  const root = `/events/${event.index}/data`;
  return [...head, ...(parsed.ok ? prettyLines(parsed.value, root) : rawLines(event.data, root))];
}

function markOf(
  at: string,
  request: readonly Line[],
  answer: readonly Line[],
  wire: readonly WireEvent[],
  eventLines: Map<number, readonly Line[]>,
): Mark {
  const number = /^\/events\/(\d+)(?=\/|$)/.exec(at)?.[1];
  if (number !== undefined) {
    const event = wire.find(({ index }) => index === Number(number));
    if (event === undefined) return { part: 'whole' };
    const lines = eventLines.get(event.index) ?? linesOfEvent(event);
    eventLines.set(event.index, lines);
    const { line, near } = lineOf(lines, at);
    return { part: 'event', event: event.index, line: Math.max(line, 0), near };
  }
  const part = at.startsWith('/request') ? 'request' : 'answer';
  const { line, near } = lineOf(part === 'request' ? request : answer, at);
  if (line !== -1) return { part, line, near };
  // A header that is absent belongs under the status line.
  return at.startsWith('/headers') ? { part: 'answer', line: 0, near: true } : { part: 'whole' };
}
