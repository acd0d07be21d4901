import type { Contract, OperationId } from '../contract.ts';
import { arrayOf, asText, isObject, type Json, member, show, stringMember } from '../json.ts';
import type { Rule } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { allows } from './allowed.ts';
import { acceptedFormRules, isLaidToForm } from './request-accepted.ts';
import { choiceRules, isCall } from './request-choice.ts';
import { refusal } from './request-forms.ts';
import { created, levels, lostOutput, outputItems, sentMember } from './support.ts';

/** Valid requests to stored objects have acceptance rules of their own, see state.ts. */
const STATE_OPERATIONS: readonly (OperationId | undefined)[] = [
  'getResponse',
  'deleteResponse',
  'cancelResponse',
  'listInputItems',
];

/** Members that bring in tools the request itself does not name. */
const TOOL_SOURCES = ['prompt', 'conversation', 'previous_response_id'] as const;

export { refusal } from './request-forms.ts';

/** What a valid request is owed. That a refusal is laid to a form of the request has rules of its own. */
export const acceptanceRules: readonly Rule[] = [
  ...acceptedFormRules,
  ...choiceRules,
  {
    id: 'request/valid-accepted',
    title: 'A valid request is served',
    on: 'exchange',
    levels: levels('MUST', 'MUST'),
    source: '#/paths/~1responses/post',
    capability: 'core',
    needs: ['request'],
    counterexample: {
      of: 'text/create',
      edit: [
        { op: 'set', path: '/status', value: 400 },
        {
          op: 'set',
          path: '/body',
          value: { error: { message: 'No.', type: 'invalid_request_error', param: 'input', code: null } },
        },
      ],
    },
    judge(view, probe, contract) {
      if (STATE_OPERATIONS.includes(view.operation)) return;
      if (sentMember(view, 'previous_response_id') !== undefined) return;
      if (!view.success && isLaidToForm(view)) return;
      accepted(view, contract, probe.check);
    },
  },
  {
    id: 'request/stream-obeyed',
    title: 'stream: true is answered with an event stream',
    on: 'exchange',
    levels: levels('MUST', 'MUST'),
    source: '#/paths/~1responses/post',
    capability: 'streaming',
    needs: ['request'],
    breaks: ['codex'],
    counterexample: {
      of: 'text-stream/create',
      edit: [
        { op: 'set', path: '/headers/content-type', value: 'text/html' },
        { op: 'wire', from: 'event:', to: '<html>' },
      ],
    },
    judge(view, probe) {
      if (!view.success || view.operation !== 'createResponse' || view.askedToStream !== true) return;
      probe.check(view.body.kind === 'stream', '/body', 'event stream', view.body.kind);
    },
  },
  {
    id: 'request/tool-choice-none',
    title: 'tool_choice "none" yields no tool call',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/ToolChoice',
    capability: 'function-tools',
    needs: ['request'],
    counterexample: {
      of: 'tool-choice-none/create',
      edit: [
        {
          op: 'set',
          path: '/body/output/0',
          value: {
            type: 'function_call',
            id: 'fc_1',
            call_id: 'call_1',
            name: 'get_weather',
            arguments: '{}',
            status: 'completed',
          },
        },
      ],
    },
    judge(subject, probe) {
      if (!created(subject) || sentMember(subject.view, 'tool_choice') !== 'none') return;
      const items = outputItems(subject.value, subject.at);
      if (items.length === 0) return;
      const call = items.find(isCall);
      probe.check(call === undefined, call?.at ?? `${subject.at}/output`, 'no tool call', show(call?.type));
    },
  },
  {
    id: 'request/tool-choice-required',
    title: 'tool_choice "required" yields a tool call',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/ToolChoice',
    capability: 'function-tools',
    needs: ['request'],
    counterexample: {
      of: 'function-call/call',
      edit: [
        {
          op: 'set',
          path: '/body/output/0',
          value: {
            type: 'message',
            id: 'msg_1',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: 'It is sunny.', annotations: [], logprobs: [] }],
          },
        },
      ],
    },
    judge(subject, probe) {
      const { value, at, view } = subject;
      if (!created(subject) || value['status'] !== 'completed' || lostOutput(value)) return;
      if (sentMember(view, 'tool_choice') !== 'required' || !Array.isArray(value['output'])) return;
      const items = outputItems(value, at);
      probe.check(
        items.some(isCall),
        `${at}/output`,
        'a tool call',
        items.map(({ type }) => type).join(', ') || 'nothing',
      );
    },
  },
  {
    id: 'request/tool-choice-named',
    title: 'A tool_choice that names a function yields a call of that function',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/ToolChoiceFunction',
    capability: 'function-tools',
    needs: ['request'],
    counterexample: {
      of: 'named-function/call',
      edit: [{ op: 'set', path: '/body/output/0/name', value: 'another_function' }],
      also: ['request/tool-declared'],
    },
    judge(subject, probe) {
      const { value, at, view } = subject;
      if (!created(subject) || value['status'] !== 'completed' || !Array.isArray(value['output'])) return;
      if (lostOutput(value)) return;
      const choice = sentMember(view, 'tool_choice');
      const wanted = stringMember(choice, 'name');
      if (member(choice, 'type') !== 'function' || wanted === undefined) return;
      const calls = outputItems(value, at).filter(({ type }) => type === 'function_call');
      const stray = calls.find(({ item }) => item['name'] !== wanted);
      const actual = calls.length === 0 ? 'no call' : show(stray?.item['name']);
      probe.check(calls.length > 0 && stray === undefined, stray?.at ?? `${at}/output`, `a call of ${wanted}`, actual);
    },
  },
  {
    id: 'request/allowed-tools',
    title: 'Only tools in allowed_tools are called',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/ToolChoiceAllowed',
    capability: 'function-tools',
    needs: ['request'],
    counterexample: {
      of: 'allowed-tools/call',
      edit: [{ op: 'set', path: '/body/output/0/name', value: 'another_function' }],
      also: ['request/tool-declared'],
    },
    judge(subject, probe) {
      const choice = sentMember(subject.view, 'tool_choice');
      if (!created(subject) || member(choice, 'type') !== 'allowed_tools') return;
      const allowed = arrayOf(member(choice, 'tools')).map((tool) => member(tool, 'name'));
      for (const { item, type, at } of outputItems(subject.value, subject.at)) {
        if (type !== 'function_call') continue;
        probe.check(allowed.includes(item['name']), `${at}/name`, allowed.map(show).join(', '), show(item['name']));
      }
    },
  },
  {
    id: 'request/tool-declared',
    title: 'A function_call names a tool of the request, exactly as declared there',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/Item.function_call/properties/name',
    capability: 'function-tools',
    needs: ['request'],
    breaks: ['codex'],
    counterexample: {
      of: 'function-call/call',
      edit: [{ op: 'set', path: '/body/output/0/name', value: 'functions__get_weather' }],
    },
    judge(subject, probe) {
      const { view } = subject;
      if (!created(subject) || TOOL_SOURCES.some((name) => sentMember(view, name) !== undefined)) return;
      const tools = arrayOf(sentMember(view, 'tools'));
      // A namespace holds functions that are called by their own names.
      const open = tools.flatMap((tool) =>
        member(tool, 'type') === 'namespace' ? arrayOf(member(tool, 'tools')) : [tool],
      );
      const functions = open.filter((tool) => member(tool, 'type') === 'function');
      const known = tools.every((tool) => ['function', 'namespace'].includes(asText(member(tool, 'type'))));
      if (functions.length === 0 || !known) return;
      const names: readonly (Json | undefined)[] = functions.map((tool) => member(tool, 'name'));
      for (const { item, type, at } of outputItems(subject.value, subject.at)) {
        if (type !== 'function_call' || isObject(item['caller'])) continue;
        probe.check(names.includes(item['name']), `${at}/name`, names.map(show).join(', '), show(item['name']));
      }
    },
  },
  {
    id: 'request/parallel-off',
    title: 'parallel_tool_calls: false yields one function call at most',
    on: 'response',
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/Response/properties/parallel_tool_calls',
    capability: 'function-tools',
    needs: ['request'],
    counterexample: {
      of: 'function-call/call',
      edit: [
        {
          op: 'set',
          path: '/body/output',
          value: ['a', 'b'].map((id) => ({
            type: 'function_call',
            id: `fc_${id}`,
            call_id: `call_${id}`,
            name: 'get_weather',
            arguments: '{}',
            status: 'completed',
          })),
        },
      ],
    },
    judge(subject, probe) {
      if (!created(subject) || sentMember(subject.view, 'parallel_tool_calls') !== false) return;
      const calls = outputItems(subject.value, subject.at).filter(({ type }) => type === 'function_call');
      if (calls.length === 0) return;
      probe.check(calls.length === 1, `${subject.at}/output`, 'one function_call', `${calls.length} function_calls`);
    },
  },
];

/** Reports a refused valid request; a refusal that names an optional member is the judge's `unsupported`. */
export function accepted(
  view: ExchangeView,
  contract: Contract,
  check: (holds: boolean, at: string, expected: string, actual: string) => void,
): void {
  const { intent } = view.exchange;
  if (intent?.kind !== 'valid' || !(view.success || allows(contract, view))) return;
  check(view.success, '/status', '2xx', refusal(view));
}
