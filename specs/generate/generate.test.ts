import { expect, test } from '@playwright/test';
import type { Contract } from '../../core/contract.ts';
import { readDocument } from '../compile/document.ts';
import { compiled } from '../compile/fresh.test-support.ts';
import { packageFile } from '../package-root.ts';
import { invalidRequests, validRequest } from './index.ts';

let contract: Contract;
test.beforeAll(async () => {
  contract = await compiled(readDocument(packageFile('specs', 'openai')).document);
});

const MEMBERS = [
  'temperature',
  'top_p',
  'top_logprobs',
  'max_output_tokens',
  'metadata',
  'tools',
  'tool_choice',
  'text',
  'reasoning',
];
MEMBERS.push(
  'include',
  'instructions',
  'truncation',
  'service_tier',
  'parallel_tool_calls',
  'safety_identifier',
  'store',
);

test('valid requests are valid, differ by seed and are the same for a seed', () => {
  const bodies = Array.from({ length: 50 }, (_, seed) =>
    validRequest(contract, 'createResponse', seed, { members: MEMBERS }),
  );
  for (const body of bodies) {
    expect(contract.validate('Request.createResponse', body, '')).toEqual([]);
    expect(Object.keys(body)).toEqual(['model', 'input', ...MEMBERS]);
  }
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(50);
  expect(validRequest(contract, 'createResponse', 7, { members: MEMBERS })).toEqual(bodies[7]);
  expect(validRequest(contract, 'createResponse', 7, { values: { model: 'given' } })['model']).toBe('given');
});

test('other operations have valid bodies as well', () => {
  for (const { id, request } of contract.operations) {
    if (request !== undefined) expect(contract.validate(request, validRequest(contract, id, 1), ''), id).toEqual([]);
  }
  expect(() => validRequest(contract, 'getResponse', 1)).toThrow(/takes no JSON body/);
  expect(() => validRequest(contract, 'createResponse', 1, { members: ['temprature'] })).toThrow(
    /no member called temprature/,
  );
});

test('invalid requests have one flaw each, at the member that is named', () => {
  const requests = invalidRequests(contract, 'createResponse', 3, { values: { model: 'm' } });
  expect(requests).toEqual(invalidRequests(contract, 'createResponse', 3, { values: { model: 'm' } }));
  for (const { flaw, member, body } of requests) {
    const at = `/${member.replaceAll(/\[(\d+)\]/g, '.$1').replaceAll('.', '/')}`;
    const found = contract.validate('Request.createResponse', body, '').map((error) => error.at);
    if (flaw === 'unknown-member') expect(found).toEqual([]);
    else expect(found.length, `${flaw} ${member}`).toBeGreaterThan(0);
    for (const place of found) expect(place.startsWith(at), `${flaw} ${member}: ${place}`).toBe(true);
  }
});

test('the flaws that the contract bounds are all there', () => {
  const names = invalidRequests(contract, 'createResponse', 3).map(
    ({ flaw, member, what }) => `${flaw} ${member}: ${what}`,
  );
  for (const expected of [
    'wrong-type temperature: a text instead of number',
    'out-of-range temperature: 3, above the most of 2',
    'out-of-range top_p: 2, above the most of 1',
    'out-of-range max_output_tokens: 15, below the least of 16',
    'out-of-range top_logprobs: 21, above the most of 20',
    'too-long metadata: 17 members, above the most of 16',
    'too-long metadata: a name of 65 characters, above the most of 64',
    'too-long metadata.key: 513 characters, above the most of 512',
    'too-long tools[0].name: 129 characters, above the most of 128',
    'missing-member tools[0].name: without the required name',
    'missing-member input[0].content[0].text: without the required text',
    'unknown-enum-value input[0].role: a text that is none of user, assistant, system, developer',
    'unknown-member tck_unknown_member: a member that does not exist',
  ]) {
    expect(names).toContain(expected);
  }
  expect(invalidRequests(contract, 'createResponse', 3, { members: ['top_p'] }).map(({ member }) => member)).toEqual([
    'top_p',
    'top_p',
    'top_p',
  ]);
});
