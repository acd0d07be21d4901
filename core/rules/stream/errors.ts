import { isObject, type JsonObject, member, show, stringMember } from '../../json.ts';
import type { StreamRule } from '../../rule.ts';
import type { StreamEvent } from '../../stream/event.ts';
import { isOfficial, live, place } from './helpers.ts';

const ERROR = '#/components/schemas/Event.error';
const ENVELOPE = ['type', 'code', 'message', 'param'];

/** Failures inside a stream. */
export const errorRules: readonly StreamRule[] = [
  {
    id: 'stream/error-then-failed',
    title: 'An error event is followed by response.failed',
    on: 'stream',
    events: ['error'],
    levels: { openai: 'SHOULD', 'open-responses': 'MUST' },
    source: ERROR,
    capability: 'errors',
    counterexample: { of: 'failed-stream/create', edit: [{ op: 'remove', path: '/events/response.failed' }] },
    watch(probe) {
      let late: StreamEvent | undefined;
      return {
        event({ before, event, family }) {
          // Behind another end, or when it was told before, it is `stream/terminal-last`.
          if (family === 'error' && before.error === undefined && typeOf(before.terminal) === 'response.failed') {
            late ??= event;
          }
        },
        end({ state, complete }) {
          const error = state.error ?? late;
          if (error === undefined || (!complete && state.terminal === undefined)) return;
          const ended = typeOf(state.terminal);
          const holds = ended === 'response.failed' && late === undefined;
          const actual = late === undefined ? (ended ?? 'end of stream') : `${ended} before it`;
          probe.check(holds, error.at, 'response.failed after it', actual);
        },
      };
    },
  },
  {
    id: 'stream/error-form',
    title: 'An error event carries an error object with type, code, message and param',
    on: 'stream',
    events: ['error'],
    levels: { openai: 'SHOULD', 'open-responses': 'MUST' },
    source: ERROR,
    capability: 'errors',
    counterexample: {
      of: 'failed-stream/create',
      edit: [{ op: 'remove', path: '/events/error/error/message' }],
    },
    watch: (probe, contract) =>
      live((step) => {
        if (step.family !== 'error' || step.data === undefined) return;
        const nested = step.data['error'];
        // The flat form of the official document is accepted there, though the service sends the nested one.
        const flat = isOfficial(contract) && nested === undefined && typeof step.data['message'] === 'string';
        const complete =
          isObject(nested) &&
          typeof nested['message'] === 'string' &&
          ENVELOPE.every((name) => nested[name] !== undefined);
        const holds = flat || complete;
        probe.check(holds, place(step, '/error'), `an object with ${ENVELOPE.join(', ')}`, holds ? '' : show(nested));
      }),
  },
  {
    id: 'stream/failed-repeats-error',
    title: 'response.failed repeats code and message of the error event',
    on: 'stream',
    events: ['error', 'response.failed'],
    levels: { openai: 'SHOULD', 'open-responses': 'SHOULD' },
    source: '#/components/schemas/Event.response.failed',
    capability: 'errors',
    counterexample: {
      of: 'failed-stream/create',
      edit: [{ op: 'set', path: '/events/error/error/message', value: 'Another one.' }],
    },
    watch(probe) {
      let error: JsonObject | undefined;
      return live((step) => {
        if (step.family === 'error' && step.data !== undefined) {
          const nested = step.data['error'];
          error = isObject(nested) ? nested : step.data;
        }
        const failure = member(step.data?.['response'], 'error');
        if (step.type !== 'response.failed' || error === undefined || !isObject(failure)) return;
        for (const name of ['code', 'message']) {
          const said = stringMember(error, name);
          if (said === undefined) continue;
          const same = stringMember(failure, name) === said;
          probe.check(same, place(step, `/response/error/${name}`), show(said), show(failure[name]));
        }
      });
    },
  },
];

function typeOf(event: StreamEvent | undefined): string | undefined {
  return event?.payload.kind === 'object' ? event.payload.type : undefined;
}
