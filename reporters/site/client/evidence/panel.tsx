import type { RuleInfo } from '../../../results/model.ts';
import { OUTCOME_SYMBOL, OUTCOME_WORDS } from '../../../results/summary.ts';
import type { SiteColumn } from '../../model.ts';
import { useData } from '../load.ts';
import { formatRoute } from '../state.ts';
import { Waiting } from '../ui/parts.tsx';
import './panel.css';

export interface FindingPanelProps {
  readonly column: SiteColumn;
  readonly rule: RuleInfo;
}

/** What one rule found on one column: the content of the panel that a cell opens, also used inside pages. */
export function FindingPanel({ column, rule }: FindingPanelProps) {
  const details = useData(`columns/${column.key}`);
  const evidence = useData(`evidence/${column.key}`);
  if (details.state !== 'ready') return <Waiting loaded={details} what="what was found" />;
  const verdict = details.value.verdicts[rule.id];
  if (verdict === undefined) return <p class="quiet">The contract {column.contract} does not have this rule.</p>;
  return (
    <div class="finding">
      <p class={`is-${verdict.outcome}`}>
        {OUTCOME_SYMBOL[verdict.outcome]} {OUTCOME_WORDS[verdict.outcome]}
        {verdict.why === undefined ? '' : ` · ${verdict.why}`}
      </p>
      {verdict.findings.slice(0, 1).map((finding) => {
        const shown = evidence.state === 'ready' ? evidence.value.exchanges[finding.exchange] : undefined;
        const { exchange, at } = finding;
        return (
          <div key={`${exchange} ${at}`}>
            <dl>
              <dt>at</dt>
              <dd>
                <a href={formatRoute({ page: 'evidence', column: column.key, exchange, at, query: {} })}>
                  {finding.place}
                </a>
              </dd>
              <dt>expected</dt>
              <dd>{finding.expected}</dd>
              <dt>actual</dt>
              <dd class="actual">{finding.actual}</dd>
            </dl>
            {shown === undefined ? null : <pre class="curl">{shown.curl}</pre>}
          </div>
        );
      })}
    </div>
  );
}
