import type { Flaw } from '../../core/exchange.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Scenario, Step, StepContext } from '../../core/scenario.ts';
import { says } from './make.ts';

interface Wrong {
  readonly name: string;
  readonly members: JsonObject;
  /** As `error.param` would name it; absent where it is not known which member the official service names. */
  readonly param?: string;
  readonly codes?: readonly string[];
  readonly model?: 'tools' | 'structured' | 'reasoning';
}

/**
 * 501 and 404: a server that does not have the tool or item at all may say so. It then names the type and not what is
 * missing, so the places below are those of the whole tool or item.
 */
const STATUSES = [400, 404, 422, 501];

function wrong(flaw: Flaw, { codes, members, model = 'tools', name, param }: Wrong): Step {
  return {
    name,
    send: (context: StepContext) => ({
      operation: 'createResponse',
      json: { model: context.model(model), input: 'Hello', max_output_tokens: 16, store: false, ...members },
      intent: {
        kind: 'invalid',
        flaw,
        statuses: STATUSES,
        ...(param === undefined ? {} : { param }),
        ...(codes === undefined ? {} : { codes }),
      },
    }),
  };
}

function reject(flaw: Flaw, title: string, cases: readonly Wrong[]): Scenario {
  const steps = cases.map((one) => wrong(flaw, one));
  return { id: `reject-${flaw}`, title, capability: 'errors', thorough: true, steps };
}

const CALL: JsonObject = { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' };
const F: JsonObject = { type: 'function', name: 'f', parameters: { type: 'object', properties: {} } };
const THOUGHT: JsonObject = { type: 'reasoning', id: `rs_${'0'.repeat(48)}`, summary: [] };

function schema(members: JsonObject): Json {
  return { format: { type: 'json_schema', name: 'thing', strict: true, schema: members } };
}

const CLOSED = { additionalProperties: false };
const NAME = { properties: { name: { type: 'string' } } };

function tool(name: string, given: JsonObject, param = 'tools[0]'): Wrong {
  return { name, members: { tools: [given] }, param };
}

/** Requests whose members do not go together; what a single member shows is in rejections/bodies.ts. */
export const requestFlaws: readonly Scenario[] = [
  reject('unanswered-call', 'A call whose output is missing', [
    {
      name: 'function',
      members: { input: [says('user', 'Do it.'), CALL, says('user', 'Hello?')], tools: [F] },
      param: 'input',
    },
  ]),
  reject('orphan-reasoning', 'Reasoning that led to nothing', [
    { name: 'last', members: { input: [says('user', 'Hello'), THOUGHT] }, param: 'input', model: 'reasoning' },
  ]),
  reject('misplaced-trigger', 'A compaction trigger before other items', [
    {
      name: 'first',
      members: { input: [{ type: 'compaction_trigger' }, { type: 'message', ...says('user', 'Hello') }] },
    },
  ]),
  reject('malformed-id', 'Ids with characters that no id has', [
    {
      name: 'previous-response-id',
      members: { previous_response_id: 'resp with blanks/and slashes' },
      param: 'previous_response_id',
    },
  ]),
  reject('lone-stream-options', 'Options of a stream without a stream', [
    { name: 'obfuscation', members: { stream_options: { include_obfuscation: false } }, param: 'stream_options' },
  ]),
  reject('loose-schema', 'Strict schemas that are not strict', [
    {
      name: 'text-open',
      members: { text: schema({ type: 'object', ...NAME, required: ['name'] }) },
      param: 'text.format.schema',
      codes: ['invalid_json_schema'],
      model: 'structured',
    },
  ]),
  {
    ...reject('loose-schema', 'More strict schemas that are not strict', [
      {
        name: 'text-optional',
        members: { text: schema({ type: 'object', ...NAME, required: [], ...CLOSED }) },
        param: 'text.format.schema',
        codes: ['invalid_json_schema'],
        model: 'structured',
      },
      {
        name: 'text-root',
        members: { text: schema({ anyOf: [{ type: 'object', ...NAME, required: ['name'], ...CLOSED }] }) },
        param: 'text.format.schema',
        codes: ['invalid_json_schema'],
        model: 'structured',
      },
      {
        name: 'tool-open',
        members: {
          tools: [{ ...F, strict: true, parameters: { type: 'object', ...NAME, required: ['name'] } }],
        },
        param: 'tools[0].parameters',
        codes: ['invalid_function_parameters'],
      },
    ]),
    id: 'reject-loose-schema-more',
  },
  reject('no-json-cue', 'json_object without the word', [
    { name: 'create', members: { text: { format: { type: 'json_object' } } }, model: 'structured' },
  ]),
  reject('undeclared-choice', 'A choice of a tool that is not there', [
    {
      name: 'function',
      members: { tools: [F], tool_choice: { type: 'function', name: 'g' } },
      param: 'tool_choice',
    },
  ]),
  reject('malformed-tool', 'Tools that are none', [
    tool('function-name', { ...F, name: 'get weather!' }, 'tools[0].name'),
    tool('unknown-type', { type: 'no-such-tool-of-the-responses-tck' }, 'tools[0].type'),
  ]),
  reject('malformed-hosted-tool', 'Custom and hosted tools without what they need', [
    tool('custom-name', { type: 'custom' }),
    tool('custom-format', { type: 'custom', name: 'c', format: { type: 'grammar', syntax: 'regex' } }),
    tool('namespace-tools', { type: 'namespace', name: 'n', description: 'No tools.', tools: [] }),
    tool('mcp-label', { type: 'mcp', server_url: 'https://example.com/mcp' }),
    tool('mcp-address', { type: 'mcp', server_label: 'notes' }),
    tool('file-search-stores', { type: 'file_search' }),
    tool('file-search-results', { type: 'file_search', vector_store_ids: ['vs_1'], max_num_results: 51 }),
    tool('web-search-size', { type: 'web_search', search_context_size: 'huge' }),
    tool('code-interpreter-container', { type: 'code_interpreter' }),
    tool('image-partials', { type: 'image_generation', partial_images: 4 }),
  ]),
  reject('malformed-choice', 'A choice among tools without its mode', [
    {
      name: 'allowed-tools-mode',
      members: { tools: [F], tool_choice: { type: 'allowed_tools', tools: [{ type: 'function', name: 'f' }] } },
      param: 'tool_choice.mode',
    },
  ]),
  reject('malformed-item', 'Input items without what their type needs', [
    item('mcp-approval', { type: 'mcp_approval_response', approval_request_id: 'mcpr_1' }),
    item('computer-output', { type: 'computer_call_output', call_id: 'call_1' }),
    item('reasoning-summary', { type: 'reasoning', id: `rs_${'0'.repeat(48)}` }),
    item('program-code', { type: 'program', id: 'prog_1', call_id: 'call_1' }),
    item('additional-tools', { type: 'additional_tools', role: 'developer' }),
  ]),
  reject('few-tool-calls', 'No tool calls at all', [
    { name: 'zero', members: { max_tool_calls: 0 }, param: 'max_tool_calls' },
  ]),
  reject('unlisted-effort', 'An effort that one of the contracts does not list', [
    { name: 'max', members: { reasoning: { effort: 'max' } }, param: 'reasoning.effort', model: 'reasoning' },
  ]),
];

function item(name: string, given: JsonObject): Wrong {
  return { name, members: { input: [says('user', 'Hello'), given] }, param: 'input[1]' };
}
