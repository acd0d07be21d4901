import { asText, isObject, type Json, type JsonObject, member, sameJson, show } from '../../json.ts';
import type { RuleFacts, StreamRule } from '../../rule.ts';
import { FINISHING, finishes, live } from './helpers.ts';

/**
 * Members that a response repeats as its request settled them (groups A and B of the echoes). They are settled before the
 * first event: in 275 recorded streams of five services none changes from one snapshot to the next.
 */
const SETTLED = [
  ...['temperature', 'top_p', 'max_output_tokens', 'max_tool_calls', 'top_logprobs', 'instructions', 'metadata'],
  ...['store', 'parallel_tool_calls', 'truncation', 'background', 'previous_response_id', 'tool_choice', 'text'],
  ...['reasoning', 'presence_penalty', 'frequency_penalty', 'prompt_cache_key', 'safety_identifier', 'user'],
];

const CREATED = '/events/response.created/response';

/** What no snapshot of a stream changes. */
export const settingsRules: readonly StreamRule[] = [
  constant(SETTLED, {
    id: 'stream/settings-constant',
    title: 'All snapshots show the same settings',
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: '#/components/schemas/Event.response.created/properties/response',
    capability: 'streaming',
    counterexample: { of: 'text-stream/create', edit: [{ op: 'set', path: `${CREATED}/top_p`, value: 0.123 }] },
  }),
  constant(['created_at'], {
    id: 'stream/created-at-constant',
    title: 'All snapshots have the same created_at',
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: '#/components/schemas/Response/properties/created_at',
    capability: 'streaming',
    needs: ['times'],
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: `${CREATED}/created_at`, value: 1_764_000_000 }],
    },
  }),
  // A router may learn the model's full name on the way, and tools may be listed by then.
  constant(['tools', 'model', 'prompt'], {
    id: 'stream/tools-constant',
    title: 'All snapshots show the same model, tools and prompt',
    levels: { openai: 'SHOULD', 'open-responses': 'SHOULD' },
    source: '#/components/schemas/Response/properties/tools',
    capability: 'streaming',
    counterexample: { of: 'text-stream/create', edit: [{ op: 'set', path: `${CREATED}/model`, value: 'another' }] },
  }),
];

interface Early {
  readonly at: string;
  readonly response: JsonObject;
}

/**
 * Compares these members of every earlier snapshot with the last one. Absent and null say nothing. Where the last one
 * contradicts the request, that is the finding of an echo rule, and the earlier snapshots are right to differ.
 */
function constant(members: readonly string[], facts: RuleFacts): StreamRule {
  return {
    ...facts,
    on: 'stream',
    events: ['lifecycle', ...FINISHING],
    watch(probe, _contract, { request }) {
      const early: Early[] = [];
      return live((step) => {
        const response = step.data?.['response'];
        if (!isObject(response)) return;
        if (!finishes(step)) {
          early.push({ at: `${step.event.at}/data/response`, response });
          return;
        }
        for (const name of members) {
          const last = response[name] ?? null;
          const sent: Json = member(request.json, name) ?? null;
          if (last === null || (sent !== null && !repeats(sent, last, name))) continue;
          const same = FILLED_IN.includes(name) ? agree : sameJson;
          for (const { at, response: shown } of early) {
            const value = shown[name] ?? null;
            if (value === null) continue;
            const holds = same(value, last);
            probe.check(
              holds,
              `${at}/${name}`,
              holds ? '' : `${show(last)}, as in ${step.type}`,
              holds ? '' : show(value),
            );
          }
        }
      });
    },
  };
}

/** Settings that have settings of their own: what one snapshot leaves open another may fill in. */
const FILLED_IN = ['reasoning', 'text'];

/** Whether two values contradict each other nowhere; absent and null say nothing at any depth. */
function agree(one: Json, two: Json): boolean {
  if (!isObject(one) || !isObject(two)) return sameJson(one, two);
  return Object.entries(one).every(([name, value]) => {
    const [left, right] = [value ?? null, two[name] ?? null];
    return left === null || right === null || agree(left, right);
  });
}

/** Whether the echo says all that was sent; it may say more, and the model's name may be longer. */
function repeats(sent: Json, echoed: Json, name: string): boolean {
  if (name === 'model') return asText(echoed).startsWith(asText(sent));
  if (Array.isArray(sent) && Array.isArray(echoed))
    return sent.length === echoed.length && sent.every((value, index) => repeats(value, echoed[index] ?? null, ''));
  if (isObject(sent) && isObject(echoed))
    return Object.entries(sent).every(([member, value]) => repeats(value ?? null, echoed[member] ?? null, ''));
  return sameJson(sent, echoed);
}
