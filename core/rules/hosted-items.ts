import { arrayOf, isObject, member, parseJson, show, stringMember, wordTable } from '../json.ts';
import type { Rule } from '../rule.ts';
import { isDone, itemRule } from './items-support.ts';
import { absent, levels, nonEmptyString, outputItems } from './support.ts';

/** Every telling of the second item of `mcp-approval-stream/create`, a request for approval. */
const APPROVAL = [
  'response.output_item.added#1/item',
  'response.output_item.done#1/item',
  'response.completed/response/output/1',
];

const of = (type: string) => `#/components/schemas/Item.${type}` as const;

/** Members of hosted items that name a container, a server, a tool or a call. */
const NAMES: Readonly<Record<string, readonly string[]>> = wordTable({
  code_interpreter_call: ['container_id'],
  mcp_list_tools: ['server_label'],
  mcp_call: ['server_label', 'name'],
  mcp_approval_request: ['server_label', 'name'],
  custom_tool_call: ['call_id', 'name'],
  computer_call: ['call_id'],
  shell_call: ['call_id'],
  shell_call_output: ['call_id'],
  local_shell_call: ['call_id'],
  apply_patch_call: ['call_id'],
  program: ['call_id'],
  program_output: ['call_id'],
});

/** What servers put in the place of an image: an address, a data URL, the name of a file. */
const NO_IMAGE = /^(?:data:|https?:|file:|sandbox:)|\.(?:png|jpe?g|webp|gif|svg)$/i;

/** base64 of either alphabet. Recordings leave out the middle of long ones: three dots, an ellipsis or a note in brackets. */
const BASE64 = /^[A-Za-z0-9+/_-]+(?:(?:\.{3,}|…|\[[^\]]*\]|\s+)[A-Za-z0-9+/_-]*)*={0,2}\s*$/;

/** No image is shorter; what recordings put in its place often is. */
const SHORTEST_IMAGE = 40;

/** What hosted items say, beyond their shape. */
export const hostedItemRules: readonly Rule[] = [
  itemRule({
    id: 'item/hosted-names',
    title: 'Hosted items name their call, tool, server and container',
    types: Object.keys(NAMES),
    levels: levels('MUST', '-'),
    source: '#/components/schemas/Item',
    counterexample: {
      of: 'mcp-stream/create',
      edit: [
        { op: 'set', path: '/events/response.output_item.done#1/item/name', value: '' },
        { op: 'set', path: '/events/response.completed/response/output/1/name', value: '' },
      ],
    },
    judge({ item, type = '', at }, probe) {
      for (const name of NAMES[type] ?? []) {
        // Another type than string is a matter of the item's schema.
        if (typeof item[name] !== 'string') continue;
        probe.check(item[name] !== '', `${at}/${name}`, 'non-empty string', '""');
      }
    },
  }),
  itemRule({
    id: 'item/web-search-action',
    title: 'A completed web_search_call says what was done',
    types: ['web_search_call'],
    // Not a MUST: the service's own guide printed completed searches without an action until 2025, and they are reported
    // since (openai/openai-python#3179, openai/openai-openapi#572).
    levels: levels('SHOULD', '-'),
    source: `${of('web_search_call')}/properties/action`,
    breaks: ['openai-python', 'openai-node'],
    counterexample: { of: 'web-search/create', edit: [{ op: 'remove', path: '/body/output/0/action' }] },
    judge({ item, at }, probe) {
      if (item['status'] !== 'completed') return;
      const { action } = item;
      if (action !== undefined && action !== null && !isObject(action)) return;
      probe.check(isObject(action), `${at}/action`, 'search, open_page or find_in_page', show(action));
    },
  }),
  itemRule({
    id: 'item/computer-action',
    title: 'A computer_call has an action or a list of actions',
    types: ['computer_call'],
    levels: levels('MUST', '-'),
    source: of('computer_call'),
    counterexample: {
      of: 'computer-stream/create',
      edit: ['action', 'actions'].flatMap((name) => [
        { op: 'set', path: `/events/response.output_item.done/item/${name}`, value: null },
        { op: 'set', path: `/events/response.completed/response/output/0/${name}`, value: null },
      ]),
    },
    judge({ item, at }, probe) {
      const { action, actions } = item;
      const acts = isObject(action) || arrayOf(actions).length > 0;
      probe.check(acts, `${at}/action`, 'action, or actions with an entry', `${show(action)}, ${show(actions)}`);
    },
  }),
  itemRule({
    id: 'item/image-result',
    title: 'A completed image_generation_call holds the image as base64',
    types: ['image_generation_call'],
    levels: levels('MUST', '-'),
    source: `${of('image_generation_call')}/properties/result`,
    counterexample: {
      of: 'image-stream/create',
      edit: ['response.output_item.done/item', 'response.completed/response/output/0'].map((place) => ({
        op: 'set',
        path: `/events/${place}/result`,
        value: 'https://example.com/image.png',
      })),
    },
    judge({ item, at }, probe) {
      const { result } = item;
      if (item['status'] !== 'completed' || !(absent(result) || typeof result === 'string')) return;
      const holds = typeof result === 'string' && result !== '' && isImage(result);
      probe.check(holds, `${at}/result`, 'base64 without a prefix', show(result?.slice(0, 60)));
    },
  }),
  itemRule({
    id: 'item/mcp-arguments',
    title: 'arguments of an MCP call are a JSON object',
    types: ['mcp_call', 'mcp_approval_request'],
    levels: levels('MUST', '-'),
    source: `${of('mcp_call')}/properties/arguments`,
    counterexample: {
      of: 'mcp-approval-stream/create',
      edit: APPROVAL.map((place) => ({
        op: 'set',
        path: `/events/${place}/arguments`,
        value: 'id: 7',
      })),
    },
    judge(placed, probe, subject) {
      const { item, at } = placed;
      const text = item['arguments'];
      // A call that failed may have failed for its arguments.
      if (typeof text !== 'string' || !isDone(placed, subject) || !absent(item['error'])) return;
      const parsed = parseJson(text);
      probe.check(parsed.ok && isObject(parsed.value), `${at}/arguments`, 'JSON object', show(text));
    },
  }),
  itemRule({
    id: 'item/mcp-outcome',
    title: 'An mcp_call has an output or an error, not both',
    types: ['mcp_call'],
    levels: levels('SHOULD', '-'),
    source: of('mcp_call'),
    counterexample: {
      of: 'mcp-stream/create',
      edit: APPROVAL.map((place) => ({
        op: 'set',
        path: `/events/${place}/error`,
        value: { type: 'http_error', code: 424, message: 'No.' },
      })),
    },
    judge({ item, at }, probe) {
      const both = !absent(item['output']) && !absent(item['error']);
      probe.check(!both, `${at}/error`, 'null beside an output', show(item['error']));
    },
  }),
  itemRule({
    id: 'item/mcp-server-known',
    title: 'server_label of an MCP item is that of a tool',
    types: ['mcp_list_tools', 'mcp_call', 'mcp_approval_request'],
    levels: levels('SHOULD', '-'),
    source: `${of('mcp_call')}/properties/server_label`,
    counterexample: {
      of: 'mcp-approval-stream/create',
      edit: APPROVAL.map((place) => ({
        op: 'set',
        path: `/events/${place}/server_label`,
        value: 'another',
      })),
    },
    judge({ item, at }, probe, { value }) {
      const servers = arrayOf(value['tools']).filter((tool) => member(tool, 'type') === 'mcp');
      const labels = servers.map((tool) => stringMember(tool, 'server_label'));
      const label = item['server_label'];
      if (labels.length === 0 || !nonEmptyString(label)) return;
      probe.check(labels.includes(label), `${at}/server_label`, labels.map(show).join(' or '), show(label));
    },
  }),
  itemRule({
    id: 'item/approval-ends-run',
    title: 'No answer and no call of it comes with an MCP approval request',
    types: ['mcp_approval_request'],
    levels: levels('MUST', '-'),
    source: of('mcp_approval_request'),
    counterexample: {
      of: 'mcp-approval-stream/create',
      edit: [
        {
          op: 'set',
          path: '/events/response.completed/response/output/2',
          value: {
            type: 'message',
            id: 'msg_early',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: 'Done.', annotations: [], logprobs: [] }],
          },
        },
      ],
      also: ['stream/output-complete'],
    },
    judge({ item, at, index }, probe, { value }) {
      const later = outputItems(value, at).filter((other) => other.index > index);
      const early = later.find(
        (other) => other.type === 'message' || (nonEmptyString(item['id']) && answers(other.item, item['id'])),
      );
      probe.check(early === undefined, at, 'no message and no call after it', early?.type ?? '');
    },
  }),
  itemRule({
    id: 'item/commands',
    title: 'A shell call names a command',
    types: ['shell_call', 'local_shell_call'],
    levels: levels('SHOULD', '-'),
    source: `${of('shell_call')}/properties/action`,
    counterexample: {
      of: 'local-shell-stream/create',
      edit: ['response.output_item.done/item', 'response.completed/response/output/0'].map((place) => ({
        op: 'set',
        path: `/events/${place}/action/command`,
        value: [],
      })),
    },
    judge(placed, probe, subject) {
      const { item, type, at } = placed;
      const name = type === 'shell_call' ? 'commands' : 'command';
      const commands = member(item['action'], name);
      if (!Array.isArray(commands) || !isDone(placed, subject)) return;
      probe.check(commands.length > 0, `${at}/action/${name}`, 'at least one entry', '[]');
    },
  }),
  itemRule({
    id: 'item/patch-path',
    title: 'An apply_patch_call names its file',
    types: ['apply_patch_call'],
    levels: levels('MUST', '-'),
    source: `${of('apply_patch_call')}/properties/operation`,
    counterexample: {
      of: 'apply-patch-stream/create',
      edit: ['response.output_item.done/item', 'response.completed/response/output/0'].map((place) => ({
        op: 'set',
        path: `/events/${place}/operation/path`,
        value: '',
      })),
    },
    judge(placed, probe, subject) {
      const path = member(placed.item['operation'], 'path');
      if (typeof path !== 'string' || !isDone(placed, subject)) return;
      probe.check(path !== '', `${placed.at}/operation/path`, 'non-empty string', '""');
    },
  }),
];

function isImage(result: string): boolean {
  return !NO_IMAGE.test(result) && (result.length < SHORTEST_IMAGE || BASE64.test(result));
}

function answers(item: object, request: string): boolean {
  return member(item, 'approval_request_id') === request;
}
