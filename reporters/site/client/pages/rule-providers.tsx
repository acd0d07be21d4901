import { contractIdOf } from '../../../../core/contract.ts';
import type { Outcome } from '../../../../core/report.ts';
import type { RuleInfo } from '../../../results/model.ts';
import { contractWords, evidenceWords, OUTCOME_SYMBOL } from '../../../results/summary.ts';
import { plural } from '../../../text.ts';
import { outcomeOf } from '../../codes.ts';
import type { SiteColumn, SiteMatrix } from '../../model.ts';
import { FindingPanel } from '../evidence/panel.tsx';
import { formatRoute } from '../state.ts';
import { LevelMark } from '../ui/parts.tsx';
import { Fold } from './fold.tsx';

/** What opens to evidence; the other outcomes are a list of names. */
const FOLDED: readonly { readonly title: string; readonly of: readonly Outcome[] }[] = [
  { title: 'Does not hold', of: ['fail'] },
  { title: 'Flaky', of: ['flaky'] },
  { title: 'Known failure', of: ['known-fail', 'stale'] },
  { title: 'Inconclusive', of: ['inconclusive'] },
];

const NAMED: readonly { readonly title: string; readonly outcome: Outcome }[] = [
  { title: 'Holds', outcome: 'pass' },
  { title: 'Unsupported', outcome: 'unsupported' },
  { title: 'Not exercised', outcome: 'not-exercised' },
];

interface Entry {
  readonly column: SiteColumn;
  readonly outcome: Outcome;
}

/** Who keeps to a rule, what fails first. */
export function RuleProviders({
  matrix,
  rule,
  index,
}: {
  readonly matrix: SiteMatrix;
  readonly rule: RuleInfo;
  /** Of the rule in the matrix. */
  readonly index: number;
}) {
  const entries = matrix.columns.flatMap((column): readonly Entry[] => {
    const outcome = outcomeOf(column.outcomes[index]);
    return outcome === undefined ? [] : [{ column, outcome }];
  });
  const notRun = matrix.columns.filter((column) => column.notRun !== undefined).length;
  const contracts = new Set(matrix.columns.map(({ contract }) => contract)).size;
  const folded = FOLDED.map((group) => ({
    ...group,
    own: entries.filter(({ outcome }) => group.of.includes(outcome)),
  }));
  const named = NAMED.map((group) => ({ ...group, own: entries.filter(({ outcome }) => outcome === group.outcome) }));
  return (
    <section aria-labelledby="providers">
      <h2 id="providers">Who keeps to it</h2>
      {entries.length === 0 ? <p>No column of this site was judged by it.</p> : null}
      {folded.map(({ title, own }) =>
        own.length === 0 ? null : (
          <section class="finding-group" key={title} aria-label={title}>
            <h3>
              {title} ({own.length})
            </h3>
            <ul class="folds">
              {own.map(({ column, outcome }, place) => (
                <Fold
                  key={column.key}
                  isOpen={place === 0 && outcome === 'fail'}
                  summary={<Line column={column} outcome={outcome} rule={rule} contracts={contracts} />}
                >
                  {() => (
                    <>
                      <FindingPanel column={column} rule={rule} />
                      <p class="also">
                        <a href={formatRoute({ page: 'provider', key: column.key, query: {} })}>
                          Everything about {column.provider.name}
                        </a>
                      </p>
                    </>
                  )}
                </Fold>
              ))}
            </ul>
          </section>
        ),
      )}
      {named.map(({ title, outcome, own }) =>
        own.length === 0 ? null : (
          <section class="finding-group" key={title} aria-label={title}>
            <h3>
              <span class={`symbol is-${outcome}`}>{OUTCOME_SYMBOL[outcome]}</span> {title} ({own.length})
            </h3>
            <ul class="inline">
              {own.map(({ column }) => (
                <li key={column.key}>
                  <a href={formatRoute({ page: 'provider', key: column.key, query: {} })}>{column.provider.name}</a>
                  <Kind column={column} contracts={contracts} />
                </li>
              ))}
            </ul>
          </section>
        ),
      )}
      {notRun === 0 ? null : <p class="quiet also">{plural(notRun, 'column')} had nothing asked.</p>}
    </section>
  );
}

function Line({ column, outcome, rule, contracts }: Entry & { readonly rule: RuleInfo; readonly contracts: number }) {
  const level = rule.levels[contractIdOf(column.contract)];
  return (
    <>
      <span class={`symbol is-${outcome} at-${(level ?? 'MUST').toLowerCase()}`}>{OUTCOME_SYMBOL[outcome]}</span>
      {level === undefined ? null : <LevelMark level={level} />}
      <span class="folded-title">
        {column.provider.name}
        <Kind column={column} contracts={contracts} />
      </span>
    </>
  );
}

/** Evidence that is not live, and the contract where there are several. */
function Kind({ column, contracts }: { readonly column: SiteColumn; readonly contracts: number }) {
  const words = [
    ...(column.evidence === 'live' ? [] : [evidenceWords(column)]),
    ...(contracts > 1 ? [contractWords(column.contract)] : []),
  ];
  return words.length === 0 ? null : <span class="quiet"> ({words.join(', ')})</span>;
}
