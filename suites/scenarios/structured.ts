import type { JsonObject } from '../../core/json.ts';
import type { Scenario, StepContext } from '../../core/scenario.ts';
import { create, SHORT_ANSWER } from './make.ts';

function request(context: StepContext): JsonObject {
  return {
    model: context.model('structured'),
    input: 'Describe the city of Paris: its name, its country, whether it is a capital, and its river.',
    max_output_tokens: SHORT_ANSWER,
    store: false,
    text: {
      format: {
        type: 'json_schema',
        name: 'city',
        schema: {
          type: 'object',
          properties: {
            name: { type: 'string' },
            country: { type: 'string' },
            capital: { type: 'boolean' },
            rivers: { type: 'array', items: { type: 'string' } },
          },
          required: ['name', 'country', 'capital', 'rivers'],
          additionalProperties: false,
        },
        strict: true,
      },
    },
  };
}

const OPTIONAL = ['text', 'text.format', 'text.format.type'];

export const structured: readonly Scenario[] = [
  {
    id: 'json-schema',
    title: 'An answer that follows a JSON Schema',
    capability: 'structured-output',
    entry: true,
    steps: [create('create', request, OPTIONAL)],
  },
  {
    id: 'json-schema-stream',
    title: 'A streamed answer that follows a JSON Schema',
    capability: 'structured-output',
    steps: [create('create', (context) => ({ ...request(context), stream: true }), [...OPTIONAL, 'stream'])],
  },
  {
    id: 'json-object',
    title: 'An answer that is some JSON object',
    capability: 'structured-output',
    steps: [
      create(
        'create',
        (context) => ({
          model: context.model('structured'),
          input: 'Name a colour and a fruit as a JSON object with the members colour and fruit.',
          max_output_tokens: SHORT_ANSWER,
          store: false,
          text: { format: { type: 'json_object' } },
        }),
        [...OPTIONAL, 'json_object'],
      ),
    ],
  },
  {
    id: 'loose-schema',
    title: 'A JSON Schema that is not strict',
    capability: 'structured-output',
    thorough: true,
    steps: [
      create(
        'create',
        (context) => ({
          model: context.model('structured'),
          input: 'Describe the colour blue as JSON.',
          max_output_tokens: SHORT_ANSWER,
          store: false,
          text: {
            format: {
              type: 'json_schema',
              name: 'colour',
              schema: { type: 'object', properties: { name: { type: 'string' } } },
            },
          },
        }),
        OPTIONAL,
      ),
    ],
  },
];
