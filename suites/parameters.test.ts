import { expect, test } from '@playwright/test';
import type { Contract } from '../core/contract.ts';
import type { Exchange } from '../core/exchange.ts';
import { mergeParameters } from '../core/judge/parameters.ts';
import { judgeScenario } from '../core/judge/scenario.ts';
import { type ParameterReport, sentParameters } from '../core/parameter.ts';
import type { Scenario } from '../core/scenario.ts';
import { ELSEWHERE } from '../specs/generate/index.ts';
import { loadContract } from '../specs/load.ts';
import { recordReference } from './record.test-support.ts';
import { generatedRequests } from './scenarios/generated.ts';
import { CHOICES_APART, TOOLS, TOOLS_APART } from './scenarios/generated-more.ts';
import { referenceOnlyScenarios, scenarios } from './scenarios/index.ts';
import { rejections } from './scenarios/rejections.ts';

/** What becomes of request members on the reference provider, whole and with faults. */
const all: readonly Scenario[] = [...scenarios, ...referenceOnlyScenarios];
let contract: Contract;

test.describe.configure({ mode: 'default', timeout: 120_000 });

test.beforeAll(async () => {
  contract = await loadContract('openai');
});

async function ask(asked: readonly Scenario[], ...faults: readonly string[]) {
  const recorded = await recordReference(asked, faults);
  const exchanges = [...recorded.values()].flat();
  const reports = asked.flatMap((scenario) => {
    const own = recorded.get(scenario.id) ?? [];
    const judged = { provider: 'reference', evidence: 'live', contract, rules: [], scenario, exchanges: own } as const;
    return judgeScenario(judged).parameters ?? [];
  });
  return { exchanges, parameters: mergeParameters(reports) };
}

function named(parameters: readonly ParameterReport[], ...outcomes: readonly string[]): readonly string[] {
  return parameters
    .filter(({ outcome }) => outcomes.includes(outcome))
    .map(({ member, value }) => `${member}=${value}`);
}

function isSent({ answer }: Exchange): boolean {
  return answer.kind === 'http';
}

test('the reference honours all that it takes, or nothing of it can be seen', async () => {
  const { exchanges, parameters } = await ask(all);
  expect(named(parameters, 'ignored', 'refused', 'crashed')).toEqual([]);
  // Neither is a way out: what the reference shows in its answers is honoured.
  const honoured = new Set(parameters.filter(({ outcome }) => outcome === 'honoured').map(({ member }) => member));
  for (const member of [
    ...['background', 'conversation', 'include', 'input', 'instructions', 'max_output_tokens', 'max_tool_calls'],
    ...['metadata', 'model', 'moderation', 'parallel_tool_calls', 'previous_response_id', 'prompt_cache_key'],
    ...['reasoning.effort', 'reasoning.summary', 'safety_identifier', 'service_tier', 'store', 'stream'],
    ...['stream_options.include_obfuscation', 'temperature', 'text.format', 'text.verbosity', 'tool_choice', 'tools'],
    ...['top_logprobs', 'top_p', 'truncation', 'user'],
  ]) {
    expect(honoured, member).toContain(member);
  }
  const sent = new Set(
    exchanges.flatMap(({ request }) => sentParameters(request.json)).map(({ member, text }) => `${member} ${text}`),
  );
  for (const { member, text } of ELSEWHERE) expect(sent, `${member} ${text}`).toContain(`${member} ${text}`);
});

test('every member of the contract is reported', async () => {
  const { parameters } = await ask(all);
  const roots = new Set(parameters.map(({ member }) => member.split('.')[0]));
  const properties = contract.resolve('#/components/schemas/Request.createResponse/properties') ?? {};
  expect([...roots]).toEqual(expect.arrayContaining([...Object.keys(properties), 'image', 'access_programs']));
});

test('every type of tool and every form of tool_choice is sent, or it is said why not', () => {
  const types = (pointer: `#/${string}`) => JSON.stringify(contract.resolve(pointer) ?? null);
  const branches = [...types('#/components/schemas/Tool/oneOf').matchAll(/Tool\.([a-z_]+)/g)].map(
    ([, type]) => type ?? '',
  );
  expect(branches.length).toBeGreaterThanOrEqual(16);
  expect([...Object.keys(TOOLS), ...Object.keys(TOOLS_APART)]).toEqual(expect.arrayContaining(branches));
  const context = { model: () => 'm', seed: 1, past: () => undefined, answered: () => undefined };
  const drafts = all.flatMap(({ steps }) => steps.map((step) => step.send(context)));
  const sent = drafts.flatMap((draft) => ('json' in draft ? sentParameters(draft.json) : []));
  const forms = new Set(sent.filter(({ member }) => member === 'tool_choice').map(({ text }) => text));
  const hosted = contract.resolve('#/components/schemas/ToolChoiceTypes/properties/type/enum');
  const wanted = ['none', 'auto', 'required', 'allowed_tools', 'function', 'custom', 'shell', 'apply_patch'];
  for (const form of [...wanted, ...(Array.isArray(hosted) ? hosted.map(String) : [])]) {
    expect(forms.has(form) || form in CHOICES_APART, form).toBe(true);
  }
});

test('the default run spends at most 53 requests on them, wrong ones included', async () => {
  const mine = [...generatedRequests, ...rejections].filter(({ thorough }) => thorough !== true);
  const { exchanges } = await ask(mine);
  expect(exchanges.filter(isSent).length).toBeLessThanOrEqual(53);
});

const LOST: readonly (readonly [fault: string, values: readonly string[]])[] = [
  ['sampling-members-ignored', ['temperature=0', 'temperature=2', 'top_p=0']],
  ['metadata-ignored', ['metadata=pairs', 'metadata=16 pairs']],
  ['max-output-tokens-ignored', ['max_output_tokens=16', 'max_output_tokens=400']],
  ['safety-identifier-not-echoed', ['safety_identifier=a text']],
  ['requested-logprobs-dropped', ['include=message.output_text.logprobs']],
  ['stream-true-returns-json', ['stream=true']],
];

for (const [fault, values] of LOST) {
  test(`${fault}: what is lost is ignored, and nothing else`, async () => {
    const { parameters } = await ask(generatedRequests, fault);
    expect([...named(parameters, 'ignored')].sort()).toEqual([...values].sort());
    expect(named(parameters, 'refused', 'crashed')).toEqual([]);
  });
}

test('a forced choice that is not kept is ignored, though it is echoed', async () => {
  const { parameters } = await ask(generatedRequests, 'forced-tool-choice-ignored');
  expect(named(parameters, 'ignored')).toEqual(
    expect.arrayContaining(['tool_choice=required', 'tool_choice=function']),
  );
});

test('a crash and a refusal that name nobody are pinned to their value', async () => {
  const crash = await ask(generatedRequests, 'verbosity-500');
  expect(named(crash.parameters, 'crashed')).toEqual(['text.verbosity=high']);
  expect(named(crash.parameters, 'ignored', 'refused')).toEqual([]);
  const refused = await ask(generatedRequests, 'tool-choice-field-rejected');
  expect(named(refused.parameters, 'refused')).toEqual(
    expect.arrayContaining(['tool_choice=none', 'tool_choice=auto']),
  );
  expect(named(refused.parameters, 'refused').filter((name) => !name.startsWith('tool_choice'))).toEqual([]);
});
