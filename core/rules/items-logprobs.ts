import { arrayOf, integerMember, isObject, type Json, type JsonObject, member, show } from '../json.ts';
import type { ResponseSubject, Rule } from '../rule.ts';
import { messageParts } from './content-parts.ts';
import { created, levels, sentMember } from './support.ts';

const SOURCE = '#/components/schemas/LogProb' as const;
const FINAL = '/events/response.completed/response/output/0/content/0/logprobs';

/** Genuine values stand above 0 by rounding: 0.00002 is recorded. */
const ROUNDING = 0.01;

/** What the numbers of a token say, where a finished text has them. */
export const logprobRules: readonly Rule[] = [
  {
    id: 'item/logprob-value',
    title: 'A log probability is not above 0',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: `${SOURCE}/properties/logprob`,
    capability: 'core',
    counterexample: {
      of: 'logprobs-stream/create',
      edit: [{ op: 'set', path: `${FINAL}/0/top_logprobs/0/logprob`, value: 0.97 }],
    },
    judge(subject, probe) {
      for (const { entry, at } of entriesOf(subject)) {
        for (const { value, at: place } of [{ value: entry, at }, ...alternatives(entry, at)]) {
          const logprob = value['logprob'];
          if (typeof logprob !== 'number') continue;
          probe.check(logprob <= ROUNDING, `${place}/logprob`, 'at most 0', String(logprob));
        }
      }
    },
  },
  {
    id: 'item/logprob-bytes',
    title: 'The bytes of a token are its text in UTF-8',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    source: `${SOURCE}/properties/bytes`,
    capability: 'core',
    counterexample: {
      of: 'logprobs-stream/create',
      edit: [{ op: 'set', path: `${FINAL}/0/top_logprobs/0/bytes`, value: [63] }],
    },
    judge(subject, probe) {
      for (const { entry, at } of entriesOf(subject)) {
        for (const { value, at: place } of [{ value: entry, at }, ...alternatives(entry, at)]) {
          const odd = arrayOf(value['bytes']).find((byte) => !isByte(byte));
          if (odd !== undefined) probe.check(false, `${place}/bytes`, 'integers from 0 to 255', show(odd));
          const bytes = bytesOf(value);
          const text = bytes === undefined ? undefined : textOf(bytes);
          // A part of a character is no text; how a token shows it is not fixed.
          if (text === undefined || typeof value['token'] !== 'string') continue;
          probe.check(text === value['token'], `${place}/bytes`, `the bytes of ${show(value['token'])}`, show(text));
        }
      }
    },
  },
  {
    id: 'item/logprobs-text',
    title: 'The tokens that have log probabilities are those of the text',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/Content.output_text/properties/logprobs',
    capability: 'core',
    counterexample: {
      of: 'logprobs-stream/create',
      edit: [{ op: 'remove', path: `${FINAL}/0` }],
    },
    judge(subject, probe) {
      for (const { entries, text, at } of textsOf(subject)) {
        const joined = joinedText(entries);
        if (joined === undefined) continue;
        probe.check(joined === text, `${at}/logprobs`, show(text), show(joined));
      }
    },
  },
  {
    id: 'item/top-logprobs-count',
    title: 'No token has more alternatives than top_logprobs asks for',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: `${SOURCE}/properties/top_logprobs`,
    capability: 'core',
    needs: ['request'],
    counterexample: {
      of: 'logprobs-stream/create',
      edit: [
        {
          op: 'set',
          path: `${FINAL}/0/top_logprobs`,
          value: ['a', 'b', 'c', 'd'].map((token, index) => ({ token, logprob: -index, bytes: [97 + index] })),
        },
      ],
    },
    judge(subject, probe) {
      if (!created(subject)) return;
      const asked = integerMember({ asked: sentMember(subject.view, 'top_logprobs') ?? 0 }, 'asked');
      if (asked === undefined) return;
      for (const { entry, at } of entriesOf(subject)) {
        const count = arrayOf(entry['top_logprobs']).length;
        probe.check(count <= asked, `${at}/top_logprobs`, `at most ${asked}`, String(count));
      }
    },
  },
];

interface PlacedText {
  readonly entries: readonly JsonObject[];
  readonly text: string;
  readonly at: string;
}

/** Texts whose logprobs are objects, all of them; what else is there is a matter of the part's schema. */
function textsOf(subject: ResponseSubject): readonly PlacedText[] {
  return messageParts(subject).flatMap(({ part, type, at }) => {
    const { logprobs, text } = part;
    const entries = arrayOf(logprobs).filter(isObject);
    if (type !== 'output_text' || typeof text !== 'string' || entries.length === 0) return [];
    return entries.length === arrayOf(logprobs).length ? [{ entries, text, at }] : [];
  });
}

function entriesOf(subject: ResponseSubject): readonly { readonly entry: JsonObject; readonly at: string }[] {
  return textsOf(subject).flatMap(({ entries, at }) =>
    entries.map((entry, index) => ({ entry, at: `${at}/logprobs/${index}` })),
  );
}

function alternatives(entry: JsonObject, at: string): readonly { readonly value: JsonObject; readonly at: string }[] {
  return arrayOf(entry['top_logprobs']).flatMap((value, index) =>
    isObject(value) ? [{ value, at: `${at}/top_logprobs/${index}` }] : [],
  );
}

function bytesOf(value: JsonObject): readonly number[] | undefined {
  const bytes = member(value, 'bytes');
  if (!Array.isArray(bytes) || bytes.length === 0) return undefined;
  return bytes.every(isByte) ? bytes : undefined;
}

function isByte(value: Json): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 256;
}

function textOf(bytes: readonly number[]): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

/** All bytes as one text, where every token has them; else the tokens, where none shows half a character. */
function joinedText(entries: readonly JsonObject[]): string | undefined {
  const bytes = entries.map(bytesOf);
  if (bytes.every((list) => list !== undefined)) return textOf(bytes.flat());
  const tokens = entries.map((entry) => entry['token']);
  const whole = tokens.every((token) => typeof token === 'string' && !/\uFFFD|\\x|<0x/.test(token));
  return whole ? tokens.join('') : undefined;
}
