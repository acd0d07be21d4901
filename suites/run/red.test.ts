import { expect, test } from '@playwright/test';
import type { Exchange } from '../../core/exchange.ts';
import type { KnownFailure, ScenarioReport } from '../../core/report.ts';
import type { Level, Rule } from '../../core/rule.ts';
import { redFindings, redMessage } from './red.ts';

function rule(id: Rule['id'], level: Level): Rule {
  return {
    id,
    title: `what ${id} says`,
    on: 'exchange',
    levels: { openai: level },
    source: '#/components/schemas/Response',
    capability: 'core',
    counterexample: { of: 'text/create', edit: [] },
    judge: () => undefined,
  };
}

const RULES = [rule('a/must', 'MUST'), rule('a/should', 'SHOULD')];

const REPORT: ScenarioReport = {
  provider: 'p',
  evidence: 'live',
  contract: 'openai',
  scenario: 'text',
  title: 'Text',
  capability: 'core',
  entry: false,
  exchanges: [],
  applied: ['a/must', 'a/should'],
  findings: RULES.map(({ id }) => ({
    rule: id,
    exchange: 'p/text/create',
    at: '/body/usage',
    expected: 'an object',
    actual: 'absent',
    count: 3,
    more: [],
  })),
  unmet: [],
  unanswered: [],
  succeeded: [],
  refused: [],
};

const red = (knownFailures: readonly KnownFailure[] = [], report = REPORT) =>
  redFindings([report], RULES, { capabilities: [], knownFailures }, '2026-01-02').map(({ finding }) => finding.rule);

test('a MUST that fails is red, a SHOULD is not', () => {
  expect(red()).toEqual(['a/must']);
});

test('a known failure is not red until it expires', () => {
  expect(red([{ rule: 'a/must', reason: 'being mended' }])).toEqual([]);
  expect(red([{ rule: 'a/must', reason: 'being mended', expires: '2026-01-02' }])).toEqual([]);
  expect(red([{ rule: 'a/must', reason: 'being mended', expires: '2026-01-01' }])).toEqual(['a/must']);
});

test('what belongs to an honest refusal of something optional is not red', () => {
  const refused = [{ kind: 'route', exchange: 'p/text/create', operation: 'getResponse', why: '404' }] as const;
  expect(red([], { ...REPORT, capability: 'state', refused })).toEqual([]);
  expect(red([], { ...REPORT, capability: 'core', refused })).toEqual(['a/must']);
});

test('the message says rule, what is wrong in one sentence, place, expectation and what was there', () => {
  const found = redFindings([REPORT], RULES, { capabilities: [], knownFailures: [] }, '2026-01-02');
  expect(redMessage(found)).toBe(
    [
      'a/must: what a/must says',
      'The answer has no usage; expected an object; 2 more places are like it.',
      'at       p/text/create /body/usage (and 2 more like it)',
      'expected an object',
      'actual   absent',
    ].join('\n    '),
  );
});

test('where the exchange is known, the message has the byte, and names the request that was answered wrongly', () => {
  const exchange: Exchange = {
    id: 'p/text/create',
    request: { method: 'POST', path: '/v1/responses', query: '', url: '', headers: {}, json: {} },
    answer: {
      kind: 'http',
      status: 500,
      headers: {},
      contentType: 'application/json',
      body: { kind: 'text', text: '{"id":"r","usage":7}' },
      ending: 'complete',
    },
    fidelity: 'verbatim',
  };
  const wrong = (at: string, actual: string) => {
    const [first] = REPORT.findings;
    if (first === undefined) throw new Error('the report has findings');
    const report = { ...REPORT, exchanges: [exchange], findings: [{ ...first, at, actual, count: 1 }] };
    return redMessage(redFindings([report], RULES, { capabilities: [], knownFailures: [] }, '2026-01-02'));
  };
  expect(wrong('/body/usage', '7')).toContain(
    'The answer has usage 7; expected an object.\n    at       p/text/create /body/usage, byte 18\n',
  );
  expect(wrong('/status', '500')).toContain('POST /v1/responses is answered 500; expected an object.');
});
