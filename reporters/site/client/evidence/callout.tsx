import { bodyBytes } from '../../../../core/body.ts';
import { explain, whereWords } from '../../../../core/explain.ts';
import type { Locator } from '../../../../core/locate/place.ts';
import type { EvidenceExchange } from '../../../results/model.ts';
import { oneLine, visible } from '../../../text.ts';
import type { ExchangeFinding } from '../../data/exchanges.ts';
import type { SiteMatrix } from '../../model.ts';
import { formatRoute } from '../state.ts';
import { LevelMark } from '../ui/parts.tsx';

interface CalloutProps {
  readonly matrix: SiteMatrix;
  readonly finding: ExchangeFinding;
  readonly at: string;
  readonly held: EvidenceExchange;
  readonly locate: Locator;
}

/** The finding that the reader came for. */
export function Callout({ matrix, finding, at, held, locate }: CalloutProps) {
  const rule = matrix.rules.find(({ id }) => id === finding.rule);
  const place = locate(at);
  const words = whereWords(place);
  return (
    <section class={`callout at-${finding.level.toLowerCase()}`} aria-label="What is wrong">
      <p class="sentence">{visible(explain(finding, locate(finding.at), held.exchange))}</p>
      <p>
        <LevelMark level={finding.level} />{' '}
        <a href={formatRoute({ page: 'rule', id: finding.rule, query: {} })}>
          <code>{finding.rule}</code>
        </a>{' '}
        {rule?.title}
      </p>
      <p class="quiet">
        <code>{visible(at)}</code>
        {words === '' ? '' : `, ${words}`}
      </p>
      {place.byte === undefined ? null : <Bytes held={held} byte={place.byte} exact={place.exact} />}
    </section>
  );
}

const AROUND = 90;

/** The bytes around a place, as they came. */
function Bytes({
  held,
  byte,
  exact,
}: {
  readonly held: EvidenceExchange;
  readonly byte: number;
  readonly exact: boolean;
}) {
  const { answer } = held.exchange;
  if (answer.kind !== 'http') return null;
  const bytes = bodyBytes(answer.body);
  const text = (from: number, to: number) => oneLine(new TextDecoder().decode(bytes.subarray(Math.max(0, from), to)));
  return (
    <p class="bytes" title={exact ? 'The bytes at the place' : 'The bytes of what would hold it'}>
      {byte > AROUND ? '… ' : ''}
      {text(byte - AROUND, byte)}
      <mark>{text(byte, byte + AROUND)}</mark>
      {byte + AROUND < bytes.length ? ' …' : ''}
    </p>
  );
}
