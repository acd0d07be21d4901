import { arrayOf, member, show, stringMember } from '../json.ts';
import type { Rule } from '../rule.ts';
import { messageParts } from './content-parts.ts';
import { citationRules } from './items-citations.ts';
import { PREFIXED } from './items-extension.ts';
import { logprobRules } from './items-logprobs.ts';
import { created, levels, nonEmptyString, sentMember } from './support.ts';

const LOGPROBS = 'message.output_text.logprobs';

/** What a message holds. */
export const contentRules: readonly Rule[] = [
  {
    id: 'item/message-content',
    title: 'A message holds output_text and refusal parts only',
    on: 'response',
    levels: levels('MUST', 'SHOULD'),
    source: '#/components/schemas/Content',
    capability: 'core',
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/body/output/0/content/0', value: { type: 'text', text: 'Hello', annotations: [] } }],
    },
    judge(subject, probe, contract) {
      for (const { type, at } of messageParts(subject)) {
        // An implementor's own part is the way in which Open Responses extends content.
        const extension = contract.id === 'open-responses' && PREFIXED.test(type ?? '');
        const holds = type === 'output_text' || type === 'refusal' || extension;
        probe.check(holds, `${at}/type`, '"output_text" or "refusal"', show(type));
      }
    },
  },
  {
    id: 'item/annotation-type',
    title: "Every annotation has a type of the contract or an implementor's prefixed one",
    on: 'response',
    levels: levels('SHOULD', 'MUST'),
    source: '#/components/schemas/Annotation',
    capability: 'core',
    counterexample: {
      of: 'annotations-stream/create',
      edit: [
        {
          op: 'set',
          path: '/events/response.completed/response/output/0/content/0/annotations/0',
          value: { url_citation: { url: 'https://example.com', title: 'Example' } },
        },
      ],
      also: ['stream/annotations-agree'],
    },
    judge(subject, probe, contract) {
      for (const { part, at } of messageParts(subject)) {
        for (const [index, annotation] of arrayOf(part['annotations']).entries()) {
          const type = stringMember(annotation, 'type');
          const known = nonEmptyString(type) && (contract.knows('Annotation', type) || PREFIXED.test(type));
          probe.check(known, `${at}/annotations/${index}/type`, 'a type of the contract, or slug:type', show(type));
        }
      }
    },
  },
  {
    id: 'item/citation-range',
    title: 'A url_citation lies inside its text',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/Annotation.url_citation',
    capability: 'core',
    counterexample: {
      of: 'annotations-stream/create',
      edit: [
        {
          op: 'set',
          path: '/events/response.completed/response/output/0/content/0/annotations/0/end_index',
          value: 100000,
        },
      ],
      also: ['stream/annotations-agree'],
    },
    judge(subject, probe) {
      for (const { part, at } of messageParts(subject)) {
        const text = stringMember(part, 'text');
        if (text === undefined) continue;
        for (const [index, annotation] of arrayOf(part['annotations']).entries()) {
          const start = member(annotation, 'start_index');
          const end = member(annotation, 'end_index');
          const cites = member(annotation, 'type') === 'url_citation';
          if (!cites || typeof start !== 'number' || typeof end !== 'number') continue;
          // UTF-16 length is the longest of the ways to count characters, so every honest index is below it.
          const holds = start >= 0 && start <= end && end <= text.length;
          const expected = `0 <= start <= end <= ${text.length}`;
          probe.check(holds, `${at}/annotations/${index}`, expected, `${start}..${end}`);
        }
      }
    },
  },
  {
    id: 'item/no-think-tags',
    title: 'Reasoning is no part of the visible text',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/Content.output_text/properties/text',
    capability: 'reasoning',
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/body/output/0/content/0/text', value: '<think>The user greets me.</think>Hello!' }],
    },
    judge(subject, probe) {
      for (const { part, at } of messageParts(subject)) {
        const text = stringMember(part, 'text');
        if (text === undefined) continue;
        probe.check(!/^\s*<think(?:ing)?>/i.test(text), `${at}/text`, 'no <think> block', show(text.slice(0, 40)));
      }
    },
  },
  {
    id: 'request/logprobs',
    title: 'Logprobs come when include asks for them',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    since: { openai: '2025-06' },
    source: '#/components/schemas/Content.output_text/properties/logprobs',
    capability: 'core',
    needs: ['request'],
    counterexample: {
      of: 'logprobs-stream/create',
      edit: [{ op: 'set', path: '/events/response.completed/response/output/0/content/0/logprobs', value: [] }],
    },
    judge(subject, probe) {
      if (!created(subject) || !arrayOf(sentMember(subject.view, 'include')).includes(LOGPROBS)) return;
      for (const { part, type, at } of messageParts(subject)) {
        if (type !== 'output_text' || !nonEmptyString(part['text'])) continue;
        const count = arrayOf(part['logprobs']).length;
        probe.check(count > 0, `${at}/logprobs`, 'an entry for each token', show(part['logprobs']));
      }
    },
  },
  {
    id: 'request/logprobs-unasked',
    title: 'Logprobs do not come unasked',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/Content.output_text/properties/logprobs',
    capability: 'core',
    needs: ['request'],
    counterexample: {
      of: 'text/create',
      edit: [
        { op: 'set', path: '/body/output/0/content/0/text', value: 'Hi' },
        {
          op: 'set',
          path: '/body/output/0/content/0/logprobs',
          value: [{ token: 'Hi', logprob: -0.1, bytes: [72, 105], top_logprobs: [] }],
        },
      ],
    },
    judge(subject, probe) {
      const { view } = subject;
      if (!created(subject) || arrayOf(sentMember(view, 'include')).includes(LOGPROBS)) return;
      // Asking for top_logprobs is a request for logprobs as well, in the reading of several servers.
      if (sentMember(view, 'top_logprobs') !== undefined) return;
      for (const { part, type, at } of messageParts(subject)) {
        if (type !== 'output_text') continue;
        const count = arrayOf(part['logprobs']).length;
        probe.check(count === 0, `${at}/logprobs`, 'none, include does not name them', `${count} entries`);
      }
    },
  },
  ...citationRules,
  ...logprobRules,
];
