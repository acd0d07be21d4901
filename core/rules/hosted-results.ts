import { arrayOf, asText, isObject, type Json, member, show, wordTable } from '../json.ts';
import type { Rule } from '../rule.ts';
import { itemRule, wholeContext } from './items-support.ts';
import { absent, created, levels, nonEmptyString, outputItems, type PlacedItem, sentMember } from './support.ts';

const of = (type: string) => `#/components/schemas/Item.${type}` as const;

/** Results that come when `include` names them, and else are left out or null. */
const INCLUDED: Readonly<Record<string, readonly [include: string, member: string]>> = wordTable({
  file_search_call: ['file_search_call.results', 'results'],
  code_interpreter_call: ['code_interpreter_call.outputs', 'outputs'],
});

/** What an output answers, by their types. */
const ANSWERS: Readonly<Record<string, string>> = wordTable({
  shell_call_output: 'shell_call',
  tool_search_output: 'tool_search_call',
  program_output: 'program',
});

const CALLED: readonly string[] = ['function_call', 'custom_tool_call', 'shell_call', 'apply_patch_call'];

/** What hosted items bring back, and how calls and outputs belong together. */
export const hostedResultRules: readonly Rule[] = [
  itemRule({
    id: 'item/included-results',
    title: 'Results of a hosted call come when include asks for them',
    types: Object.keys(INCLUDED),
    levels: levels('MUST', '-'),
    source: `${of('file_search_call')}/properties/results`,
    needs: ['request'],
    counterexample: {
      of: 'file-search-stream/create',
      edit: ['response.output_item.done/item', 'response.completed/response/output/0'].map((place) => ({
        op: 'set',
        path: `/events/${place}/results`,
        value: null,
      })),
    },
    judge({ item, type = '', at }, probe, subject) {
      const [include, name] = INCLUDED[type] ?? ['', ''];
      if (!created(subject) || item['status'] !== 'completed') return;
      if (!arrayOf(sentMember(subject.view, 'include')).includes(include)) return;
      if (!absent(item[name]) && !Array.isArray(item[name])) return;
      probe.check(Array.isArray(item[name]), `${at}/${name}`, `a list: include has ${include}`, show(item[name]));
    },
  }),
  itemRule({
    id: 'item/results-unasked',
    title: 'Results of a hosted call do not come unasked',
    types: Object.keys(INCLUDED),
    levels: levels('SHOULD', '-'),
    source: `${of('file_search_call')}/properties/results`,
    needs: ['request'],
    counterexample: {
      of: 'items-file-search/create',
      edit: [{ op: 'set', path: '/body/output/0/results', value: [{ file_id: 'file_1', text: 'x', score: 1 }] }],
    },
    judge({ item, type = '', at }, probe, subject) {
      const [include, name] = INCLUDED[type] ?? ['', ''];
      if (!created(subject) || arrayOf(sentMember(subject.view, 'include')).includes(include)) return;
      const none = arrayOf(item[name]).length === 0;
      probe.check(none, `${at}/${name}`, `null: include does not have ${include}`, show(item[name]));
    },
  }),
  itemRule({
    id: 'item/web-search-sources',
    title: 'The sources of a web search come when include asks for them',
    types: ['web_search_call'],
    // One recorded search was asked for its sources; a search that found nothing may leave them out.
    levels: levels('SHOULD', '-'),
    source: `${of('web_search_call')}/properties/action`,
    needs: ['request'],
    counterexample: { of: 'web-search/create', edit: [{ op: 'remove', path: '/body/output/0/action/sources' }] },
    judge({ item, at }, probe, subject) {
      const { action, status } = item;
      if (!created(subject) || status !== 'completed' || member(action, 'type') !== 'search') return;
      if (!arrayOf(sentMember(subject.view, 'include')).includes('web_search_call.action.sources')) return;
      const sources = member(action, 'sources');
      probe.check(Array.isArray(sources), `${at}/action/sources`, 'a list of sources', show(sources));
    },
  }),
  itemRule({
    id: 'item/shell-outputs',
    title: 'A shell_call_output has one entry for each command',
    types: ['shell_call_output'],
    // Recorded calls have one command each; that several give several outputs is only stated.
    levels: levels('SHOULD', '-'),
    source: `${of('shell_call_output')}/properties/output`,
    counterexample: {
      of: 'shell-stream/create',
      edit: ['response.output_item.done#1/item', 'response.completed/response/output/1'].map((place) => ({
        op: 'set',
        path: `/events/${place}/output`,
        value: [],
      })),
    },
    judge({ item, at }, probe, { value }) {
      const { output } = item;
      if (item['status'] !== 'completed' || !Array.isArray(output)) return;
      // What a timeout left unfinished has no output.
      if (output.some((entry) => member(member(entry, 'outcome'), 'type') === 'timeout')) return;
      const call = outputItems(value, '').find(
        (other) => other.type === 'shell_call' && other.item['call_id'] === item['call_id'],
      );
      const commands = member(call?.item['action'], 'commands');
      if (!Array.isArray(commands)) return;
      const actual = `${output.length} for ${commands.length}`;
      probe.check(output.length === commands.length, `${at}/output`, 'an entry for each command', actual);
    },
  }),
  itemRule({
    id: 'item/output-joined',
    title: 'The output of a hosted call names a call that was made',
    types: Object.keys(ANSWERS),
    levels: levels('MUST', '-'),
    source: `${of('shell_call_output')}/properties/call_id`,
    needs: ['ids'],
    counterexample: {
      of: 'shell-stream/create',
      edit: [
        { op: 'set', path: '/events/response.output_item.added#1/item/call_id', value: 'call_of_nobody' },
        { op: 'set', path: '/events/response.output_item.done#1/item/call_id', value: 'call_of_nobody' },
        { op: 'set', path: '/events/response.completed/response/output/1/call_id', value: 'call_of_nobody' },
      ],
    },
    judge({ item, type = '', at }, probe, subject) {
      const callId = item['call_id'];
      if (!nonEmptyString(callId)) return;
      const made = ids(subject.value['output'], ANSWERS[type] ?? '');
      const before = wholeContext(subject);
      const known = made.includes(callId) || ids(before, ANSWERS[type] ?? '').includes(callId);
      if (!known && before === undefined) return;
      probe.check(known, `${at}/call_id`, `call_id of a ${ANSWERS[type]}`, show(callId));
    },
  }),
  itemRule({
    id: 'item/caller-joined',
    title: 'The caller of a call is a program',
    types: CALLED,
    levels: levels('MUST', '-'),
    source: '#/components/schemas/ProgramToolCallCaller',
    needs: ['ids'],
    counterexample: {
      of: 'program/create',
      edit: [{ op: 'set', path: '/body/output/1/caller/caller_id', value: 'call_of_nobody' }],
    },
    judge({ item, at }, probe, subject) {
      const { caller } = item;
      const callerId = member(caller, 'caller_id');
      if (!isObject(caller) || caller['type'] !== 'program' || !nonEmptyString(callerId)) return;
      const before = wholeContext(subject);
      const known = [...ids(subject.value['output'], 'program'), ...ids(before, 'program')].includes(callerId);
      if (!known && before === undefined) return;
      probe.check(known, `${at}/caller/caller_id`, 'call_id of a program', show(callerId));
    },
  }),
  itemRule({
    id: 'item/tool-search-call-id',
    title: 'A tool_search_call for the client has a call_id',
    types: ['tool_search_call'],
    levels: levels('SHOULD', '-'),
    source: `${of('tool_search_call')}/properties/call_id`,
    counterexample: {
      of: 'tool-search-client/create',
      edit: [{ op: 'set', path: '/body/output/0/call_id', value: null }],
    },
    judge({ item, at }, probe) {
      if (item['execution'] !== 'client') return;
      probe.check(nonEmptyString(item['call_id']), `${at}/call_id`, 'non-empty string', show(item['call_id']));
    },
  }),
  itemRule({
    id: 'item/tool-search-answered',
    title: 'A tool search that the server runs is followed by its output',
    types: ['tool_search_call'],
    levels: levels('SHOULD', '-'),
    source: of('tool_search_output'),
    counterexample: { of: 'items-tool-search/create', edit: [{ op: 'remove', path: '/body/output/1' }] },
    judge(placed, probe, { value }) {
      const { item, at, index } = placed;
      if (item['execution'] !== 'server' || item['status'] !== 'completed' || value['status'] !== 'completed') return;
      const output = outputItems(value, '').find((other) => other.index > index && answersSearch(other, item));
      probe.check(output !== undefined, at, 'a tool_search_output after it', 'none');
    },
  }),
  itemRule({
    id: 'item/custom-declared',
    title: 'A custom_tool_call names a custom tool of the request',
    types: ['custom_tool_call'],
    levels: levels('SHOULD', '-'),
    source: `${of('custom_tool_call')}/properties/name`,
    needs: ['request'],
    counterexample: {
      of: 'custom-round-trip/create',
      edit: [{ op: 'set', path: '/body/output/0/name', value: 'quite_another' }],
    },
    judge({ item, at }, probe, subject) {
      const tools = arrayOf(sentMember(subject.view, 'tools'));
      const plain = tools.every((tool) => ['custom', 'function'].includes(asText(member(tool, 'type'))));
      if (wholeContext(subject) === undefined || tools.length === 0 || !plain || !nonEmptyString(item['name'])) return;
      const names = tools.filter((tool) => member(tool, 'type') === 'custom').map((tool) => member(tool, 'name'));
      probe.check(names.includes(item['name']), `${at}/name`, names.map(show).join(' or '), show(item['name']));
    },
  }),
  itemRule({
    id: 'item/call-kind',
    title: 'A call is of the kind of the tool that it names',
    types: ['function_call', 'custom_tool_call'],
    levels: levels('MUST', '-'),
    source: of('custom_tool_call'),
    needs: ['request'],
    breaks: ['codex'],
    counterexample: {
      of: 'custom-round-trip/create',
      edit: [
        {
          op: 'set',
          path: '/body/output/0',
          value: {
            type: 'function_call',
            id: 'fc_1',
            call_id: 'call_1',
            name: 'ticket',
            arguments: '{"input":"x"}',
            status: 'completed',
          },
        },
      ],
    },
    judge({ item, type, at }, probe, subject) {
      if (!created(subject) || item['namespace'] !== undefined) return;
      const kinds = arrayOf(sentMember(subject.view, 'tools'))
        .filter((tool) => member(tool, 'name') === item['name'])
        .map((tool) => member(tool, 'type'));
      const wanted = type === 'custom_tool_call' ? 'custom' : 'function';
      if (!kinds.some((kind) => kind === 'custom' || kind === 'function')) return;
      probe.check(kinds.includes(wanted), `${at}/type`, `a call of a ${kinds.join(' or ')} tool`, show(type));
    },
  }),
  itemRule({
    id: 'item/compaction-content',
    title: 'A compaction item holds what it stands for',
    types: ['compaction'],
    levels: levels('MUST', 'MUST'),
    source: `${of('compaction')}/properties/encrypted_content`,
    capability: 'compaction',
    counterexample: {
      of: 'compaction-triggered/create',
      edit: [{ op: 'set', path: '/body/output/0/encrypted_content', value: '' }],
    },
    judge({ item, at }, probe) {
      // Another type than string is a matter of the item's schema.
      if (typeof item['encrypted_content'] !== 'string') return;
      probe.check(item['encrypted_content'] !== '', `${at}/encrypted_content`, 'non-empty string', '""');
    },
  }),
];

function ids(items: unknown, type: string): readonly (Json | undefined)[] {
  return arrayOf(items)
    .filter((item) => member(item, 'type') === type)
    .map((item) => member(item, 'call_id'));
}

function answersSearch({ item, type }: PlacedItem, call: object): boolean {
  return type === 'tool_search_output' && (item['call_id'] ?? null) === (member(call, 'call_id') ?? null);
}
