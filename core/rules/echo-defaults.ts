import type { Capability } from '../capability.ts';
import type { ContractFamily } from '../contract.ts';
import { type Json, member, sameJson, show } from '../json.ts';
import type { Level, Rule } from '../rule.ts';
import { absent, created, levels, sentMember } from './support.ts';

interface Default {
  readonly member: string;
  readonly value: Json;
  readonly levels: readonly [openai: Level | '-', openResponses: Level | '-'];
  readonly capability?: Capability;
  /** What the counterexample puts in its place. */
  readonly wrong: Json;
  readonly of?: string;
}

/**
 * What a response says of members that the request left out, where that is the same on every model (recorded traffic:
 * 639 of 639). The defaults of temperature and top_p are the model's, that of store the account's.
 */
const DEFAULTS: readonly Default[] = [
  { member: 'metadata', value: {}, levels: ['MUST', 'MUST'], wrong: { left: 'over' } },
  { member: 'max_output_tokens', value: null, levels: ['MUST', 'MUST'], wrong: 100, of: 'verbosity/create' },
  { member: 'parallel_tool_calls', value: true, levels: ['MUST', 'MUST'], wrong: false },
  { member: 'truncation', value: 'disabled', levels: ['MUST', 'MUST'], wrong: 'auto' },
  { member: 'tool_choice', value: 'auto', levels: ['MUST', 'MUST'], wrong: 'none' },
  { member: 'background', value: false, levels: ['MUST', 'SHOULD'], capability: 'background', wrong: true },
];

/** Members that were not sent come back with their defaults. */
export const defaultRules: readonly Rule[] = [
  ...DEFAULTS.map(defaultRule),
  {
    id: 'echo/text-unset',
    title: 'text.format is text when the request has none',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Response/properties/text',
    capability: 'core',
    needs: ['request'],
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/body/text/format', value: { type: 'json_object' } }],
    },
    judge(subject, probe) {
      const { value, at, view } = subject;
      if (!created(subject) || sentMember(view, 'prompt') !== undefined) return;
      if (!absent(member(sentMember(view, 'text'), 'format'))) return;
      const type = member(member(value['text'], 'format'), 'type');
      if (typeof type !== 'string') return;
      probe.check(type === 'text', `${at}/text/format/type`, '"text"', show(type));
    },
  },
  {
    id: 'request/null-as-absent',
    title: 'null for a member has the effect of leaving it out',
    on: 'scenario',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Request.createResponse',
    capability: 'core',
    needs: ['request'],
    counterexample: { of: 'nulls/null', edit: [{ op: 'set', path: '/body/temperature', value: 0 }] },
    judge(steps, probe) {
      const [left, nulled] = [steps.step('absent'), steps.step('null')];
      if (left?.body.kind !== 'json' || nulled?.body.kind !== 'json') return;
      if (!left.success || !nulled.success) return;
      for (const name of COMPARED) {
        if (member(nulled.sent, name) !== null) continue;
        const [expected, actual] = [member(left.body.value, name), member(nulled.body.value, name)];
        // Of these two, null and no member at all are the same answer too.
        const same = sameJson(expected ?? null, actual ?? null);
        probe.check(same, nulled, `/body/${name}`, `${show(expected)}, as without the member`, show(actual));
      }
    },
  },
];

/** Members whose echo depends on the request alone: the tier, say, is settled anew with every response. */
const COMPARED = [
  ...['background', 'instructions', 'max_output_tokens', 'max_tool_calls', 'metadata', 'parallel_tool_calls'],
  ...['previous_response_id', 'prompt_cache_key', 'safety_identifier', 'store', 'temperature', 'tool_choice'],
  ...['top_logprobs', 'top_p', 'truncation'],
];

/** Where the same default is also the business of other rules, whatever they say of it is not said again here. */
function defaultRule({ member: name, value, wrong, ...rest }: Default): Rule {
  return {
    id: `echo/${name.replaceAll('_', '-')}-unset`,
    title: `${name} is ${JSON.stringify(value)} when the request does not set it`,
    on: 'response',
    levels: levels(...rest.levels),
    source: `#/components/schemas/Response/properties/${name}`,
    capability: rest.capability ?? 'core',
    needs: ['request'],
    counterexample: {
      of: rest.of ?? 'input-forms/typed-string',
      edit: [{ op: 'set', path: `/body/${name}`, value: wrong }],
    },
    judge(subject, probe, contract) {
      const { at, view } = subject;
      // A prompt template brings settings of its own, and so may a conversation or what it is continued from.
      if (!created(subject) || INHERITING.some((source) => sentMember(view, source) !== undefined)) return;
      if (sentMember(view, name) !== undefined) return;
      const echoed = subject.value[name];
      if (!fits(echoed, value, contract.id)) return;
      probe.check(sameJson(echoed ?? null, value), `${at}/${name}`, show(value), show(echoed));
    },
  };
}

const INHERITING = ['prompt', 'conversation', 'previous_response_id'];

/** Absent and null are the business of the schema where a value is wanted, and so is another type. */
function fits(echoed: Json | undefined, value: Json, contract: ContractFamily): boolean {
  if (value === null) return echoed !== undefined || contract === 'openai';
  if (absent(echoed)) return false;
  return typeof echoed === typeof value;
}
