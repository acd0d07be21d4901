import { expect, test } from '@playwright/test';
import type { Contract } from '../../core/contract.ts';
import type { Exchange } from '../../core/exchange.ts';
import { type JsonObject, parseJson } from '../../core/json.ts';
import { mergeParameters, parametersOf } from '../../core/judge/parameters.ts';
import type { ParameterReport } from '../../core/parameter.ts';
import { sentParameters } from '../../core/parameter.ts';
import { viewOf } from '../../core/view.ts';
import { openService } from '../../fixtures/service/service.ts';
import { freshDir, serve, targetOf } from '../../fixtures/service/testing.test-support.ts';
import type { ParameterValue } from '../../specs/generate/index.ts';
import { loadContract } from '../../specs/load.ts';
import { COMBINATIONS, generatedRequests } from './generated.ts';
import { nextValues, type Reply } from './narrow.ts';

const VALUES: readonly ParameterValue[] = 'abcdefgh'.split('').map((member) => ({ member, value: 1, text: '1' }));

/** All requests until nothing more is asked, against a server that replies so. */
function asked(reply: (sent: readonly ParameterValue[]) => Reply): readonly string[] {
  const replies: Reply[] = [];
  const requests: string[] = [];
  for (let count = 0; count < 20; count += 1) {
    const next = nextValues(VALUES, (attempt) => replies[attempt]);
    if (next === undefined) return requests;
    requests.push(next.map(({ member }) => member).join(''));
    replies.push(reply(next));
  }
  throw new Error(`no end: ${requests.join(' ')}`);
}

const has = (sent: readonly ParameterValue[], name: string) => sent.some(({ member }) => member === name);

test('what is taken is not asked again', () => {
  expect(asked(() => ({ kind: 'taken' }))).toEqual(['abcdefgh']);
});

test('what is named is left out', () => {
  const named = (sent: readonly ParameterValue[]): Reply => {
    const values = sent.filter(({ member }) => member === 'b' || member === 'g').slice(0, 1);
    return values.length > 0 ? { kind: 'named', values } : { kind: 'taken' };
  };
  expect(asked(named)).toEqual(['abcdefgh', 'acdefgh', 'acdefh']);
});

test('what is not named is found by halves, and what was never taken is asked at last', () => {
  const unnamed = (culprit: string) => asked((sent) => ({ kind: has(sent, culprit) ? 'unnamed' : 'taken' }));
  expect(unnamed('a')).toEqual(['abcdefgh', 'abcd', 'ab', 'a', 'bcdefgh']);
  expect(unnamed('f')).toEqual(['abcdefgh', 'abcd', 'ef', 'e', 'gh']);
  expect(unnamed('h')).toEqual(['abcdefgh', 'abcd', 'ef', 'g']);
});

test('silence ends it', () => {
  expect(asked(() => ({ kind: 'silent' }))).toEqual(['abcdefgh']);
});

interface Answer {
  readonly status: number;
  readonly json: JsonObject;
}

const [scenario] = generatedRequests;

/** The generated requests against a server that echoes what it takes; with the reports, merged. */
async function run(refuse: (request: JsonObject) => Answer | undefined) {
  if (scenario === undefined) throw new Error('there is no generated scenario');
  const contract: Contract = await loadContract('openai');
  const server = await serve((_request, response, _nth, body) => {
    const parsed = parseJson(body);
    const request = (parsed.ok ? parsed.value : {}) as JsonObject;
    const { status, json } = refuse(request) ?? { status: 200, json: echo(request) };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
  const service = openService({ operations: contract.operations, runDir: freshDir() });
  try {
    const exchanges: readonly Exchange[] = await service.run(scenario, targetOf(server.baseUrl));
    const views = exchanges.map((each) => viewOf(each, contract.operations)).filter((view) => view !== undefined);
    return { requests: server.requests.length, reports: mergeParameters(parametersOf(views, contract)) };
  } finally {
    service.close();
    await server.stop();
  }
}

function echo(request: JsonObject): JsonObject {
  return { id: 'resp_1', object: 'response', status: 'completed', output: [], ...request };
}

const error = (param: string | null): JsonObject => ({ error: { message: 'No.', type: 'x', param, code: null } });

function outcomes(reports: readonly ParameterReport[], outcome: string): readonly string[] {
  return reports.filter((each) => each.outcome === outcome).map(({ member, value }) => `${member}=${value}`);
}

test('one request a combination where nothing is refused', async () => {
  const { requests, reports } = await run(() => undefined);
  expect(requests).toBe(COMBINATIONS.length);
  expect([...outcomes(reports, 'refused'), ...outcomes(reports, 'crashed')]).toEqual([]);
});

test('a refusal that names a member costs one more request each and hides nothing', async () => {
  const { requests, reports } = await run((request) =>
    request['top_p'] === undefined || request['top_p'] === null ? undefined : { status: 400, json: error('top_p') },
  );
  expect(requests).toBe(COMBINATIONS.length + 2);
  expect(outcomes(reports, 'refused')).toEqual(['top_p=0', 'top_p=1']);
  expect(outcomes(reports, 'honoured')).toContain('temperature=2');
});

for (const [status, outcome] of [
  [400, 'refused'],
  [500, 'crashed'],
] as const) {
  test(`a ${status} that names nobody is narrowed down to the one value`, async () => {
    const { requests, reports } = await run((request) =>
      sentParameters(request).some(({ member, text }) => member === 'truncation' && text === 'auto')
        ? { status, json: error(null) }
        : undefined,
    );
    expect(outcomes(reports, outcome)).toEqual(['truncation=auto']);
    expect(requests).toBeLessThanOrEqual(COMBINATIONS.length + 6);
    for (const { member, value } of reports.filter(({ outcome: found }) => found === 'unclear')) {
      expect(`${member}=${value}`).not.toMatch(/^truncation=(disabled|auto)/);
    }
  });
}

test('a server that refuses everything is not asked again and again', async () => {
  const { requests, reports } = await run(() => ({ status: 400, json: error(null) }));
  expect(requests).toBeLessThanOrEqual(COMBINATIONS.length + 6);
  expect([...outcomes(reports, 'refused'), ...outcomes(reports, 'ignored')]).toEqual([]);
});

test('a key that is not taken or a limit ends it at once', async () => {
  const { requests } = await run(() => ({ status: 401, json: error(null) }));
  expect(requests).toBe(COMBINATIONS.length);
});
