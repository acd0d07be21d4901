import { expect, test } from '@playwright/test';
import type { Exchange } from '../../core/exchange.ts';
import type { Finding } from '../../core/rule.ts';
import { explainerOf } from './explained.ts';
import { groupFindings } from './groups.ts';
import type { EvidenceExchange } from './model.ts';
import { exchangeOf, responseBody, streamBody } from './sample.test-support.ts';

function evidence(exchange: Exchange, curl: string, omittedBytes = 0): EvidenceExchange {
  return { exchange, curl, omittedBytes };
}

function finding(exchange: string, at: string, more: Partial<Finding> = {}): Finding {
  return { rule: 'usage/total', exchange, at, expected: '14', actual: '15', count: 1, more: [], ...more };
}

const COLUMN = {
  exchanges: [
    evidence(exchangeOf('long', responseBody()), 'curl with many options'),
    evidence(exchangeOf('short', responseBody()), 'curl'),
    evidence(exchangeOf('stream', streamBody(), { contentType: 'text/event-stream' }), 'curl -N'),
  ],
};

test('one defect in many answers is one group, shown by the shortest command', () => {
  const findings = [
    finding('gone', '/body/usage/total_tokens'),
    finding('long', '/body/usage/total_tokens', { count: 2 }),
    finding('short', '/body/usage/total_tokens'),
    finding('stream', '/events/8/data/response/usage/total_tokens'),
    finding('long', '/body/output/0/id'),
    finding('long', '/body/output/17/id'),
  ];
  const groups = groupFindings(findings, COLUMN);
  expect(groups.map(({ first, places, exchanges }) => [first.exchange, first.at, places, exchanges.length])).toEqual([
    ['short', '/body/usage/total_tokens', 5, 4],
    ['long', '/body/output/0/id', 2, 1],
  ]);
});

test('a request of fewer members is plainer than a shorter command', () => {
  const plain = exchangeOf('plain', responseBody());
  const busy = exchangeOf('busy', responseBody());
  const many = {
    ...busy,
    request: { ...busy.request, json: { model: 'm', input: 'x', background: true, store: true } },
  };
  const few = { ...plain, request: { ...plain.request, json: { model: 'm', input: 'Count from one to twenty.' } } };
  const column = { exchanges: [evidence(many, 'curl'), evidence(few, 'curl that is longer')] };
  const [group] = groupFindings([finding('busy', '/body/id'), finding('plain', '/body/id')], column);
  expect(group?.first.exchange).toBe('plain');
});

test('each member that is wrong on purpose is a defect of its own', () => {
  const intent = (param: string) => ({ kind: 'invalid', flaw: 'wrong-type', param, statuses: [400] }) as const;
  const exchanges = ['a', 'b', 'c'].map((id) =>
    evidence({ ...exchangeOf(id, responseBody()), intent: intent(id === 'c' ? 'input' : 'model') }, 'curl'),
  );
  const findings = ['a', 'b', 'c'].map((id) => finding(id, '/status'));
  expect(groupFindings(findings, { exchanges }).map(({ places }) => places)).toEqual([2, 1]);
});

test('a place beyond what was kept has no byte, and evidence that was not kept no place', () => {
  const exchanges = [evidence(exchangeOf('cut', responseBody()), 'curl', 17)];
  const explain = explainerOf({ exchanges });
  expect(explain(finding('cut', '/body/usage/total_tokens')).words).toMatch(/^byte \d+$/);
  expect(explain(finding('cut', '/body/usage/none')).words).toBe('');
  expect(explain(finding('gone', '/body/usage/total_tokens'))).toMatchObject({
    sentence: 'The answer has usage.total_tokens 15; expected 14.',
    words: '',
    where: '/body/usage/total_tokens',
  });
});
