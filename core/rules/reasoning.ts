import { arrayOf, member, show } from '../json.ts';
import type { Rule } from '../rule.ts';
import { created, levels, lostOutput, nonEmptyString, outputItems, sentMember } from './support.ts';

const ITEM = '#/components/schemas/Item.reasoning' as const;
const ENCRYPTED = 'reasoning.encrypted_content';

/** Reasoning items beyond their shape. */
export const reasoningRules: readonly Rule[] = [
  {
    id: 'item/reasoning-surfaced',
    title: 'Reasoning that is counted is shown as a reasoning item',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    source: ITEM,
    capability: 'reasoning',
    needs: ['request'],
    counterexample: { of: 'reasoning/create', edit: [{ op: 'remove', path: '/body/output/0' }] },
    judge(subject, probe) {
      const { value, at, view } = subject;
      if (!created(subject) || value['status'] !== 'completed' || !Array.isArray(value['output'])) return;
      if (lostOutput(value)) return;
      const effort = member(sentMember(view, 'reasoning'), 'effort');
      if (typeof effort !== 'string' || effort === 'none') return;
      const tokens = member(member(value['usage'], 'output_tokens_details'), 'reasoning_tokens');
      const items = outputItems(value, at);
      if (typeof tokens !== 'number' || tokens <= 0) {
        probe.unmet('the model counted no reasoning tokens');
        return;
      }
      const shown = items.some(({ type }) => type === 'reasoning');
      probe.check(shown, `${at}/output`, `a reasoning item for ${tokens} reasoning tokens`, 'none');
    },
  },
  {
    id: 'item/encrypted-content',
    title: 'encrypted_content comes when include asks for it',
    on: 'response',
    levels: levels('MUST', '-'),
    source: `${ITEM}/properties/encrypted_content`,
    capability: 'reasoning',
    needs: ['request'],
    counterexample: {
      of: 'reasoning-encrypted-stream/create',
      edit: [{ op: 'remove', path: '/events/response.completed/response/output/0/encrypted_content' }],
    },
    judge(subject, probe) {
      if (!created(subject) || !arrayOf(sentMember(subject.view, 'include')).includes(ENCRYPTED)) return;
      for (const { item, type, at } of outputItems(subject.value, subject.at)) {
        if (type !== 'reasoning') continue;
        const blob = item['encrypted_content'];
        probe.check(nonEmptyString(blob), `${at}/encrypted_content`, 'non-empty string', show(blob));
      }
    },
  },
  {
    id: 'item/encrypted-opaque',
    title: 'encrypted_content is opaque, no readable text',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    source: `${ITEM}/properties/encrypted_content`,
    capability: 'reasoning',
    counterexample: {
      of: 'reasoning/create',
      edit: [{ op: 'set', path: '/body/output/0/encrypted_content', value: 'The user asks who is the youngest.' }],
    },
    judge({ value, at }, probe) {
      for (const { item, type, at: place } of outputItems(value, at)) {
        const blob = item['encrypted_content'];
        if ((type !== 'reasoning' && type !== 'compaction') || !nonEmptyString(blob)) continue;
        // Encodings of binary data hold no words with blanks between them; a wrapped one holds line ends.
        const readable = /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(blob);
        probe.check(!readable, `${place}/encrypted_content`, 'an opaque blob', show(blob));
      }
    },
  },
];
