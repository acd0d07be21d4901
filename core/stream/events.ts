import type { Family } from './track.ts';

/** What is known of one event type: the single place to add a new one. */
export interface EventSpec {
  readonly family: Family;
  /** The text it carries or closes, named as the member of the `.done` event. */
  readonly channel?: string;
  /** `content` parts are addressed by `content_index`, `summary` parts by `summary_index`. */
  readonly part?: 'content' | 'summary';
  /** The type a part has for which the event exists. */
  readonly partType?: string;
  /** The item types that have this event; absent: any. */
  readonly items?: readonly string[];
  /** Has `item_id`. */
  readonly itemId: boolean;
  /** Has `output_index`. */
  readonly outputIndex: boolean;
  /** The text belongs to one command of a shell call, addressed by `command_index`. */
  readonly perCommand?: boolean;
}

const LIFECYCLE: EventSpec = { family: 'lifecycle', itemId: false, outputIndex: false };
const AUDIO: EventSpec = { family: 'audio', itemId: false, outputIndex: false };
const WITH_PARTS = ['message', 'reasoning'];

/** Events that only say how far a hosted call is. */
function status(item: string): EventSpec {
  return { family: 'item-status', items: [item], itemId: true, outputIndex: true };
}

function contentText(kind: 'delta' | 'channel-done', channel: string, partType: string, item: string): EventSpec {
  return { family: kind, channel, part: 'content', partType, items: [item], itemId: true, outputIndex: true };
}

function summary(family: Family): EventSpec {
  const text = family === 'delta' || family === 'channel-done' ? { channel: 'text' } : {};
  return {
    family,
    ...text,
    part: 'summary',
    partType: 'summary_text',
    items: ['reasoning'],
    itemId: true,
    outputIndex: true,
  };
}

function itemText(kind: 'delta' | 'channel-done', channel: string, item: string): EventSpec {
  return { family: kind, channel, items: [item], itemId: true, outputIndex: true };
}

/** Raw reasoning as Open Responses names it: of which type its part is is not said there. */
const RAW_DELTA: EventSpec = {
  family: 'delta',
  channel: 'text',
  part: 'content',
  items: ['reasoning'],
  itemId: true,
  outputIndex: true,
};

/** A command of a shell call: the events carry no `item_id`. */
function command(family: Family): EventSpec {
  return {
    family,
    channel: 'command',
    perCommand: true,
    items: ['shell_call'],
    itemId: false,
    outputIndex: true,
  };
}

/**
 * All event types of the official document, of the SDK, of Open Responses, and those seen in genuine traffic that no
 * document lists (`keepalive`, the apply_patch diff).
 */
const TABLE: Readonly<Record<string, EventSpec>> = {
  'response.created': LIFECYCLE,
  'response.queued': LIFECYCLE,
  'response.in_progress': LIFECYCLE,
  'response.completed': LIFECYCLE,
  'response.failed': LIFECYCLE,
  'response.incomplete': LIFECYCLE,
  'response.output_item.added': { family: 'item-added', itemId: false, outputIndex: true },
  'response.output_item.done': { family: 'item-done', itemId: false, outputIndex: true },
  'response.content_part.added': {
    family: 'part-added',
    part: 'content',
    items: WITH_PARTS,
    itemId: true,
    outputIndex: true,
  },
  'response.content_part.done': {
    family: 'part-done',
    part: 'content',
    items: WITH_PARTS,
    itemId: true,
    outputIndex: true,
  },
  'response.output_text.delta': contentText('delta', 'text', 'output_text', 'message'),
  'response.output_text.done': contentText('channel-done', 'text', 'output_text', 'message'),
  'response.output_text.annotation.added': {
    family: 'annotation',
    part: 'content',
    partType: 'output_text',
    items: ['message'],
    itemId: true,
    outputIndex: true,
  },
  'response.refusal.delta': contentText('delta', 'refusal', 'refusal', 'message'),
  'response.refusal.done': contentText('channel-done', 'refusal', 'refusal', 'message'),
  'response.reasoning_text.delta': contentText('delta', 'text', 'reasoning_text', 'reasoning'),
  'response.reasoning_text.done': contentText('channel-done', 'text', 'reasoning_text', 'reasoning'),
  'response.reasoning.delta': RAW_DELTA,
  'response.reasoning.done': { ...RAW_DELTA, family: 'channel-done' },
  'response.reasoning_summary_part.added': summary('part-added'),
  'response.reasoning_summary_part.done': summary('part-done'),
  'response.reasoning_summary_text.delta': summary('delta'),
  'response.reasoning_summary_text.done': summary('channel-done'),
  'response.function_call_arguments.delta': itemText('delta', 'arguments', 'function_call'),
  'response.function_call_arguments.done': itemText('channel-done', 'arguments', 'function_call'),
  'response.custom_tool_call_input.delta': itemText('delta', 'input', 'custom_tool_call'),
  'response.custom_tool_call_input.done': itemText('channel-done', 'input', 'custom_tool_call'),
  'response.mcp_call_arguments.delta': itemText('delta', 'arguments', 'mcp_call'),
  'response.mcp_call_arguments.done': itemText('channel-done', 'arguments', 'mcp_call'),
  'response.code_interpreter_call_code.delta': itemText('delta', 'code', 'code_interpreter_call'),
  'response.code_interpreter_call_code.done': itemText('channel-done', 'code', 'code_interpreter_call'),
  'response.apply_patch_call_operation_diff.delta': itemText('delta', 'diff', 'apply_patch_call'),
  'response.apply_patch_call_operation_diff.done': itemText('channel-done', 'diff', 'apply_patch_call'),
  'response.shell_call_command.added': command('channel-added'),
  'response.shell_call_command.delta': command('delta'),
  'response.shell_call_command.done': command('channel-done'),
  // The delta is an object {stdout, stderr}, no text: no channel.
  'response.shell_call_output_content.delta': status('shell_call_output'),
  'response.shell_call_output_content.done': status('shell_call_output'),
  'response.web_search_call.in_progress': status('web_search_call'),
  'response.web_search_call.searching': status('web_search_call'),
  'response.web_search_call.completed': status('web_search_call'),
  'response.file_search_call.in_progress': status('file_search_call'),
  'response.file_search_call.searching': status('file_search_call'),
  'response.file_search_call.completed': status('file_search_call'),
  'response.code_interpreter_call.in_progress': status('code_interpreter_call'),
  'response.code_interpreter_call.interpreting': status('code_interpreter_call'),
  'response.code_interpreter_call.completed': status('code_interpreter_call'),
  'response.image_generation_call.in_progress': status('image_generation_call'),
  'response.image_generation_call.generating': status('image_generation_call'),
  'response.image_generation_call.partial_image': status('image_generation_call'),
  'response.image_generation_call.completed': status('image_generation_call'),
  'response.mcp_call.in_progress': status('mcp_call'),
  'response.mcp_call.completed': status('mcp_call'),
  'response.mcp_call.failed': status('mcp_call'),
  'response.mcp_list_tools.in_progress': status('mcp_list_tools'),
  'response.mcp_list_tools.completed': status('mcp_list_tools'),
  'response.mcp_list_tools.failed': status('mcp_list_tools'),
  'response.compaction.compacting': status('compaction'),
  'response.audio.delta': AUDIO,
  'response.audio.done': AUDIO,
  'response.audio.transcript.delta': AUDIO,
  'response.audio.transcript.done': AUDIO,
  error: { family: 'error', itemId: false, outputIndex: false },
  keepalive: { family: 'keepalive', itemId: false, outputIndex: false },
};

const BY_TYPE = new Map(Object.entries(TABLE));

/** What is known of an event type; undefined when nothing is. */
export function eventSpec(type: string): EventSpec | undefined {
  return BY_TYPE.get(type);
}

/** Every event type in the table. */
export const EVENT_TYPES: readonly string[] = [...BY_TYPE.keys()];

const TERMINAL = new Set(['response.completed', 'response.failed', 'response.incomplete']);

/** Whether the type ends a response: completed, failed, incomplete. An `error` event does not. */
export function isTerminal(type: string | undefined): boolean {
  return type !== undefined && TERMINAL.has(type);
}
