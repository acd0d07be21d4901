import { expect, test } from '@playwright/test';
import type { ContractId } from '../../contract.ts';
import type { Json } from '../../json.ts';
import type { Edit } from '../../rule.ts';
import { onWire, STREAMS } from './conforming.test-support.ts';
import { edited } from './edited.test-support.ts';
import { judgeText } from './judge.test-support.ts';

/**
 * Rules about texts, parts and items hold for every family of events. Each line here breaks one stream in one place and
 * names the rules that find it; numbers that no longer fit are left aside.
 */

const NUMBERING = ['stream/sequence-contiguous', 'stream/sequence-increasing', 'stream/sequence-number-present'];
const at = (type: string, path = '') => `/events/${type}${path}`;
const set = (type: string, path: string, value: Json): Edit => ({ op: 'set', path: at(type, path), value });
const remove = (type: string): Edit => ({ op: 'remove', path: at(type) });
const move = (type: string, before: string): Edit => ({ op: 'move', path: at(type), before: at(before) });

type Line = readonly [stream: string, what: string, edits: readonly Edit[], ...rules: string[]];

const SUMMARY = 'response.reasoning_summary';
const CUSTOM = 'response.custom_tool_call_input';
const RAW = 'response.reasoning_text';
const CODE = 'response.code_interpreter_call';
const MCP = 'response.mcp_call';
const SHELL = 'response.shell_call_command';
const OUTPUT = 'response.shell_call_output_content';
const IMAGE = 'response.image_generation_call';
const ADDED = 'response.output_item.added';
const DONE = 'response.output_item.done';
const END = 'response.completed';

const BOTH: readonly Line[] = [
  ['reasoning-stream/create', 'no part is added', [remove(`${SUMMARY}_part.added`)], 'stream/part-opened'],
  ['reasoning-stream/create', 'a part is left open', [remove(`${SUMMARY}_part.done`)], 'stream/part-closed'],
  ['reasoning-stream/create', 'no done text', [remove(`${SUMMARY}_text.done`)], 'stream/text-done'],
  ['reasoning-stream/create', 'a lost delta', [remove(`${SUMMARY}_text.delta#1`)], 'stream/text-joined'],
  ['reasoning-stream/create', 'another part', [set(`${SUMMARY}_part.done`, '/part/text', '~')], 'stream/text-part'],
  ['reasoning-stream/create', 'another item', [set(DONE, '/item/summary/1/text', '~')], 'stream/text-item'],
  [
    'reasoning-stream/create',
    'another end',
    [set(END, '/response/output/0/summary/0/text', '~')],
    'stream/text-output',
  ],
  ['reasoning-stream/create', 'a lost part', [set(DONE, '/item/summary', [])], 'stream/item-parts'],
  [
    'reasoning-stream/create',
    'an index again',
    [set(`${SUMMARY}_part.added#1`, '/summary_index', 0)],
    'stream/summary-index-next',
  ],
  [
    'reasoning-stream/create',
    'a part of text',
    [set(`${SUMMARY}_part.added`, '/part/type', 'output_text')],
    'stream/summary-part-type',
  ],
  [
    'reasoning-stream/create',
    'a prefilled part',
    [set(`${SUMMARY}_part.added`, '/part/text', 'First')],
    'stream/part-added-empty',
  ],
  [
    'reasoning-stream/create',
    'the part closed early',
    [move(`${SUMMARY}_part.done`, `${SUMMARY}_text.done`)],
    'stream/part-not-closed',
  ],
  [
    'reasoning-stream/create',
    'a late delta',
    [move(`${SUMMARY}_text.done`, `${SUMMARY}_text.delta#1`)],
    'stream/text-joined',
    'stream/text-order',
  ],
  [
    'parallel-stream/create',
    'one index for two calls',
    [set(`${ADDED}#1`, '/output_index', 0)],
    'stream/output-index-unique',
  ],
  [
    'interleaved-stream/create',
    'a delta in the other call',
    [set('response.function_call_arguments.delta#1', '/item_id', 'fc_1')],
    'stream/output-index-matches',
    'stream/call-joined',
  ],
  ['incomplete-stream/create', 'no done text', [remove('response.output_text.done')], 'stream/text-done'],
  ['incomplete-stream/create', 'the item left open', [remove(DONE)], 'stream/item-closed'],
  ['failing-midway-stream/create', 'nothing after the error', [remove('response.failed')], 'stream/error-then-failed'],
  ['background-stream/create', 'no response.queued', [remove('response.queued')], 'stream/queued-order'],
];

const OFFICIAL: readonly Line[] = [
  ['custom-call-stream/call', 'no done event', [remove(`${CUSTOM}.done`)], 'stream/call-done'],
  ['custom-call-stream/call', 'a lost delta', [remove(`${CUSTOM}.delta`)], 'stream/call-joined'],
  ['custom-call-stream/call', 'another item', [set(DONE, '/item/input', '~')], 'stream/call-item'],
  ['custom-call-stream/call', 'another end', [set(END, '/response/output/0/input', '~')], 'stream/call-output'],
  ['custom-call-stream/call', 'a prefilled item', [set(ADDED, '/item/input', 'x')], 'stream/item-added-empty'],
  ['raw-reasoning-stream/create', 'no part is added', [remove('response.content_part.added')], 'stream/part-opened'],
  ['raw-reasoning-stream/create', 'a lost delta', [remove(`${RAW}.delta`)], 'stream/text-joined'],
  ['raw-reasoning-stream/create', 'no done text', [remove(`${RAW}.done`)], 'stream/text-done'],
  [
    'raw-reasoning-stream/create',
    'a part of text',
    [set('response.content_part.added', '/part', { type: 'output_text', text: '', annotations: [] })],
    'stream/part-fits-item',
    'stream/event-fits-part',
    'stream/part-type-stable',
  ],
  ['code-interpreter-stream/create', 'a lost delta', [remove(`${CODE}_code.delta`)], 'stream/call-joined'],
  ['code-interpreter-stream/create', 'no done event', [remove(`${CODE}_code.done`)], 'stream/call-done'],
  ['code-interpreter-stream/create', 'another item', [set(DONE, '/item/code', '~')], 'stream/call-item'],
  ['code-interpreter-stream/create', 'never over', [remove(`${CODE}.completed`)], 'stream/hosted-outcome'],
  [
    'code-interpreter-stream/create',
    'begun late',
    [move(`${CODE}.in_progress`, `${CODE}_code.done`)],
    'stream/begun-first',
  ],
  [
    'mcp-stream/create',
    'over twice',
    [
      {
        op: 'after',
        path: at(`${MCP}.completed`),
        event: { type: `${MCP}.failed`, output_index: 1, item_id: 'mcp_1' },
      },
    ],
    'stream/hosted-order',
  ],
  [
    'mcp-stream/create',
    'a list that never ends',
    [remove('response.mcp_list_tools.completed')],
    'stream/hosted-outcome',
  ],
  ['mcp-stream/create', 'never begun', [remove(`${MCP}.in_progress`)], 'stream/hosted-begun'],
  ['mcp-stream/create', 'a lost delta', [remove(`${MCP}_arguments.delta`)], 'stream/call-joined'],
  ['mcp-failed-stream/create', 'a failure that is not told', [remove(`${MCP}.failed`)], 'stream/hosted-outcome'],
  ['mcp-failed-stream/create', 'no done event', [remove(`${MCP}_arguments.done`)], 'stream/mcp-arguments-done'],
  [
    'web-search-stream/create',
    'never searching',
    [remove('response.web_search_call.searching')],
    'stream/search-searching',
  ],
  [
    'file-search-stream/create',
    'searching last',
    [move('response.file_search_call.completed', 'response.file_search_call.searching')],
    'stream/hosted-order',
    'stream/search-searching',
  ],
  [
    'image-stream/create',
    'an empty image',
    [set(`${IMAGE}.partial_image`, '/partial_image_b64', '')],
    'stream/partial-image-base64',
  ],
  [
    'image-stream/create',
    'an index again',
    [set(`${IMAGE}.partial_image#1`, '/partial_image_index', 0)],
    'stream/partial-image-index',
  ],
  [
    'image-stream/create',
    'an image after the end',
    [move(`${IMAGE}.completed`, `${IMAGE}.partial_image#1`)],
    'stream/hosted-order',
  ],
  ['shell-stream/create', 'a lost delta', [remove(`${SHELL}.delta`)], 'stream/call-joined'],
  [
    'shell-stream/create',
    'a delta of no command',
    [set(`${SHELL}.delta`, '/command_index', 7)],
    'stream/command-opened',
  ],
  [
    'shell-stream/create',
    'an index again',
    [set(`${SHELL}.added#1`, '/command_index', 0)],
    'stream/command-index-next',
  ],
  ['shell-stream/create', 'the second left open', [remove(`${SHELL}.done#1`)], 'stream/command-closed'],
  [
    'shell-stream/create',
    'one command lost',
    [set(DONE, '/item/action/commands', ['pwd'])],
    'stream/command-item',
    'stream/output-equals-items',
  ],
  ['shell-stream/create', 'a lost delta of an output', [remove(`${OUTPUT}.delta`)], 'stream/shell-output-joined'],
  [
    'shell-stream/create',
    'stdout is a list',
    [set(`${OUTPUT}.delta`, '/delta', { stdout: [] })],
    'stream/shell-output-delta',
  ],
  [
    'apply-patch-stream/create',
    'another diff',
    [set(DONE, '/item/operation/diff', '~')],
    'stream/patch-diff',
    'stream/output-equals-items',
  ],
  ['audio-stream/create', 'a delta that is no text', [set('response.audio.delta', '/delta', 7)], 'stream/delta-string'],
  ['open-reasoning-stream/create', 'Open Responses names', [], 'stream/event-type-known'],
];

const OPEN: readonly Line[] = [
  ['open-reasoning-stream/create', 'no done text', [remove('response.reasoning.done')], 'stream/text-done'],
  ['open-reasoning-stream/create', 'a lost delta', [remove('response.reasoning.delta')], 'stream/text-joined'],
  ['open-reasoning-stream/create', 'another item', [set(DONE, '/item/content/0/text', '~')], 'stream/text-item'],
  ['open-reasoning-bare-stream/create', 'no done text', [remove('response.reasoning.done')], 'stream/text-done'],
  ['open-reasoning-bare-stream/create', 'a lost delta', [remove('response.reasoning.delta')], 'stream/text-joined'],
  ['raw-reasoning-stream/create', 'no done text', [remove(`${RAW}.done`)], 'stream/text-done'],
  [
    'text-stream/create',
    'a type of its own',
    [{ op: 'after', path: at('response.in_progress'), event: { type: 'heartbeat' } }],
    'stream/event-type-known',
  ],
  [
    'text-stream/create',
    'a bad prefix',
    [{ op: 'after', path: at('response.in_progress'), event: { type: ':beat' } }],
    'stream/event-type-known',
  ],
];

const TABLES: readonly (readonly [ContractId, readonly Line[]])[] = [
  ['openai', [...BOTH, ...OFFICIAL]],
  ['open-responses', [...BOTH, ...OPEN]],
];

for (const [contract, lines] of TABLES) {
  for (const [stream, what, edits, ...wanted] of lines) {
    test(`${contract}: ${stream}: ${what}`, () => {
      const events = STREAMS[stream];
      if (events === undefined) throw new Error(`no stream ${stream}`);
      const body = onWire(events) + (contract === 'open-responses' ? 'data: [DONE]\n\n' : '');
      const json = { tools: [{ type: 'image_generation', partial_images: 2 }] };
      const { failed } = judgeText(edited(body, edits), { contract, json });
      expect(failed.filter((rule) => !NUMBERING.includes(rule))).toEqual([...wanted].sort());
    });
  }
}
