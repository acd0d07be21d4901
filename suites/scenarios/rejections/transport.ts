import type { Step } from '../../../core/scenario.ts';

interface MalformedCase {
  readonly name: string;
  readonly text: string;
}

export const MALFORMED_CASES: readonly MalformedCase[] = [
  { name: 'truncated', text: '{"model": "any", "input": "Hello' },
  { name: 'trailing-comma', text: '{"model": "any", "input": "Hello",}' },
  { name: 'not-json', text: 'model=any&input=Hello' },
];

/** 422 is how common web frameworks say that a body could not be read. */
export function brokenJson({ name, text }: MalformedCase): Step {
  return {
    name,
    send: () => ({
      operation: 'createResponse',
      text,
      headers: { 'content-type': 'application/json' },
      intent: { kind: 'invalid', flaw: 'malformed-json', statuses: [400, 422] },
    }),
  };
}

/** The body would be good JSON: only its label is wrong. 415 is the registered status, the official service says 400. */
export const mediaType: Step = {
  name: 'text-plain',
  send: (context) => ({
    operation: 'createResponse',
    text: JSON.stringify({ model: context.model('text'), input: 'Hello', max_output_tokens: 16, store: false }),
    headers: { 'content-type': 'text/plain' },
    intent: { kind: 'invalid', flaw: 'wrong-media-type', statuses: [400, 415, 422] },
  }),
};
