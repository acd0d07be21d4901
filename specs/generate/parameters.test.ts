import { expect, test } from '@playwright/test';
import type { Contract } from '../../core/contract.ts';
import { sentParameters } from '../../core/parameter.ts';
import { loadContract } from '../load.ts';
import { cover, type ParameterValue, parameterValues, requestWith } from './index.ts';
import { clashesAmong } from './interactions.ts';

let contract: Contract;
let values: readonly ParameterValue[];
let bodies: readonly (readonly ParameterValue[])[];

test.beforeAll(async () => {
  contract = await loadContract('openai');
  values = parameterValues(contract);
  bodies = cover(values);
});

const names = (list: readonly { readonly member: string; readonly text: string }[]) =>
  list.map(({ member, text }) => `${member}=${text}`);

test('values are lists, bounds, branches and nulls of the contract', () => {
  expect(names(values)).toEqual(
    expect.arrayContaining([
      'temperature=0',
      'temperature=2',
      'temperature=null',
      'top_logprobs=20',
      'max_output_tokens=16',
      'service_tier=ultrafast',
      'truncation=disabled',
      'reasoning.effort=max',
      'reasoning=null',
      'text.format=json_schema',
      'text.verbosity=null',
      'stream_options.include_obfuscation=false',
      'prompt_cache_options.ttl=30m',
      'tool_choice=allowed_tools',
      'include=computer_call_output.output.image_url',
      'include=null',
      'metadata=16 pairs',
      'image.context_compression=enabled',
      'access_programs.cyber=daybreak_red',
    ]),
  );
  expect(new Set(names(values)).size).toBe(values.length);
});

test('every value is in a body, as the body is read again', () => {
  const sent = bodies.flatMap((body) => names(sentParameters(requestWith(body, 'm'))));
  expect(sent).toEqual(expect.arrayContaining(names(values)));
});

test('there are as many bodies as the largest member needs, and one more for what excludes it', () => {
  const counts = new Map<string, number>();
  for (const { member } of values) if (member !== 'include') counts.set(member, (counts.get(member) ?? 0) + 1);
  const largest = Math.max(...counts.values());
  // Two values of temperature go with no effort but null, so those of effort and these two are the least there can be.
  const efforts = values.filter(({ member, value }) => member === 'reasoning.effort' && value !== null).length;
  const least = Math.max(largest, efforts + 2);
  expect(largest).toBe(8);
  expect(bodies.length).toBe(least);
});

test('nothing that interacts is in one body', () => {
  const clash = clashesAmong(values);
  for (const body of bodies) {
    for (const one of body) {
      const others = body.filter((other) => other !== one);
      expect(names(others.filter((other) => clash(one, other)))).toEqual([]);
      const twice = others.filter(({ member }) => member === one.member && !['include', 'tools'].includes(member));
      expect(names(twice)).toEqual([]);
    }
  }
});

test('bodies are valid, level, and the same every time', () => {
  for (const body of bodies) {
    expect(contract.validate('Request.createResponse', requestWith(body, 'm'), ''), names(body).join()).toEqual([]);
  }
  expect(cover(parameterValues(contract))).toEqual(bodies);
  const sizes = bodies.map(({ length }) => length);
  expect(Math.max(...sizes)).toBeLessThan(2 * Math.ceil(values.length / bodies.length));
});

test('a value brings what it needs: tools, a stream, log probabilities', () => {
  const request = (member: string, text: string) =>
    requestWith(
      values.filter((value) => value.member === member && value.text === text),
      'm',
    );
  expect(request('tool_choice', 'custom')['tools']).toMatchObject([{ name: 'take_note' }]);
  expect(request('stream_options.include_obfuscation', 'true')['stream']).toBe(true);
  expect(request('top_logprobs', '20')['include']).toEqual(['message.output_text.logprobs']);
  expect(request('text.format', 'json_object')['input']).toContain('JSON');
  expect(request('user', 'a text')).toMatchObject({ store: false, max_output_tokens: 400 });
});
