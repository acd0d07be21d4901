import { bodyBytes } from '../../body.ts';
import { applyEdits } from '../../edit.ts';
import type { Exchange } from '../../exchange.ts';
import type { Edit } from '../../rule.ts';

/** A stream with edits applied, as bytes. */
export function edited(body: string, edits: readonly Edit[]): Uint8Array {
  const exchange: Exchange = {
    id: 'stream',
    request: { method: 'POST', url: '', path: '/v1/responses', query: '', headers: {}, json: undefined },
    answer: {
      kind: 'http',
      status: 200,
      headers: {},
      contentType: 'text/event-stream',
      body: { kind: 'text', text: body },
      ending: 'complete',
    },
    fidelity: 'verbatim',
  };
  const { answer } = applyEdits(exchange, edits);
  if (answer.kind !== 'http') throw new Error('no answer');
  if (answer.body.kind === 'text' && answer.body.text.includes('\ud800')) return brokenBytes(answer.body.text);
  return bodyBytes(answer.body);
}

/** The text in UTF-8, with the bytes of a lone surrogate (U+D800) where one is: no decoder accepts them. */
function brokenBytes(text: string): Uint8Array {
  const [before = '', after = ''] = text.split('\ud800');
  const encode = (part: string) => new TextEncoder().encode(part);
  return new Uint8Array([...encode(before), 0xed, 0xa0, 0x80, ...encode(after)]);
}
