import type { EvidenceExchange } from '../../../results/model.ts';
import { oneLine, plural } from '../../../text.ts';

/** How the answer ended, and what of it is not here. */
export function Notes({ held: { exchange, omittedBytes } }: { readonly held: EvidenceExchange }) {
  const { answer, fidelity, outage } = exchange;
  const notes: string[] = [];
  if (omittedBytes > 0) notes.push(`${plural(omittedBytes, 'byte')} of the answer are left out of the results file.`);
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
