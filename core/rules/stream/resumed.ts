import { integerMember } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import { live, place, startingAfter } from './helpers.ts';

/** Streams that are taken up in the middle: `GET ?stream=true&starting_after=N`. */
export const resumedRules: readonly StreamRule[] = [
  {
    id: 'stream/resumed-no-created',
    title: 'A stream that is taken up in the middle has no new response.created',
    on: 'stream',
    steady: true,
    levels: { openai: 'MUST' },
    source: '#/components/schemas/Event.response.created',
    capability: 'background',
    needs: ['request'],
    counterexample: {
      of: 'background-stream/resume',
      edit: [
        {
          op: 'before',
          path: '/events/response.output_item.added',
          event: { type: 'response.created', sequence_number: 3 },
        },
      ],
      also: ['stream/sequence-increasing', 'stream/snapshot-present'],
    },
    watch(probe, _contract, exchange) {
      const cursor = startingAfter(exchange);
      if (cursor === undefined) return {};
      return live((step) => {
        if (step.type === undefined) return;
        const number = step.data === undefined ? undefined : integerMember(step.data, 'sequence_number');
        const first = step.before.events === 0;
        // A whole stream instead of the rest begins with the wrong number: `stream/sequence-start`. And where the
        // numbers begin at 1, response.created itself lies after the cursor 0.
        const excused = first && number !== undefined && (number !== cursor + 1 || cursor === 0);
        if (step.type === 'response.created' && excused) return;
        const holds = step.type !== 'response.created';
        probe.check(holds, holds ? '' : place(step, '/type'), `what follows event ${cursor}`, step.type);
      });
    },
  },
];
