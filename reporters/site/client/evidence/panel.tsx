import { useMemo } from 'preact/hooks';
import { isOwn } from '../../../../core/contract.ts';
import { isAnswered } from '../../../../core/report.ts';
import type { RuleInfo } from '../../../results/model.ts';
import { OUTCOME_SYMBOL, OUTCOME_WORDS } from '../../../results/summary.ts';
import { plural } from '../../../text.ts';
import type { SiteColumn, SiteFinding, SiteVerdict } from '../../model.ts';
import { useData } from '../load.ts';
import { formatRoute } from '../state.ts';
import { Waiting } from '../ui/parts.tsx';
import { Copy } from './copy.tsx';
import { Excerpt } from './excerpt.tsx';
import { heldIn } from './held.ts';
import { knownEntry } from './known.ts';
import './panel.css';

export interface FindingPanelProps {
  readonly column: SiteColumn;
  readonly rule: RuleInfo;
}

/** What one rule found on one column: the content of the panel that a cell opens, also used inside pages. */
export function FindingPanel({ column, rule }: FindingPanelProps) {
  const details = useData(`columns/${column.key}`);
  if (details.state !== 'ready') return <Waiting loaded={details} what="what was found" />;
  const verdict = Object.hasOwn(details.value.verdicts, rule.id) ? details.value.verdicts[rule.id] : undefined;
  if (verdict === undefined) return <p class="quiet">The contract {column.contract} does not have this rule.</p>;
  const { findings } = verdict;
  return (
    <div class="finding">
      <p class={`finding-outcome is-${verdict.outcome} at-${verdict.level.toLowerCase()}`}>
        {OUTCOME_SYMBOL[verdict.outcome]} {OUTCOME_WORDS[verdict.outcome]}
        {verdict.why === undefined ? '' : ` · ${verdict.why}`}
        {verdict.link === undefined ? null : (
          <>
            {' · '}
            <a href={verdict.link} rel="noreferrer noopener">
              {verdict.link}
            </a>
          </>
        )}
      </p>
      {findings.length > 1 ? (
        <p class="quiet">{plural(findings.length, 'defect')} of this rule, the first one in full.</p>
      ) : null}
      {findings.map((finding, index) => (
        <Defect
          key={`${finding.exchange} ${finding.at}`}
          column={column}
          rule={rule}
          finding={finding}
          verdict={verdict}
          isFirst={index === 0}
        />
      ))}
      <About rule={rule} column={column} hasFindings={findings.length > 0} />
    </div>
  );
}

interface DefectProps extends FindingPanelProps {
  readonly finding: SiteFinding;
  readonly verdict: SiteVerdict;
  readonly isFirst: boolean;
}

function Defect({ column, rule, finding, verdict, isFirst }: DefectProps) {
  const evidence = useData(column.evidence === 'documented' ? undefined : `evidence/${column.key}`);
  const held = evidence.state === 'ready' ? heldIn(evidence.value, finding.exchange) : undefined;
  const known = useMemo(
    () => knownEntry(column.provider.id, rule.id, finding.sentence),
    [column.provider.id, rule.id, finding.sentence],
  );
  const { exchange, at } = finding;
  const address = formatRoute({ page: 'evidence', column: column.key, exchange, at, query: {} });
  const curl = isAnswered(column.evidence) ? (held?.curl ?? '') : '';
  return (
    <section class="defect">
      <p class="sentence">{finding.sentence}</p>
      <dl>
        <dt>expected</dt>
        <dd>{finding.expected}</dd>
        <dt>actual</dt>
        <dd class="actual">{finding.actual}</dd>
        <dt>at</dt>
        <dd>
          {held === undefined ? <code>{finding.place}</code> : <PlaceLink address={address} place={finding.place} />}
          {finding.where === '' ? null : <span class="quiet"> {finding.where}</span>}
          <Elsewhere finding={finding} column={column} />
        </dd>
      </dl>
      {isFirst && held !== undefined ? <Excerpt held={held} at={at} expected={finding.expected} /> : null}
      {isFirst && curl !== '' ? <pre class="curl">{curl}</pre> : null}
      <p class="finding-actions">
        {curl === '' ? null : <Copy text={curl} label="Copy curl" />}
        {held === undefined ? null : (
          <a class="button" href={address}>
            Show exchange
          </a>
        )}
        {isFirst ? (
          <a class="button" href={formatRoute({ page: 'rule', id: rule.id, query: {} })}>
            All providers on this rule
          </a>
        ) : null}
        {isFirst && verdict.outcome === 'fail' && isAnswered(column.evidence) ? (
          <Copy text={known} label="Known failure?" title={`Copies an entry for a baseline file:\n\n${known}`} />
        ) : null}
      </p>
      {evidence.state === 'ready' && held === undefined && column.evidence !== 'documented' ? (
        <p class="quiet small">
          This exchange is not in the results file, which keeps the evidence within a limit of size.
        </p>
      ) : null}
    </section>
  );
}

function PlaceLink({ address, place }: { readonly address: string; readonly place: string }) {
  return (
    <a href={address}>
      <code>{place}</code>
    </a>
  );
}

function Elsewhere({ finding, column }: { readonly finding: SiteFinding; readonly column: SiteColumn }) {
  const { count, answers, more, others } = finding;
  if (count === 1) return null;
  const listed = 1 + more.length + others.length;
  const address = (exchange: string, at: string) =>
    formatRoute({ page: 'evidence', column: column.key, exchange, at, query: {} });
  return (
    <details class="elsewhere">
      <summary>{answers === 1 ? plural(count, 'place') : `${plural(count, 'place')} in ${answers} answers`}</summary>
      <ul>
        {more.map((at) => (
          <li key={at}>
            <PlaceLink address={address(finding.exchange, at)} place={at} />
          </li>
        ))}
        {others.map(({ exchange, at }) => (
          <li key={`${exchange} ${at}`}>
            <PlaceLink address={address(exchange, at)} place={at} /> <span class="quiet">of {exchange}</span>
          </li>
        ))}
        {listed < count ? (
          <li class="quiet">
            {listed} of {count} places are linked: {more.length + 1} of the first answer
            {others.length === 0 ? '' : `, one of ${plural(others.length, 'other')}`}
            {1 + others.length < answers ? ` (${answers} answers in all, those not linked are in results.json)` : ''}
          </li>
        ) : null}
      </ul>
    </details>
  );
}

function About({ rule, column, hasFindings }: FindingPanelProps & { readonly hasFindings: boolean }) {
  return (
    <dl class="finding-about">
      {rule.breaks.length === 0 ? null : (
        <>
          <dt>breaks</dt>
          <dd>{rule.breaks.join(', ')}</dd>
        </>
      )}
      <dt>source</dt>
      <dd>
        <code>{rule.source}</code>{' '}
        <span class="quiet">
          {isOwn(column.contract) ? 'of its own document' : `of the contract ${column.contract}`}
        </span>
      </dd>
      {hasFindings ? null : (
        <>
          <dt />
          <dd>
            <a href={formatRoute({ page: 'rule', id: rule.id, query: {} })}>All providers on this rule</a>
          </dd>
        </>
      )}
    </dl>
  );
}
