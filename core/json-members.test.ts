import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { repeatedMember } from './json-members.ts';

const CASES: Readonly<Record<string, readonly [text: string, repeated: string | undefined]>> = {
  'a member twice': ['{"a":1,"b":2,"a":3}', 'a'],
  'in an inner object': ['{"a":{"b":1 , "b" : 2}}', 'b'],
  'written in two ways': ['{"a":1,"\\u0061":2}', 'a'],
  'the same name in two objects': ['{"a":{"a":1},"b":[{"a":1},{"a":2}]}', undefined],
  'names within texts': ['{"a":"\\"a\\":1,\\\\","b":"{\\"b\\":"}', undefined],
  'a text after a name': ['{"a":"a","b":["a","a"]}', undefined],
  'no object': ['"a"', undefined],
};

for (const [name, [text, repeated]] of Object.entries(CASES)) {
  test(`${name}: ${repeated ?? 'nothing'} is repeated`, () => {
    expect(repeatedMember(text)).toBe(repeated);
  });
}

test('what JSON.stringify writes repeats nothing', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => repeatedMember(JSON.stringify(value, undefined, 1)) === undefined));
});
