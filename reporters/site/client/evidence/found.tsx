import { explain } from '../../../../core/explain.ts';
import type { Locator } from '../../../../core/locate/place.ts';
import type { EvidenceExchange } from '../../../results/model.ts';
import { visible } from '../../../text.ts';
import type { ExchangeFinding } from '../../data/exchanges.ts';
import type { SiteColumn } from '../../model.ts';
import { formatRoute } from '../state.ts';
import { LevelMark } from '../ui/parts.tsx';
import { placesOf } from './marks.ts';

interface FoundProps {
  readonly column: SiteColumn;
  readonly found: readonly ExchangeFinding[];
  readonly unlisted: number;
  readonly held: EvidenceExchange;
  readonly locate: Locator;
  readonly at: string | undefined;
}

/** All that was found in this exchange; each leads to its place. */
export function Found({ column, found, unlisted, held, locate, at }: FoundProps) {
  if (found.length === 0) return <p class="quiet">No rule found anything wrong in this exchange.</p>;
  return (
    <section class="found">
      <h2>Found in this exchange ({found.length + unlisted})</h2>
      <ul>
        {found.map((finding) => (
          <li
            key={`${finding.rule} ${finding.at}`}
            aria-current={placesOf(finding).includes(at ?? '') ? 'true' : undefined}
          >
            <LevelMark level={finding.level} />
            <span>
              <a
                href={formatRoute({
                  page: 'evidence',
                  column: column.key,
                  exchange: visible(held.exchange.id),
                  at: finding.at,
                  query: {},
                })}
              >
                {visible(explain(finding, locate(finding.at), held.exchange))}
              </a>{' '}
              <code class="quiet">{finding.rule}</code>
            </span>
          </li>
        ))}
      </ul>
      {unlisted === 0 ? null : (
        <p class="quiet small">
          {found.length} of {found.length + unlisted} findings are listed, the strictest first; all are in results.json.
        </p>
      )}
    </section>
  );
}
