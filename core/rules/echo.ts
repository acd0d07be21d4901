import type { Capability } from '../capability.ts';
import type { SpecPointer } from '../contract.ts';
import { arrayOf, isObject, type Json, member, sameJson, show, stringMember } from '../json.ts';
import type { Counterexample, Level, Probe, ResponseRule, ResponseSubject, Rule } from '../rule.ts';
import { defaultRules } from './echo-defaults.ts';
import { echoShapeRules } from './echo-shape.ts';
import { isNewValue } from './schema-values.ts';
import { created, levels, schemaErrors, sentMember } from './support.ts';

interface Echo {
  readonly member: string;
  readonly levels: readonly [openai: Level | '-', openResponses: Level | '-'];
  readonly capability?: Capability;
  readonly counterexample: Counterexample;
  /** Where the contract states it, if its Response does not list the member. */
  readonly source?: SpecPointer;
  /** Whether the echo says the same as what was sent; default: equal JSON. */
  readonly same?: (sent: Json, echoed: Json | undefined) => boolean;
  /** Whether this sent value can be compared at all; default: always. */
  readonly comparable?: (sent: Json, subject: ResponseSubject) => boolean;
}

const changed = (of: string, path: string, value: Json): Counterexample => ({
  of,
  edit: [{ op: 'set', path: `/body/${path}`, value }],
});

/** Members that a response repeats as they were sent (groups A and B). Defaults of members not sent are not judged. */
const ECHOES: readonly Echo[] = [
  {
    member: 'temperature',
    levels: ['MUST', 'MUST'],
    counterexample: changed('echo/create', 'temperature', 1.9),
  },
  { member: 'top_p', levels: ['MUST', 'MUST'], counterexample: changed('echo/create', 'top_p', 0.123) },
  {
    member: 'max_output_tokens',
    levels: ['MUST', 'MUST'],
    counterexample: changed('echo/create', 'max_output_tokens', null),
  },
  {
    member: 'max_tool_calls',
    levels: ['MUST', 'SHOULD'],
    counterexample: changed('echo-rare/create', 'max_tool_calls', 77),
  },
  {
    member: 'top_logprobs',
    levels: ['MUST', 'MUST'],
    counterexample: {
      of: 'logprobs-stream/create',
      edit: [{ op: 'set', path: '/events/response.completed/response/top_logprobs', value: 19 }],
    },
  },
  { member: 'metadata', levels: ['MUST', 'MUST'], counterexample: changed('echo/create', 'metadata', {}) },
  {
    member: 'store',
    source: '#/components/schemas/Request.createResponse/properties/store',
    levels: ['MUST', 'MUST'],
    counterexample: changed('store-false/create', 'store', true),
  },
  {
    member: 'parallel_tool_calls',
    levels: ['MUST', 'MUST'],
    // The edit must differ whatever the scenario sends; no boolean could.
    counterexample: changed('echo/create', 'parallel_tool_calls', true),
  },
  { member: 'truncation', levels: ['MUST', 'MUST'], counterexample: changed('echo/create', 'truncation', 'auto') },
  {
    member: 'background',
    levels: ['MUST', 'SHOULD'],
    capability: 'background',
    counterexample: changed('background/create', 'background', false),
  },
  {
    member: 'instructions',
    levels: ['MUST', 'MUST'],
    counterexample: changed('roles/instructions', 'instructions', 'You are somebody else.'),
    // A prompt template turns the echo into a list of items.
    comparable: (sent, { value }) => typeof sent === 'string' && !Array.isArray(value['instructions']),
  },
  {
    member: 'previous_response_id',
    levels: ['MUST', 'MUST'],
    capability: 'state',
    counterexample: changed('previous-response/second', 'previous_response_id', null),
  },
  {
    member: 'conversation',
    levels: ['MUST', '-'],
    capability: 'conversations',
    counterexample: changed('conversation/respond', 'conversation', null),
    same: (sent, echoed) => (isObject(sent) ? sent['id'] : sent) === member(echoed, 'id'),
  },
  {
    member: 'tool_choice',
    levels: ['MUST', 'MUST'],
    capability: 'function-tools',
    counterexample: changed('function-call/call', 'tool_choice', 'none'),
    same: includes,
  },
  {
    member: 'tools',
    levels: ['MUST', 'MUST'],
    capability: 'function-tools',
    counterexample: changed('function-call/call', 'tools', []),
    same: sameFunctions,
    comparable: (sent) => arrayOf(sent).every(plainFunction),
  },
  {
    member: 'text',
    levels: ['MUST', 'MUST'],
    capability: 'structured-output',
    counterexample: changed('json-schema/create', 'text/format', { type: 'text' }),
    same: sameText,
  },
  {
    member: 'reasoning',
    levels: ['MUST', 'MUST'],
    capability: 'reasoning',
    counterexample: changed('reasoning/create', 'reasoning/effort', 'xhigh'),
    same: (sent, echoed) => member(sent, 'effort') === member(echoed, 'effort'),
    comparable: (sent) => typeof member(sent, 'effort') === 'string',
  },
  {
    member: 'service_tier',
    levels: ['MUST', '-'],
    counterexample: changed('echo-rare/create', 'service_tier', 'scale'),
    // The echo is the tier really used: `auto` resolves, and only a completed response knows. The document says that it
    // may be another one than was asked for: what the faster and cheaper tiers have no room for is served by the default.
    comparable: (sent, { value }) => sent !== 'auto' && value['status'] === 'completed',
    same: (sent, echoed) => echoed === sent || echoed === 'default',
  },
  {
    member: 'safety_identifier',
    levels: ['MUST', 'MUST'],
    counterexample: changed('echo/create', 'safety_identifier', 'somebody-else'),
  },
  {
    member: 'prompt_cache_key',
    levels: ['MUST', 'MUST'],
    counterexample: changed('echo/create', 'prompt_cache_key', 'another-key'),
  },
  {
    member: 'prompt_cache_retention',
    // Stated is only what may be sent: newer models have one way of keeping, whatever was asked for.
    levels: ['SHOULD', '-'],
    counterexample: changed('cache-members/create', 'prompt_cache_retention', 'in_memory'),
  },
  { member: 'user', levels: ['SHOULD', '-'], counterexample: changed('echo-rare/create', 'user', 'somebody-else') },
  {
    member: 'presence_penalty',
    source: '#/components/schemas/Response',
    levels: ['-', 'MUST'],
    counterexample: changed('or-penalties/create', 'presence_penalty', 1.5),
  },
  {
    member: 'frequency_penalty',
    source: '#/components/schemas/Response',
    levels: ['-', 'MUST'],
    counterexample: changed('or-penalties/create', 'frequency_penalty', 1.5),
  },
];

export const echoRules: readonly Rule[] = [
  ...ECHOES.map(echoRule),
  ...defaultRules,
  ...echoShapeRules,
  {
    id: 'echo/model',
    title: 'model is the requested name, or a longer name of the same model',
    on: 'response',
    // Aliases of other services resolve to other names, so this cannot be more than a warning.
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/Response/properties/model',
    capability: 'core',
    needs: ['request'],
    counterexample: changed('text/create', 'model', 'quite-another-model'),
    judge(subject, probe) {
      if (!created(subject)) return;
      const sent = stringMember(subject.view.sent, 'model');
      const served = stringMember(subject.value, 'model');
      if (sent === undefined || sent === '' || served === undefined) return;
      probe.check(sameModel(sent, served), `${subject.at}/model`, `${show(sent)} or a snapshot of it`, show(served));
    },
  },
];

function echoRule(echo: Echo): ResponseRule {
  const name = echo.member;
  return {
    id: `echo/${name.replaceAll('_', '-')}`,
    title: `${name} comes back as it was sent`,
    on: 'response',
    levels: levels(...echo.levels),
    source: echo.source ?? `#/components/schemas/Response/properties/${name}`,
    capability: echo.capability ?? 'core',
    needs: ['request'],
    counterexample: echo.counterexample,
    judge(subject, probe, contract) {
      const { value, at, view } = subject;
      const sent = sentMember(view, name);
      if (!created(subject) || sent === undefined || echo.comparable?.(sent, subject) === false) return;
      const place = `${at}/${name}`;
      // What the schema already reports here (absent though required, wrong type) is not reported twice.
      if (
        schemaErrors(contract, 'Response', value, at).some(
          (error) =>
            // What an echoed tool looks like inside, and a value that nobody knows, is only advice (schema/tool,
            // schema/value-known): it must not hide a lost tool or another value than was sent.
            !error.schema.startsWith('Tool.') &&
            !isNewValue(error) &&
            (error.at === place || error.at.startsWith(`${place}/`)),
        )
      )
        return;
      compare(probe, echo, place, sent, value[name]);
    },
  };
}

function compare(probe: Probe, echo: Echo, place: string, sent: Json, echoed: Json | undefined): void {
  const same = echo.same ?? sameJson;
  probe.check(same(sent, echoed), place, show(sent), show(echoed));
}

/** Every member sent is there with the same value; further ones (defaults) may be added. */
function includes(sent: Json, echoed: Json | undefined): boolean {
  if (!isObject(sent) || !isObject(echoed)) return sameJson(sent, echoed);
  return Object.entries(sent).every(([name, value]) => {
    return name === 'tools' ? sameChoices(arrayOf(value), echoed[name]) : sameJson(value, echoed[name]);
  });
}

/** Tools that a choice allows come back by name, whatever else is said of them. */
function sameChoices(sent: readonly Json[], echoed: Json | undefined): boolean {
  const known = new Set(arrayOf(echoed).map((tool) => stringMember(tool, 'name')));
  return sent.every((tool) => known.has(stringMember(tool, 'name')));
}

function plainFunction(tool: Json): boolean {
  return member(tool, 'type') === 'function' && member(tool, 'defer_loading') !== true;
}

/** Only names count: order, defaults and wrapping are the server's. */
function sameFunctions(sent: Json, echoed: Json | undefined): boolean {
  const text = JSON.stringify(echoed ?? null);
  return arrayOf(sent).every((tool) => text.includes(`"name":${JSON.stringify(member(tool, 'name') ?? '')}`));
}

function sameText(sent: Json, echoed: Json | undefined): boolean {
  const wanted = member(sent, 'format');
  const format = member(echoed, 'format');
  const type = stringMember(wanted, 'type') ?? 'text';
  const verbosity = stringMember(sent, 'verbosity');
  return (
    member(format, 'type') === type &&
    (type !== 'json_schema' || member(format, 'name') === member(wanted, 'name')) &&
    (verbosity === undefined || member(echoed, 'verbosity') === verbosity)
  );
}

/** Routers add or drop an owner (`openai/gpt-5`), services a date (`gpt-5-2025-08-07`). */
function sameModel(sent: string, served: string): boolean {
  const bare = (name: string) => (name.split('/').at(-1) ?? name).toLowerCase();
  return bare(served).startsWith(bare(sent)) || bare(sent).startsWith(bare(served));
}
