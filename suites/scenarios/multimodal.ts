import type { Scenario } from '../../core/scenario.ts';
import { create, SHORT_ANSWER } from './make.ts';

/** A red square of 8 by 8 pixels. */
export const RED_SQUARE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mP4z8CAFTEMLQkAKP8/wc53yE8AAAAASUVORK5CYII=';

const QUESTION = 'Which colour is this square? Answer with one word.';

export const multimodal: readonly Scenario[] = [
  {
    id: 'image-input',
    title: 'An image as a data URL',
    capability: 'multimodal',
    entry: true,
    steps: [
      create(
        'create',
        (context) => ({
          model: context.model('vision'),
          input: [
            {
              role: 'user',
              content: [
                { type: 'input_text', text: QUESTION },
                { type: 'input_image', image_url: RED_SQUARE, detail: 'low' },
              ],
            },
          ],
          max_output_tokens: SHORT_ANSWER,
          store: false,
        }),
        ['input_image', 'image_url', 'image', 'input[0].content[1]'],
      ),
      create('without-image', (context) => ({
        model: context.model('vision'),
        input: [{ role: 'user', content: [{ type: 'input_text', text: QUESTION }] }],
        max_output_tokens: SHORT_ANSWER,
        store: false,
      })),
    ],
  },
];
