import { bodyText } from '../../core/body.ts';
import type { Exchange } from '../../core/exchange.ts';
import { integerMember, parseJson } from '../../core/json.ts';

/** The sequence numbers of a stream's events, in the order they came; none where there was no stream. */
export function sequenceNumbers(exchange: Exchange | undefined): readonly number[] {
  const answer = exchange?.answer;
  if (answer?.kind !== 'http') return [];
  return bodyText(answer.body)
    .split(/\r\n|\r|\n/)
    .filter((line) => line.startsWith('data:'))
    .flatMap((line) => {
      const parsed = parseJson(line.slice('data:'.length));
      const number = parsed.ok ? integerMember(parsed.value, 'sequence_number') : undefined;
      return number === undefined ? [] : [number];
    });
}
