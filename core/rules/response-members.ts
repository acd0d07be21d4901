import { isObject, member, show, stringMember } from '../json.ts';
import type { Rule, ScenarioSteps } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import {
  absent,
  created,
  finalAt,
  finalResponse,
  levels,
  nonEmptyString,
  schemaErrors,
  sentMember,
  settled,
} from './support.ts';

const source = (name: string) => `#/components/schemas/Response/properties/${name}` as const;

/** Numbers in every response of Open Responses, null nowhere. */
const PENALTIES = ['presence_penalty', 'frequency_penalty'] as const;

/**
 * Members that every response of Open Responses has, null where they say nothing. Absence of the five others that are
 * required (id, object, created_at, status, output) is reported by the rules that speak of their values.
 */
const REQUIRED = [
  'completed_at',
  'incomplete_details',
  'model',
  'previous_response_id',
  'instructions',
  'error',
  'tools',
  'tool_choice',
  'truncation',
  'parallel_tool_calls',
  'text',
  'top_p',
  'top_logprobs',
  'temperature',
  'reasoning',
  'usage',
  'max_output_tokens',
  'max_tool_calls',
  'store',
  'background',
  'service_tier',
  'metadata',
  'safety_identifier',
  'prompt_cache_key',
] as const;

/** Places that `response/required-members` reports under Open Responses, so that `schema/response` leaves them alone. */
export function claimedAsRequired(place: string, keyword: string): boolean {
  const name = place.slice(1);
  if ((PENALTIES as readonly string[]).includes(name)) return true;
  return keyword === 'required' && (REQUIRED as readonly string[]).includes(name);
}

/** Which members a Response has at all. */
export const memberRules: readonly Rule[] = [
  {
    id: 'response/required-members',
    title: 'A response has every member that Open Responses requires, the penalties as numbers',
    on: 'response',
    levels: levels('-', 'MUST'),
    source: '#/components/schemas/Response',
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'remove', path: '/body/max_tool_calls' }] },
    judge({ value, at, phase }, probe) {
      for (const name of REQUIRED) {
        if (reportedElsewhere(name, value['status'], phase)) continue;
        probe.check(value[name] !== undefined, `${at}/${name}`, 'present, null where it says nothing', 'absent');
      }
      for (const name of PENALTIES) {
        probe.check(typeof value[name] === 'number', `${at}/${name}`, 'number', show(value[name]));
      }
    },
  },
  {
    id: 'response/text-format',
    title: 'text says the format of the answer, plain text where none was asked for',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('text'),
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/text', value: {} }] },
    judge({ value, at, view }, probe, contract) {
      const { text } = value;
      if (!isObject(text)) return;
      const errors = schemaErrors(contract, 'Response', value, at);
      // What was asked for is compared by echo/text, unless the schema already objects.
      if (sentMember(view, 'text') !== undefined && !errors.some((error) => error.at.startsWith(`${at}/text/format`)))
        return;
      const { format } = text;
      const unknown = errors.some((error) => error.at === `${at}/text/format/type`);
      const holds = nonEmptyString(stringMember(format, 'type')) && !unknown;
      probe.check(holds, `${at}/text/format`, 'object with a type of the contract', show(format));
    },
  },
  {
    id: 'echo/previous-response-id-unset',
    title: 'previous_response_id is null when the request leaves it out',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: source('previous_response_id'),
    capability: 'core',
    needs: ['request'],
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/body/previous_response_id', value: 'resp_of_somebody' }],
    },
    judge(subject, probe) {
      const { value, at, view } = subject;
      if (!created(subject)) return;
      const { previous_response_id: previous } = value;
      if (unset(view, 'previous_response_id') && (absent(previous) || typeof previous === 'string')) {
        probe.check(absent(previous), `${at}/previous_response_id`, 'null: none was sent', show(previous));
      }
    },
  },
  {
    id: 'response/id-unique',
    title: 'Every response has an id of its own',
    on: 'scenario',
    levels: levels('MUST', 'MUST'),
    source: source('id'),
    capability: 'core',
    needs: ['ids'],
    counterexample: {
      of: 'previous-response/second',
      edit: ['id', 'previous_response_id'].map((name) => ({ op: 'set', path: `/body/${name}`, value: 'resp_twice' })),
      also: ['echo/previous-response-id'],
    },
    judge(steps, probe) {
      const taken = new Set<string>();
      for (const view of steps.all) {
        const response = view.operation === 'createResponse' ? finalResponse(view) : undefined;
        const { id, previous_response_id: previous } = response ?? {};
        if (!nonEmptyString(id)) continue;
        probe.check(!taken.has(id) && id !== previous, view, `${finalAt(view)}/id`, 'an id of its own', show(id));
        taken.add(id);
      }
    },
  },
  {
    id: 'response/same-members',
    title: 'A stored response has the members that its stream ended with',
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: '#/components/schemas/Response',
    capability: 'state',
    counterexample: {
      of: 'store-stream/retrieve',
      edit: [{ op: 'remove', path: '/body/top_logprobs' }],
    },
    judge(steps, probe, contract) {
      const known = contract.resolve('#/components/schemas/Response/properties');
      if (!isObject(known)) return;
      for (const [stream, view] of readTwice(steps)) {
        const [first, second] = [finalResponse(stream), finalResponse(view)];
        if (first === undefined || second === undefined || first['status'] !== second['status']) continue;
        for (const name of Object.keys(known)) {
          // The joined text is a convenience of client libraries.
          if (absent(first[name]) || name === 'output_text') continue;
          probe.check(!absent(second[name]), view, `/body/${name}`, show(first[name]), show(second[name]));
        }
      }
    },
  },
];

/** The rules that speak of the value of a member also report that it is not there. */
function reportedElsewhere(name: string, status: unknown, phase: string): boolean {
  switch (name) {
    case 'error':
      return status === 'failed';
    case 'incomplete_details':
      return status === 'incomplete';
    case 'usage':
      return phase === 'final' && (status === 'completed' || status === 'incomplete');
    default:
      return false;
  }
}

/** The request neither names the member nor brings in what may set it. */
function unset(view: ExchangeView, name: string): boolean {
  return [name, 'prompt', 'conversation'].every((setting) => sentMember(view, setting) === undefined);
}

/** A stream that ended well, and a later reading of the same response as JSON. */
function readTwice(steps: ScenarioSteps): readonly (readonly [ExchangeView, ExchangeView])[] {
  const streams = steps.all.filter((view) => view.operation === 'createResponse' && view.body.kind === 'stream');
  return steps.all
    .filter((view) => view.operation === 'getResponse' && view.body.kind === 'json')
    .flatMap((view) => {
      const id = member(finalResponse(view), 'id');
      const stream = streams.find((candidate) => {
        const response = finalResponse(candidate);
        return nonEmptyString(id) && response?.['id'] === id && settled(response['status']);
      });
      return stream === undefined ? [] : [[stream, view] as const];
    });
}
