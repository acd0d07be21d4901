import { expect, test } from '@playwright/test';
import type { Json } from '../json.ts';
import { sentParameters } from '../parameter.ts';
import { blamed } from './blame.ts';

const SENT = sentParameters({
  model: 'm',
  input: 'x',
  store: false,
  temperature: 2,
  top_p: null,
  max_output_tokens: 16,
  text: { format: { type: 'json_schema', name: 'n', schema: {} }, verbosity: 'low' },
  reasoning: { effort: 'low', summary: null },
  include: ['reasoning.encrypted_content', 'message.output_text.logprobs'],
  tools: [{ type: 'function', name: 'f' }, { type: 'apply_patch' }],
});

const error = (message: string, param: string | null = null): Json => ({ error: { message, param } });

const cases: readonly (readonly [what: string, body: Json, expected: readonly string[]])[] = [
  ['a plain param', error('No.', 'temperature'), ['temperature']],
  ['a path', error('No.', 'text.verbosity'), ['text.verbosity']],
  ['a path that goes on inside a value', error('No.', 'text.format.schema'), ['text.format']],
  ['a place in a list', error('No.', 'tools[1].type'), ['tools[1]']],
  ['the same with dots and a prefix', error('No.', 'body.include.1'), ['include[1]']],
  ['what encloses one value that is no null', error('No.', 'reasoning'), ['reasoning.effort']],
  ['what encloses several', error('No.', 'tools'), ['tools[0]', 'tools[1]']],
  ['a location as lists', { detail: [{ loc: ['body', 'top_p'], msg: 'no' }] }, ['top_p']],
  ['a param that was not sent, but a message', error('top_p: out of bounds', 'x'), ['top_p']],
  ['a quoted common word in a message', error("Unsupported parameter: 'store'"), ['store']],
  ['a common word without quotes', error('The store is closed.'), []],
  ['part of a longer name', error('max_output_tokens_details is wrong'), []],
  ['the longer of two names', error("'reasoning.effort' of 'low' is not supported"), ['reasoning.effort']],
  ['an entry of a list', error('reasoning.encrypted_content cannot be included'), ['include[0]']],
  ['a type of tool', error('tool type "apply_patch" is unknown'), ['tools[1]']],
  ['nothing', error('Bad request.'), []],
  ['no error at all', 'Bad request.', []],
];

for (const [what, body, expected] of cases) {
  test(`blamed by ${what}`, () => {
    expect(blamed(body, SENT).map(({ at }) => at)).toEqual(expected);
  });
}
