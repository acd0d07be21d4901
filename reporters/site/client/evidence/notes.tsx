import type { Body } from '../../../../core/exchange.ts';
import type { EvidenceExchange } from '../../../results/model.ts';
import { byteWords, oneLine, plural } from '../../../text.ts';

/** How the answer ended, and what of it is not here. */
export function Notes({
  held: { exchange, omittedBytes, omittedRequestBytes = 0 },
}: {
  readonly held: EvidenceExchange;
}) {
  const { request, answer, fidelity, outage } = exchange;
  const notes: string[] = [];
  if (omittedRequestBytes > 0) notes.push(cutNote('request', bytesOf(request.text ?? ''), omittedRequestBytes));
  if (omittedBytes > 0 && answer.kind === 'http') notes.push(cutNote('answer', keptBytes(answer.body), omittedBytes));
  if (answer.kind === 'http') {
    if (answer.ending === 'cut') notes.push('The connection was closed before the answer ended.');
    if (answer.ending === 'timeout') notes.push('The kit stopped reading at its time limit.');
    if (answer.ending === 'too-long') notes.push('The kit stopped reading at its size limit.');
    if (answer.body.kind === 'base64')
      notes.push('The body is no valid UTF-8; bytes that are none are shown as ⟨U+FFFD⟩ or �.');
    if (answer.body.kind === 'data')
      notes.push('The recording kept the payloads of the events only, so there are no byte offsets.');
  }
  if (fidelity !== 'verbatim') notes.push(`Not as on the wire: ${fidelity}.`);
  if (outage !== undefined) notes.push(`After this request the server was gone: ${oneLine(outage)}.`);
  if (exchange.timing?.retries !== undefined)
    notes.push(`Asked again ${plural(exchange.timing.retries, 'time')} after a limit.`);
  if (exchange.timing?.polls !== undefined)
    notes.push(`Polled: ${plural(exchange.timing.polls, 'earlier answer')} not kept.`);
  return notes.length === 0 ? null : (
    <ul class="notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

/** `The first 64 KB of 1.2 MB of the answer are here`: a results file keeps no more of a body. */
function cutNote(what: string, kept: number, omitted: number): string {
  const exact = plural(omitted, 'byte');
  return `The first ${byteWords(kept)} of ${byteWords(kept + omitted)} of the ${what} are in the results file; ${exact} are left out.`;
}

function keptBytes(body: Body): number {
  switch (body.kind) {
    case 'text':
      return bytesOf(body.text);
    case 'base64':
      return Math.floor((body.base64.length * 3) / 4);
    case 'data':
      return body.payloads.reduce((sum, each) => sum + bytesOf(each), 0);
    default:
      return body satisfies never;
  }
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
