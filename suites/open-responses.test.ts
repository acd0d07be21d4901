import { expect, test } from '@playwright/test';
import type { ContractId } from '../core/contract.ts';
import { judgeScenario } from '../core/judge/scenario.ts';
import type { RuleId } from '../core/rule.ts';
import { rules } from '../core/rules/index.ts';
import { messagesIn } from '../fixtures/reference/client.test-support.ts';
import { availableContracts, loadContract } from '../specs/load.ts';
import { recordReference } from './record.test-support.ts';
import { openResponsesOnlyScenarios, referenceOnlyScenarios, scenarios } from './scenarios/index.ts';

/** The two contracts disagree in these points and no others: the reference of each, judged by the other one. */
const OPENAI_BY_OPEN_RESPONSES: Readonly<Record<RuleId, string>> = {
  'item/annotation-type': 'citations of files have no prefix',
  'item/type-known': 'items of hosted tools have no prefix',
  'response/tool-type-known': 'hosted tools have no prefix',
  'request/rejects-unlisted-effort': 'the list of efforts ends at max',
  'schema/response': 'tool_choice may name a hosted tool, and a prompt makes instructions a list',
  'sse/done-sentinel': 'streams end without [DONE]',
  'stream/event-type-known': 'events of hosted tools have no prefix',
};
const OPEN_RESPONSES_BY_OPENAI: Readonly<Record<RuleId, string>> = {
  'echo/prompt-cache-retention': 'the contract does not have the member',
  'echo/service-tier': 'service_tier is any name',
  'echo/user': 'the contract does not have the member',
  'request/refusal-code': 'what is missing inside of a choice that is not offered is not looked at',
  'request/refusal-param': 'as above: the choice itself is named',
  'request/rejects-missing-member': 'a mode, a name or a schema may be left out',
  'request/rejects-unknown-enum-value': 'members that only the other contract has are not looked at',
  'request/rejects-wrong-type': 'members that only the other contract has are not looked at',
  'request/file-id-accepted': 'files have no ids',
  'request/file-search-tool-accepted': 'hosted tools carry a prefix',
  'request/image-id-accepted': 'images have no ids',
  'request/mcp-tool-accepted': 'hosted tools carry a prefix',
  'request/programmatic-tool-calling-tool-accepted': 'hosted tools carry a prefix',
  'request/prompt-accepted': 'there are no stored prompts',
  'request/rejects-malformed-choice': 'allowed_tools needs no mode',
  'request/tool-search-tool-accepted': 'hosted tools carry a prefix',
  'request/valid-accepted': 'items of hosted tools, and choices of them, are not there',
  'schema/value-known': 'service_tier is any name',
  'stream/event-type-known': 'events of its own carry a prefix',
};

const all = [...scenarios, ...referenceOnlyScenarios];
test.describe.configure({ mode: 'default', timeout: 120_000 });

/** The rules that object, but to what was refused as not offered. */
async function objecting(own: ContractId, other: ContractId): Promise<readonly string[]> {
  const contract = await loadContract(other);
  const recorded = await recordReference(all, [], own);
  const found = all.flatMap((scenario) => {
    const exchanges = recorded.get(scenario.id) ?? [];
    const judged = { provider: 'reference', evidence: 'live', contract, rules, scenario, exchanges } as const;
    const { findings, refused } = judgeScenario(judged);
    return findings.filter((finding) => !refused.some(({ exchange }) => exchange === finding.exchange));
  });
  return [...new Set<string>(found.map(({ rule }) => rule))].sort();
}

test('the openai reference breaks of Open Responses what is known, and nothing else', async () => {
  expect(await objecting('openai', 'open-responses')).toEqual(Object.keys(OPENAI_BY_OPEN_RESPONSES).sort());
});

test('the Open Responses reference breaks of openai what is known, and nothing else', async () => {
  expect(await objecting('open-responses', 'openai')).toEqual(Object.keys(OPEN_RESPONSES_BY_OPENAI).sort());
});

test('everything that the Open Responses reference says fits its contract, to the letter of each event', async () => {
  expect(availableContracts).toContain('open-responses');
  const contract = await loadContract('open-responses');
  const recorded = await recordReference([...all, ...openResponsesOnlyScenarios], [], 'open-responses');
  const seen = new Set<string>();
  for (const [scenario, exchanges] of recorded) {
    for (const { answer, request } of exchanges) {
      if (answer.kind !== 'http' || answer.status !== 200 || answer.body.kind !== 'text') continue;
      const { text } = answer.body;
      if (!answer.contentType.startsWith('text/event-stream')) {
        const schema = request.path.endsWith('/compact') ? 'Compaction' : 'Response';
        expect(contract.validate(schema, JSON.parse(text), ''), scenario).toEqual([]);
        continue;
      }
      expect(text.endsWith('data: [DONE]\n\n'), scenario).toBe(true);
      for (const { data } of messagesIn(text.replace('data: [DONE]\n\n', ''))) {
        const type = String(data['type']);
        seen.add(type);
        if (type.startsWith('reference:')) continue;
        expect(contract.knows('Event', type), type).toBe(true);
        expect(contract.validate(`Event.${type}`, data, ''), `${scenario} ${type}`).toEqual([]);
      }
    }
  }
  // The events that the contract has, all but none, and some of the reference's own.
  expect([...seen].filter((type) => !type.startsWith('reference:')).length).toBe(24);
  expect([...seen]).toContain('reference:web_search_call.searching');
});
