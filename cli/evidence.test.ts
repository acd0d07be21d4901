import { expect, test } from '@playwright/test';
import { judgeScenario } from '../core/judge/scenario.ts';
import type { Finding } from '../core/rule.ts';
import { rules } from '../core/rules/index.ts';
import { parseBaseline } from '../fixtures/providers/baseline.ts';
import { explainerOf } from '../reporters/results/explained.ts';
import { knownEntry } from '../reporters/site/client/evidence/known.ts';
import { oddities } from '../reporters/site/client/timeline/odd.ts';
import { timelineOf } from '../reporters/site/data/timeline.ts';
import { loadContract } from '../specs/load.ts';
import { recordReference } from '../suites/record.test-support.ts';
import { scenarios } from '../suites/scenarios/index.ts';

/** What the reports say of real streams of the reference provider, right and broken. */
const STREAMED = ['text-stream', 'reasoning-stream', 'function-call-stream'];
const asked = scenarios.filter(({ id }) => STREAMED.includes(id));

async function recorded(...faults: readonly string[]) {
  const played = await recordReference(asked, faults);
  return asked.map((scenario) => ({ scenario, exchanges: played.get(scenario.id) ?? [] }));
}

async function odd(...faults: readonly string[]): Promise<readonly string[]> {
  const all = (await recorded(...faults)).flatMap(({ exchanges }) => exchanges);
  const timelines = all.flatMap((exchange) => timelineOf(exchange) ?? []);
  expect(timelines.length).toBeGreaterThanOrEqual(asked.length);
  return [...new Set(timelines.flatMap((timeline) => oddities(timeline).map(({ text }) => text)))];
}

test('nothing is odd about the streams of the reference', async () => {
  expect(asked.map(({ id }) => id).sort()).toEqual([...STREAMED].sort());
  expect(await odd()).toEqual([]);
});

const SHOWS: readonly (readonly [fault: string, odd: RegExp])[] = [
  ['output-text-done-missing', /^The text of output_text 0 is never done\.$/],
  ['function-args-done-missing', /^arguments is never done\.$/],
  ['reasoning-part-done-missing', /^summary_text 0 is never done\.$/],
  ['terminal-event-missing', /^The response is never done\.$/],
  ['sequence-number-missing', /^No event has a sequence_number\.$/],
  ['double-lifecycle-in-one-stream', /^\d+ events follow after the response had ended\.$/],
  ['minimal-three-event-stream', /begins without being announced/],
];

for (const [fault, words] of SHOWS) {
  test(`a timeline shows the fault ${fault}`, async () => {
    expect(await odd(fault)).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
  });
}

test('a number that every event of a stream lacks is one finding, with event, byte and count', async () => {
  const contract = await loadContract('openai');
  const all = await recorded('sequence-number-missing');
  const stream = all.find(({ scenario }) => scenario.id === 'text-stream');
  if (stream === undefined) throw new Error('no stream');
  const report = judgeScenario({ provider: 'p', evidence: 'live', contract, rules, ...stream });
  const found = report.findings.filter(({ rule }) => rule === 'stream/sequence-number-present');
  expect(found).toHaveLength(1);
  const [finding] = found as [Finding];
  expect(finding.count).toBeGreaterThan(9);
  const evidence = stream.exchanges.map((exchange) => ({ exchange, curl: 'curl', omittedBytes: 0 }));
  const { sentence, words } = explainerOf({ exchanges: evidence })(finding);
  expect(sentence).toBe(
    `${finding.count} events, first event 0 (response.created), have no sequence_number; expected an integer.`,
  );
  expect(words).toMatch(/^event 0, in the object at byte \d+$/);
});

test('the copied entry is a baseline that the kit reads', () => {
  const nasty = 'The answer has "quotes": # no comment\n\u2028, \\ and ⟨U+202E⟩.';
  for (const provider of ['acme', 'my-server', 'true']) {
    const { baseline } = parseBaseline(knownEntry(provider, 'usage/total', nasty), 'baseline.yaml');
    expect(baseline).toEqual({ [provider]: [{ rule: 'usage/total', reason: nasty }] });
  }
});
