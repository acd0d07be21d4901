import { show, stringMember } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import { fits, isOpen, live, place } from './helpers.ts';

/** What only reasoning has; its texts and parts are judged with all others. */
export const reasoningStreamRules: readonly StreamRule[] = [
  {
    id: 'stream/summary-part-type',
    title: 'The parts of a reasoning summary are of type summary_text',
    on: 'stream',
    events: ['response.reasoning_summary_part.added', 'response.reasoning_summary_part.done'],
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: '#/components/schemas/Event.response.reasoning_summary_part.added/properties/part',
    capability: 'reasoning',
    counterexample: {
      of: 'reasoning-stream/create',
      edit: [
        { op: 'set', path: '/events/response.reasoning_summary_part.added/part/type', value: 'text' },
        { op: 'set', path: '/events/response.reasoning_summary_part.done/part/type', value: 'text' },
      ],
    },
    watch: (probe) =>
      live((step) => {
        const type = stringMember(step.data?.['part'], 'type');
        if (type === undefined || !isOpen(step.item) || !fits(step)) return;
        // Another type than the part had when it was added is `stream/part-type-stable`.
        const added = step.part?.implicit === false ? step.part.type : undefined;
        if (step.family === 'part-done' && added !== undefined && added !== type) return;
        probe.check(type === 'summary_text', place(step, '/part/type'), '"summary_text"', show(type));
      }),
  },
];
