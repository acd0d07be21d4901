import { arrayOf, isObject, member, parseJson, show, stringMember, typeName } from '../json.ts';
import type { Rule } from '../rule.ts';
import { hostedItemRules } from './hosted-items.ts';
import { hostedResultRules } from './hosted-results.ts';
import { extensionRules, PREFIXED } from './items-extension.ts';
import { absent, answerText, contentParts, levels, nonEmptyString, outputItems, settled } from './support.ts';

/** Items whose id every client needs; that of other types is in their schema. */
const IDENTIFIED = ['message', 'reasoning'];

/** Calls the client still has to run: genuine completed responses hold them in_progress. */
const CLIENT_CALLS = ['computer_call', 'local_shell_call', 'shell_call', 'apply_patch_call'];

/** Types whose (type, call_id) pair is a key. */
const KEYED_CALLS = ['function_call', 'custom_tool_call', 'shell_call', 'shell_call_output'];

/** Ids of calls and responses, of Chat Completions and of Anthropic's tools: what gateways leave in the place of an item's. */
const FOREIGN_ID = /^(?:call_|resp_|chatcmpl-|(?:srv)?toolu_)/;

/** Output items. */
export const itemRules: readonly Rule[] = [
  {
    id: 'item/object',
    title: 'Every entry of output is an object with a type',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Item',
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'remove', path: '/body/output/0/type' }] },
    judge({ value, at }, probe) {
      for (const [index, item] of arrayOf(value['output']).entries()) {
        const actual = isObject(item) ? `type ${show(item['type'])}` : typeName(item);
        const holds = nonEmptyString(stringMember(item, 'type'));
        probe.check(holds, `${at}/output/${index}`, 'object with a string type', actual);
      }
    },
  },
  {
    id: 'item/type-known',
    title: "Every output item has a type of the contract or an implementor's prefixed one",
    on: 'response',
    levels: levels('SHOULD', 'MUST'),
    source: '#/components/schemas/Item',
    capability: 'core',
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/body/output/0', value: { type: 'thought', id: 'th_1', status: 'completed' } }],
    },
    judge({ value, at }, probe, contract) {
      for (const { type, at: place } of outputItems(value, at)) {
        if (!nonEmptyString(type)) continue;
        const known = contract.knows('Item', type) || PREFIXED.test(type);
        probe.check(known, `${place}/type`, 'a type of the contract, or slug:type', show(type));
      }
    },
  },
  {
    id: 'item/id',
    title: 'Messages and reasoning items have an id, and no id is empty',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Item.message/properties/id',
    capability: 'core',
    breaks: ['ai-sdk', 'openai-node'],
    counterexample: { of: 'text/create', edit: [{ op: 'remove', path: '/body/output/0/id' }] },
    judge({ value, at }, probe) {
      for (const { item, type, at: place } of outputItems(value, at)) {
        // Of other items the schema says whether they need one; of function calls `item/function-call-id`.
        const empty = item['id'] === '' && type !== 'function_call';
        if (type === undefined || !(IDENTIFIED.includes(type) || empty)) continue;
        probe.check(nonEmptyString(item['id']), `${place}/id`, 'non-empty string', show(item['id']));
      }
    },
  },
  {
    id: 'item/function-call-id',
    title: 'A function_call has an id of its own',
    on: 'response',
    levels: levels('SHOULD', 'MUST'),
    source: '#/components/schemas/Item.function_call/properties/id',
    capability: 'function-tools',
    breaks: ['ai-sdk'],
    counterexample: { of: 'function-call/call', edit: [{ op: 'remove', path: '/body/output/0/id' }] },
    judge({ value, at }, probe) {
      for (const { item, type, at: place } of outputItems(value, at)) {
        if (type !== 'function_call') continue;
        const { id } = item;
        // Another type than string is a matter of the item's schema.
        if (!absent(id) && typeof id !== 'string') continue;
        probe.check(nonEmptyString(id), `${place}/id`, 'non-empty string', show(id));
      }
    },
  },
  {
    id: 'item/call-id',
    title: 'call_id of a function_call is not empty',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Item.function_call/properties/call_id',
    capability: 'function-tools',
    breaks: ['every client that answers a call'],
    counterexample: { of: 'function-call/call', edit: [{ op: 'set', path: '/body/output/0/call_id', value: '' }] },
    judge({ value, at }, probe) {
      for (const { item, type, at: place } of outputItems(value, at)) {
        const callId = item['call_id'];
        // Another type than string is a matter of the item's schema.
        if (type !== 'function_call' || typeof callId !== 'string') continue;
        probe.check(callId !== '', `${place}/call_id`, 'non-empty string', '""');
      }
    },
  },
  {
    id: 'item/call-id-distinct',
    title: 'id and call_id of a call are different identifiers',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Item.function_call/properties/call_id',
    capability: 'function-tools',
    needs: ['ids'],
    counterexample: {
      of: 'function-call/call',
      edit: [
        { op: 'set', path: '/body/output/0/id', value: 'same_1' },
        { op: 'set', path: '/body/output/0/call_id', value: 'same_1' },
      ],
    },
    judge({ value, at }, probe) {
      for (const { item, type, at: place } of outputItems(value, at)) {
        const { id, call_id: callId } = item;
        if (type !== 'function_call' || !nonEmptyString(id) || !nonEmptyString(callId)) continue;
        probe.check(id !== callId, `${place}/call_id`, 'not the id', show(callId));
      }
    },
  },
  {
    id: 'item/id-foreign',
    title: 'The id of an item is not an identifier of another kind or of another API',
    on: 'response',
    levels: levels('SHOULD', '-'),
    source: '#/components/schemas/Item',
    capability: 'core',
    needs: ['ids'],
    breaks: ['replay to the official service'],
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/output/0/id', value: 'chatcmpl-7' }] },
    judge({ value, at }, probe) {
      for (const { item, at: place } of outputItems(value, at)) {
        const { id } = item;
        // One value for both is item/call-id-distinct.
        if (!nonEmptyString(id) || id === item['call_id']) continue;
        probe.check(!FOREIGN_ID.test(id), `${place}/id`, 'an id of an item', show(id));
      }
    },
  },
  {
    id: 'item/ids-unique',
    title: 'No two output items have the same id',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Item',
    capability: 'core',
    needs: ['ids'],
    counterexample: {
      of: 'reasoning/create',
      edit: [
        { op: 'set', path: '/body/output/0/id', value: 'rs_twice' },
        { op: 'set', path: '/body/output/1/id', value: 'rs_twice' },
      ],
    },
    judge({ value, at }, probe) {
      const seen = new Set<string>();
      for (const { item, at: place } of outputItems(value, at)) {
        const { id } = item;
        if (!nonEmptyString(id)) continue;
        probe.check(!seen.has(id), `${place}/id`, 'an id of its own', show(id));
        seen.add(id);
      }
    },
  },
  {
    id: 'item/call-ids-unique',
    title: 'No two calls of one type have the same call_id',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Item.function_call/properties/call_id',
    capability: 'function-tools',
    needs: ['ids'],
    breaks: ['openai-node'],
    counterexample: {
      of: 'function-call/call',
      edit: [
        {
          op: 'set',
          path: '/body/output',
          value: ['fc_a', 'fc_b'].map((id) => ({
            type: 'function_call',
            id,
            call_id: 'call_twice',
            name: 'get_weather',
            arguments: '{}',
            status: 'completed',
          })),
        },
      ],
      also: ['request/parallel-off'],
    },
    judge({ value, at }, probe) {
      const seen = new Set<string>();
      for (const { item, type, at: place } of outputItems(value, at)) {
        const callId = item['call_id'];
        if (type === undefined || !KEYED_CALLS.includes(type) || !nonEmptyString(callId)) continue;
        const key = `${type} ${callId}`;
        probe.check(!seen.has(key), `${place}/call_id`, 'a call_id of its own', show(callId));
        seen.add(key);
      }
    },
  },
  {
    id: 'item/arguments-string',
    title: 'arguments of a function_call is a string',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Item.function_call/properties/arguments',
    capability: 'function-tools',
    breaks: ['openai-python', 'openai-node', 'maki'],
    counterexample: {
      of: 'function-call/call',
      edit: [{ op: 'set', path: '/body/output/0/arguments', value: { city: 'Paris' } }],
    },
    judge({ value, at }, probe) {
      for (const { item, type, at: place } of outputItems(value, at)) {
        if (type !== 'function_call') continue;
        const text = item['arguments'];
        probe.check(typeof text === 'string', `${place}/arguments`, 'string with JSON in it', typeName(text));
      }
    },
  },
  {
    id: 'item/arguments-json',
    title: 'arguments of a finished function_call are a JSON document, an object where the tool asks for one',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Item.function_call/properties/arguments',
    capability: 'function-tools',
    breaks: ['openai-node', 'ai-sdk'],
    counterexample: {
      of: 'function-call/call',
      edit: [{ op: 'set', path: '/body/output/0/arguments', value: '{"city":"Par' }],
    },
    judge({ value, at }, probe) {
      for (const { item, type, at: place } of outputItems(value, at)) {
        const text = item['arguments'];
        if (type !== 'function_call' || typeof text !== 'string') continue;
        // A program's call stays in progress until the client has answered it; its arguments are whole by then.
        const awaited = value['status'] === 'completed' && isObject(item['caller']);
        if (!awaited && !finished(value['status'], item['status'])) continue;
        const parsed = parseJson(text);
        const wantsObject = parametersAreObject(value['tools'], item['name']);
        const holds = parsed.ok && (!wantsObject || isObject(parsed.value));
        probe.check(holds, `${place}/arguments`, wantsObject ? 'JSON object' : 'JSON document', show(text));
      }
    },
  },
  {
    id: 'item/settled',
    title: 'Items of a completed response are not in progress',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/Item.message/properties/status',
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/output/0/status', value: 'in_progress' }] },
    judge({ value, at }, probe) {
      if (value['status'] !== 'completed') return;
      for (const { item, type, at: place } of outputItems(value, at)) {
        const clientRuns = CLIENT_CALLS.includes(type ?? '') || isObject(item['caller']);
        if (typeof item['status'] !== 'string' || clientRuns) continue;
        probe.check(item['status'] !== 'in_progress', `${place}/status`, 'a final status', show(item['status']));
      }
    },
  },
  {
    id: 'item/incomplete-last',
    title: 'An incomplete item is the last one and leaves the response incomplete',
    on: 'response',
    levels: levels('SHOULD', 'MUST'),
    source: '#/components/schemas/Item.message/properties/status',
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/output/0/status', value: 'incomplete' }] },
    judge({ value, at, phase }, probe) {
      if (phase !== 'final' || !settled(value['status'])) return;
      const items = outputItems(value, at);
      for (const { item, at: place, index } of items) {
        if (item['status'] !== 'incomplete') continue;
        const holds = index === arrayOf(value['output']).length - 1 && value['status'] !== 'completed';
        const actual = `item ${index + 1} of ${items.length}, response ${show(value['status'])}`;
        probe.check(holds, `${place}/status`, 'last item of a response that is not completed', actual);
      }
    },
  },
  {
    id: 'item/cut-incomplete',
    title: 'The item that max_output_tokens cut is incomplete',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/Item.message/properties/status',
    capability: 'core',
    breaks: ['agents that run half-written calls'],
    counterexample: {
      of: 'incomplete/create',
      edit: [{ op: 'set', path: '/body/output/0/status', value: 'completed' }],
    },
    judge({ value, at, phase }, probe) {
      if (phase !== 'final' || value['status'] !== 'incomplete') return;
      if (member(value['incomplete_details'], 'reason') !== 'max_output_tokens') return;
      const last = outputItems(value, at).at(-1);
      const status = last?.item['status'];
      // A reasoning item has no status: nothing shows whether it was cut.
      if (last === undefined || last.type === 'reasoning' || typeof status !== 'string') return;
      probe.check(status === 'incomplete', `${last.at}/status`, '"incomplete"', show(status));
    },
  },
  {
    id: 'item/message-visible',
    title: 'A message beside other items holds visible text or a refusal',
    on: 'response',
    levels: levels('MAY', 'SHOULD'),
    source: '#/components/schemas/Item.message/properties/content',
    capability: 'core',
    counterexample: {
      of: 'reasoning/create',
      edit: [{ op: 'set', path: '/body/output/1/content/0/text', value: '\n\n' }],
    },
    judge({ value, at, phase }, probe) {
      if (phase !== 'final' || value['status'] !== 'completed') return;
      const items = outputItems(value, at);
      if (items.length < 2) return;
      for (const placed of items.filter(({ type }) => type === 'message')) {
        const parts = contentParts(placed);
        if (parts.some(({ part, type }) => type === 'output_text' && typeof part['text'] !== 'string')) continue;
        const visible =
          parts.some(({ type }) => type !== 'output_text') || answerText({ output: [placed.item] }).trim() !== '';
        probe.check(visible, `${placed.at}/content`, 'visible text', 'blank text only');
      }
    },
  },
  ...extensionRules,
  ...hostedItemRules,
  ...hostedResultRules,
];

function finished(response: unknown, item: unknown): boolean {
  return item === 'completed' || (item === undefined && response === 'completed');
}

function parametersAreObject(tools: unknown, name: unknown): boolean {
  const tool = arrayOf(tools).find((candidate) => member(candidate, 'name') === name);
  return member(member(tool, 'parameters'), 'type') === 'object';
}
