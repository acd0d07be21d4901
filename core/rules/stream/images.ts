import { arrayOf, integerMember, member, show } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import type { ItemTrack } from '../../stream/machine.ts';
import { isOpen, live, place } from './helpers.ts';

const PARTIAL = 'response.image_generation_call.partial_image';
const SOURCE = `#/components/schemas/Event.${PARTIAL}` as const;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** Recordings are cut in the middle, to keep them small: the places where people write dots or a word in brackets. */
const CUT = /\.{3}|…|[<[]/;

/** Images that are shown while they are drawn. */
export const imageRules: readonly StreamRule[] = [
  {
    id: 'stream/partial-image-index',
    title: 'partial_image_index counts the partial images of a call from 0',
    on: 'stream',
    events: [PARTIAL],
    levels: { openai: 'MUST' },
    source: SOURCE,
    capability: 'hosted-tools',
    counterexample: {
      of: 'image-stream/create',
      edit: [{ op: 'set', path: `/events/${PARTIAL}/partial_image_index`, value: 2 }],
    },
    watch(probe) {
      const images = new Map<ItemTrack, number>();
      return live((step) => {
        if (!isOpen(step.item)) return;
        const index = step.data === undefined ? undefined : integerMember(step.data, 'partial_image_index');
        // A stream that was taken up in the middle may have shown the first ones before.
        const next = images.get(step.item) ?? (step.item.implicit ? (index ?? 0) : 0);
        images.set(step.item, next + 1);
        probe.check(index === next, place(step, '/partial_image_index'), String(next), show(index));
      });
    },
  },
  {
    id: 'stream/partial-image-base64',
    title: 'A partial image is not empty and in base64',
    on: 'stream',
    events: [PARTIAL],
    levels: { openai: 'MUST' },
    source: `${SOURCE}/properties/partial_image_b64`,
    capability: 'hosted-tools',
    counterexample: {
      of: 'image-stream/create',
      edit: [{ op: 'set', path: `/events/${PARTIAL}/partial_image_b64`, value: 'data:image/png;base64,AAAA' }],
    },
    watch: (probe) =>
      live((step) => {
        const image = step.data?.['partial_image_b64'];
        // No string at all is a matter of the event's schema.
        if (typeof image !== 'string' || CUT.test(image)) return;
        const holds = BASE64.test(image);
        probe.check(holds, place(step, '/partial_image_b64'), 'base64', holds ? '' : show(image));
      }),
  },
  {
    id: 'stream/partial-images-asked',
    title: 'A call shows at most as many partial images as were asked for',
    on: 'stream',
    events: [PARTIAL],
    levels: { openai: 'MUST' },
    source: SOURCE,
    capability: 'hosted-tools',
    needs: ['request'],
    counterexample: {
      of: 'image-stream/create',
      edit: [
        {
          op: 'before',
          path: '/events/response.image_generation_call.completed',
          event: { type: PARTIAL, output_index: 0, partial_image_index: 2, partial_image_b64: 'AAAA' },
        },
      ],
      also: ['stream/item-id-present', 'stream/sequence-number-present'],
    },
    watch(probe, _contract, { request }) {
      const asked = arrayOf(member(request.json, 'tools'))
        .filter((tool) => member(tool, 'type') === 'image_generation')
        .map((tool) => member(tool, 'partial_images'));
      const [most] = asked;
      const shown = new Map<ItemTrack, number>();
      return live((step) => {
        // What a server shows unasked is left to it.
        if (!isOpen(step.item) || asked.length !== 1 || typeof most !== 'number') return;
        const count = (shown.get(step.item) ?? 0) + 1;
        shown.set(step.item, count);
        probe.check(count <= most, place(step), `at most ${most} partial images`, `the ${count}th`);
      });
    },
  },
];
