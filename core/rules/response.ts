import { arrayOf, isObject, member, show, typeName } from '../json.ts';
import { repeatedMember } from '../json-members.ts';
import type { Rule } from '../rule.ts';
import type { BodyView } from '../view.ts';
import { memberRules } from './response-members.ts';
import { absent, answerText, levels, nonEmptyString, sentMember } from './support.ts';

const source = (name: string) => `#/components/schemas/Response/properties/${name}` as const;

/** The earliest and latest plausible Unix seconds: 2001 and 2286. Milliseconds are above, nanoseconds far above. */
const SECONDS = { from: 1_000_000_000, below: 10_000_000_000 } as const;

/** Members that every genuine answer carries although the document does not require them. */
const CUSTOMARY = ['text', 'reasoning', 'truncation', 'previous_response_id', 'max_output_tokens'] as const;

/** The Response object by itself. */
export const responseRules: readonly Rule[] = [
  {
    id: 'response/body',
    title: 'A success has a JSON object as its body',
    on: 'exchange',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Response',
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'wire', from: '{', to: '' }] },
    judge(view, probe) {
      if (!view.success || view.operation === undefined || view.askedToStream !== false) return;
      const { body } = view;
      probe.check(body.kind === 'json' && isObject(body.value), '/body', 'JSON object', bodyIs(body));
    },
  },
  {
    id: 'response/byte-order-mark',
    title: 'A JSON body begins with its JSON, not with a byte order mark',
    on: 'exchange',
    // RFC 8259, section 8.1, forbids it; the JSON readers of Go, Rust and Python's text mode refuse it.
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Response',
    capability: 'core',
    needs: ['wire'],
    counterexample: { of: 'text/create', edit: [{ op: 'wire', from: '{', to: '\uFEFF{' }] },
    judge({ body, operation }, probe) {
      if (operation === undefined || body.kind !== 'json') return;
      probe.check(!body.text.startsWith('\uFEFF'), '/body', 'JSON', 'U+FEFF before the JSON');
    },
  },
  {
    id: 'response/members-once',
    title: 'No object of a JSON body has a member twice',
    on: 'exchange',
    // RFC 8259, section 4: the names within an object should be unique; readers keep the last, the first, or refuse.
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/Response',
    capability: 'core',
    needs: ['wire'],
    counterexample: { of: 'text/create', edit: [{ op: 'wire', from: '{', to: '{"id":"resp_0",' }] },
    judge({ body, operation }, probe) {
      if (operation === undefined || body.kind !== 'json') return;
      const twice = repeatedMember(body.text);
      probe.check(twice === undefined, '/body', 'every member once', `${show(twice)} twice`);
    },
  },
  {
    id: 'response/status-code',
    title: 'A success has the status 200',
    on: 'exchange',
    levels: levels('MUST', 'MUST'),
    source: '#/paths/~1responses/post',
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/status', value: 201 }] },
    judge(view, probe) {
      // A stream's status is sse/status; what ought to have been refused has another defect.
      if (!view.success || view.operation === undefined || view.body.kind === 'stream') return;
      if (view.exchange.intent?.kind === 'invalid') return;
      probe.check(view.status === 200, '/status', '200', String(view.status));
    },
  },
  {
    id: 'response/id',
    title: 'id is a non-empty string',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('id'),
    capability: 'core',
    breaks: ['openai-node', 'ai-sdk'],
    counterexample: { of: 'text/create', edit: [{ op: 'remove', path: '/body/id' }] },
    judge({ value, at }, probe) {
      probe.check(nonEmptyString(value['id']), `${at}/id`, 'non-empty string', show(value['id']));
    },
  },
  {
    id: 'response/id-prefix',
    title: 'id starts with resp_',
    on: 'response',
    levels: levels('SHOULD', '-'),
    source: source('id'),
    capability: 'core',
    needs: ['ids'],
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/id', value: 'chatcmpl-1' }] },
    judge({ value, at }, probe) {
      const id = value['id'];
      if (nonEmptyString(id)) probe.check(id.startsWith('resp_'), `${at}/id`, 'resp_…', show(id));
    },
  },
  {
    id: 'response/object',
    title: 'object is "response"',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('object'),
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/object', value: 'chat.completion' }] },
    judge({ value, at }, probe) {
      probe.check(value['object'] === 'response', `${at}/object`, '"response"', show(value['object']));
    },
  },
  {
    id: 'response/created-at',
    title: 'created_at is an integer',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('created_at'),
    capability: 'core',
    breaks: ['typed Go and Rust clients'],
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/created_at', value: 1776821735.5 }] },
    judge({ value, at, phase, view }, probe) {
      const time = value['created_at'];
      const whole = typeof time === 'number' && Number.isInteger(time);
      const { body } = view.answer;
      const raw = whole && phase === 'final' && body.kind === 'text' ? fraction(body.text) : undefined;
      probe.check(whole && raw === undefined, `${at}/created_at`, 'integer', raw ?? show(time));
    },
  },
  {
    id: 'response/created-at-seconds',
    title: 'created_at counts seconds since 1970',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('created_at'),
    capability: 'core',
    needs: ['times'],
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/created_at', value: 1776821735000 }] },
    judge({ value, at }, probe) {
      const time = value['created_at'];
      if (typeof time !== 'number') return;
      const plausible = time >= SECONDS.from && time < SECONDS.below;
      probe.check(plausible, `${at}/created_at`, 'Unix time in seconds', show(time));
    },
  },
  {
    id: 'response/completed-at',
    title: 'completed_at is an integer, not before created_at',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('completed_at'),
    capability: 'core',
    needs: ['times'],
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/completed_at', value: 1 }] },
    judge({ value, at }, probe) {
      const time = value['completed_at'];
      if (absent(time)) return;
      const begin = value['created_at'];
      // A created_at in another unit is the finding of its own rule.
      const inOrder =
        typeof begin !== 'number' || begin >= SECONDS.below || (typeof time === 'number' && time >= Math.floor(begin));
      const holds = typeof time === 'number' && Number.isInteger(time) && inOrder;
      probe.check(holds, `${at}/completed_at`, 'integer, not before created_at', show(time));
    },
  },
  {
    id: 'response/customary-members',
    title: 'A settled response has the members that every genuine answer has',
    on: 'response',
    levels: levels('SHOULD', '-'),
    source: '#/components/schemas/Response',
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'remove', path: '/body/truncation' }] },
    judge({ value, at, phase, view }, probe) {
      if (phase !== 'final') return;
      for (const name of CUSTOMARY) {
        // A missing member that the request named is the finding of its echo rule.
        if (!absent(sentMember(view, name))) continue;
        probe.check(Object.hasOwn(value, name), `${at}/${name}`, 'present, null allowed', 'absent');
      }
    },
  },
  {
    id: 'response/text-visible',
    title: 'A completed answer to a plain text request holds text or a refusal',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    source: source('output'),
    capability: 'core',
    needs: ['request'],
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/body/output/0/content', value: [] }],
    },
    judge({ value, at, phase, view }, probe) {
      if (phase !== 'final' || value['status'] !== 'completed' || !isObject(view.sent)) return;
      const { output } = value;
      if (!Array.isArray(output) || output.length !== 1 || member(output[0], 'type') !== 'message') return;
      if (!Array.isArray(member(output[0], 'content'))) return;
      const parts = arrayOf(member(output[0], 'content'));
      // Parts of another type, and texts that are no strings, are findings of other rules.
      if (parts.some((part) => member(part, 'type') !== 'output_text' || typeof member(part, 'text') !== 'string'))
        return;
      probe.check(answerText(value).trim() !== '', `${at}/output/0/content`, 'text or refusal', 'neither');
    },
  },
  ...memberRules,
];

function bodyIs(body: BodyView): string {
  switch (body.kind) {
    case 'json':
      return typeName(body.value);
    case 'stream':
      return 'event stream';
    case 'empty':
      return 'empty body';
    case 'unreadable':
      return `no JSON: ${body.error}`;
    default:
      return body satisfies never;
  }
}

/** JSON.parse hides `1776821735.0`, which typed clients cannot read; the text still shows it. */
function fraction(text: string): string | undefined {
  return /"created_at"\s*:\s*(\d+(?:\.\d+|[eE][+-]?\d+)+)/.exec(text)?.[1];
}
