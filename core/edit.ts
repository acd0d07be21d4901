import { bodyOf, bodyText } from './body.ts';
import type { Exchange, HttpAnswer } from './exchange.ts';
import { type Json, type JsonObject, parseJson } from './json.ts';
import type { Edit } from './rule.ts';

/** Mutable mirror of JSON, for edits on a private copy only. */
type Draft = null | boolean | number | string | Draft[] | { [member: string]: Draft };

/**
 * The exchange with the edits of a counterexample applied. Pure. A stream is taken apart into its events and written
 * again (`event:` line, `data:` line, LF); `wire` edits come last and work on the raw text.
 *
 * @throws Error when an edit's path does not exist in this exchange: a counterexample that edits nothing proves nothing
 */
export function applyEdits(exchange: Exchange, edits: readonly Edit[]): Exchange {
  if (exchange.answer.kind === 'none') throw new Error(`${exchange.id} has no answer to edit`);
  let answer: HttpAnswer = exchange.answer;
  const outage = edits.find((edit) => edit.op === 'set' && edit.path === '/outage');
  const structural = edits.filter((edit) => edit.op !== 'wire' && edit !== outage);
  if (structural.length > 0) answer = editAnswer(answer, structural);
  for (const edit of edits) {
    if (edit.op === 'wire') answer = editText(answer, edit.from, edit.to);
  }
  return { ...exchange, answer, ...(outage?.op === 'set' ? { outage: String(outage.value) } : {}) };
}

/** Edits plain JSON, e.g. a documented contract; `root` is the first token of every path. */
export function editJson(value: Json, root: string, edits: readonly Edit[]): Json {
  const holder: { [member: string]: Draft } = { [root]: structuredClone(value) as Draft };
  for (const edit of edits) {
    if (edit.op !== 'set' && edit.op !== 'remove') throw new Error(`${edit.op} edits need an exchange`);
    editAt(holder, tokens(edit.path), edit.op === 'set' ? { value: edit.value } : undefined, edit.path);
  }
  return holder[root] as Json;
}

function editText(answer: HttpAnswer, from: string, to: string): HttpAnswer {
  const text = bodyText(answer.body);
  if (!text.includes(from)) throw new Error(`the body does not contain ${JSON.stringify(from)}`);
  return { ...answer, body: bodyOf(text.replace(from, () => to)) };
}

function editAnswer(answer: HttpAnswer, edits: readonly Edit[]): HttpAnswer {
  const text = bodyText(answer.body);
  const stream = /^text\/event-stream\b/i.test(answer.contentType);
  const events = stream ? readEvents(text) : [];
  const draft: { [member: string]: Draft } = { status: answer.status, headers: { ...answer.headers } };
  if (!stream) {
    const parsed = parseJson(text);
    draft['body'] = parsed.ok ? (structuredClone(parsed.value) as Draft) : text;
  }
  for (const edit of edits) {
    const [root, ...rest] = tokens(pathOf(edit));
    if (root === 'events') editEvents(events, edit, rest);
    else if (edit.op === 'set' || edit.op === 'remove') {
      editAt(draft, tokens(edit.path), edit.op === 'set' ? { value: edit.value } : undefined, edit.path);
    } else throw new Error(`${edit.op} edits need a stream`);
  }
  const headers = draft['headers'] as Record<string, string>;
  const written = stream ? writeEvents(events) : writeBody(draft['body']);
  return {
    ...answer,
    status: draft['status'] as number,
    headers,
    contentType: headers['content-type'] ?? (Object.keys(answer.headers).length > 0 ? '' : answer.contentType),
    body: bodyOf(written),
  };
}

function writeBody(body: Draft | undefined): string {
  return body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
}

function pathOf(edit: Edit): string {
  if (edit.op === 'wire') throw new Error('wire edits have no path');
  return edit.path;
}

interface DraftEvent {
  name: string | undefined;
  data: Draft;
}

function readEvents(text: string): DraftEvent[] {
  const events: DraftEvent[] = [];
  for (const block of text.split(/\r?\n\r?\n/)) {
    const lines = block.split(/\r?\n/);
    const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).replace(/^ /, ''));
    if (data.length === 0) continue;
    const name = lines
      .find((line) => line.startsWith('event:'))
      ?.slice(6)
      .trim();
    const parsed = parseJson(data.join('\n'));
    events.push({ name, data: parsed.ok ? (parsed.value as Draft) : data.join('\n') });
  }
  return events;
}

function writeEvents(events: readonly DraftEvent[]): string {
  return events
    .map(({ name, data }) => {
      const text = typeof data === 'string' ? data : JSON.stringify(data);
      return `${name === undefined ? '' : `event: ${name}\n`}data: ${text}\n\n`;
    })
    .join('');
}

function editEvents(events: DraftEvent[], edit: Edit, rest: readonly string[]): void {
  const path = pathOf(edit);
  const index = findEvent(events, rest[0] ?? '', path);
  const found = events[index];
  if (found === undefined) throw new Error(`no event ${path}`);
  switch (edit.op) {
    case 'before':
    case 'after':
      events.splice(edit.op === 'before' ? index : index + 1, 0, draftEvent(edit.event));
      return;
    case 'move': {
      events.splice(index, 1);
      events.splice(findEvent(events, tokens(edit.before)[1] ?? '', edit.before), 0, found);
      return;
    }
    case 'remove':
      if (rest.length === 1) events.splice(index, 1);
      else editAt(found.data, rest.slice(1), undefined, path);
      return;
    case 'set':
      if (rest.length === 1) events[index] = draftEvent(edit.value as JsonObject);
      else editAt(found.data, rest.slice(1), { value: edit.value }, path);
      return;
    case 'wire':
      return;
    default:
      edit satisfies never;
  }
}

function draftEvent(data: JsonObject): DraftEvent {
  const type = data['type'];
  return { name: typeof type === 'string' ? type : undefined, data: structuredClone(data) as Draft };
}

/** `response.output_text.delta#1` is the second event of that type; without `#n` the first. */
function findEvent(events: readonly DraftEvent[], selector: string, path: string): number {
  const [type = '', nth = '0'] = selector.split('#');
  let left = Number(nth);
  for (const [index, { data }] of events.entries()) {
    const own = typeof data === 'object' && data !== null && !Array.isArray(data) ? data['type'] : undefined;
    if (own === type && left-- === 0) return index;
  }
  throw new Error(`${path}: no event ${selector}`);
}

function tokens(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Writes (`to`) or removes the place; intermediate places must exist. */
function editAt(root: Draft, path: readonly string[], to: { value: Json } | undefined, shown: string): void {
  let at: Draft = root;
  for (const part of path.slice(0, -1)) at = child(at, part, shown);
  const last = path.at(-1) ?? '';
  if (Array.isArray(at)) {
    const index = last === '-' ? at.length : Number(last);
    if (to === undefined) at.splice(index, 1);
    else at[index] = structuredClone(to.value) as Draft;
  } else if (typeof at === 'object' && at !== null) {
    if (to !== undefined) at[last] = structuredClone(to.value) as Draft;
    else if (Object.hasOwn(at, last)) delete at[last];
    else throw new Error(`${shown}: nothing to remove`);
  } else throw new Error(`${shown}: the parent is no object`);
}

function child(at: Draft, part: string, shown: string): Draft {
  const next = Array.isArray(at) ? at[Number(part)] : typeof at === 'object' && at !== null ? at[part] : undefined;
  if (next === undefined) throw new Error(`${shown}: no ${part}`);
  return next;
}
