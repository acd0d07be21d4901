import type { SchemaError } from '../contract.ts';
import { isObject } from '../json.ts';
import type { Rule } from '../rule.ts';
import { isNewValue } from './schema-values.ts';
import { levels } from './support.ts';

/**
 * Members that the stream rules judge by name: those of every event (present, right place, the same throughout), the
 * texts of deltas and their `.done`, the error, and `response`, `item` and `part`, whose contents are judged in the
 * terminal snapshot.
 */
const CLAIMED =
  /^\/(?:type|sequence_number|item_id|output_index|content_index|summary_index|annotation_index|partial_image_index|response|item|part|delta|text|refusal|arguments|code|input|diff|command|error|obfuscation)(?:\/|$)/;

/** What the contract's validators say of events, apart from what the stream rules say. */
export const eventSchemaRules: readonly Rule[] = [
  {
    id: 'schema/event',
    title: 'Events have the members and types of the contract',
    on: 'stream',
    steady: true,
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Event',
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_text.delta/logprobs', value: 'none' }],
    },
    watch: (probe, contract) => ({
      event({ type, data, event, family }) {
        if (type === undefined || data === undefined || family === 'error' || !contract.knows('Event', type)) return;
        // Every other member of lifecycle and item events is claimed: there is nothing left to say of them.
        if (isObject(data['response']) || isObject(data['item'])) return;
        const at = `${event.at}/data`;
        const errors = contract.validate(`Event.${type}`, data, at).filter((error) => belongs(error, at, type));
        const own = errors.filter((error) => contract.id !== 'openai' || !isNewValue(error));
        for (const error of own) probe.check(false, error.at, error.expected, error.actual);
        if (own.length === 0) probe.check(true, at, '', '');
      },
    }),
  },
];

function belongs(error: SchemaError, at: string, type: string): boolean {
  const place = error.at.slice(at.length);
  // The text of a command that begins: what is streamed of it comes later.
  if (place === '/command' && type.endsWith('.added')) return true;
  return /^(?:Event|Annotation)\./.test(error.schema) && !CLAIMED.test(place);
}
