import { arrayOf, integerMember, isObject, type Json, member } from '../json.ts';
import type { Rule } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { finalAt, finalResponse, levels } from './support.ts';

/** A model that sees an image pays for it: the one sign of an image that was lost which needs no clever answer. */
export const usageImageRules: readonly Rule[] = [
  {
    id: 'usage/image-counted',
    title: 'A request with an image has more input_tokens than the same request without it',
    on: 'scenario',
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/Usage/properties/input_tokens',
    capability: 'multimodal',
    needs: ['request'],
    counterexample: {
      of: 'image-input/create',
      edit: [
        { op: 'set', path: '/body/usage/input_tokens', value: 12 },
        { op: 'set', path: '/body/usage/output_tokens', value: 2 },
        { op: 'set', path: '/body/usage/total_tokens', value: 14 },
      ],
    },
    judge(steps, probe) {
      const counted = steps.all.flatMap(countedIn);
      for (const { view, images, asked, tokens } of counted) {
        const bare = counted.find((other) => other.images === 0 && other.asked === asked);
        if (images === 0 || bare === undefined) continue;
        probe.check(
          tokens > bare.tokens,
          view,
          finalAt(view),
          `more than ${bare.tokens}, as without the image`,
          String(tokens),
        );
      }
    },
  },
];

interface Counted {
  readonly view: ExchangeView;
  readonly images: number;
  /** The request without its images. */
  readonly asked: string;
  readonly tokens: number;
}

function countedIn(view: ExchangeView): readonly Counted[] {
  const { sent } = view;
  const tokens = integerMember(member(finalResponse(view), 'usage'), 'input_tokens');
  // That nothing at all was counted is usage/counted.
  if (view.operation !== 'createResponse' || !isObject(sent) || tokens === undefined || tokens <= 0) return [];
  // Of a context that the server keeps, or may cut, nobody knows what was counted.
  if (['previous_response_id', 'conversation', 'prompt'].some((name) => sent[name] !== undefined)) return [];
  if (sent['truncation'] === 'auto') return [];
  const images = { count: 0 };
  const asked = JSON.stringify({ ...sent, input: withoutImages(sent['input'] ?? null, images) });
  return [{ view, images: images.count, asked, tokens }];
}

function withoutImages(input: Json, images: { count: number }): Json {
  if (!Array.isArray(input)) return input;
  return arrayOf(input).map((item) => {
    if (!isObject(item) || !Array.isArray(item['content'])) return item;
    const content = arrayOf(item['content']).filter((part) => member(part, 'type') !== 'input_image');
    images.count += arrayOf(item['content']).length - content.length;
    return { ...item, content };
  });
}
