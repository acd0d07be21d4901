import { CAPABILITIES } from '../../../../core/capability.ts';
import { contractIdOf } from '../../../../core/contract.ts';
import type { Outcome } from '../../../../core/report.ts';
import { LEVELS, type Level } from '../../../../core/rule.ts';
import type { RuleInfo } from '../../../results/model.ts';
import { OUTCOME_SYMBOL } from '../../../results/summary.ts';
import { outcomeOf } from '../../codes.ts';
import type { SiteColumn, SiteMatrix } from '../../model.ts';
import { FindingPanel } from '../evidence/panel.tsx';
import { LevelMark } from '../ui/parts.tsx';
import { Fold } from './fold.tsx';

interface Entry {
  readonly rule: RuleInfo;
  readonly level: Level;
  readonly outcome: Outcome;
}

interface Group {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly has: (entry: Entry) => boolean;
}

const GROUPS: readonly Group[] = [
  {
    id: 'fails',
    title: 'MUST rules that do not hold',
    about: 'A client that keeps to the contract may break on each of them.',
    has: ({ level, outcome }) => level === 'MUST' && outcome === 'fail',
  },
  {
    id: 'flaky',
    title: 'Flaky',
    about: 'Held in some repetitions of a request and not in others.',
    has: ({ outcome }) => outcome === 'flaky',
  },
  {
    id: 'known',
    title: 'Known failures',
    about: 'On its list; a stale one holds by now and has to leave it.',
    has: ({ outcome }) => outcome === 'known-fail' || outcome === 'stale',
  },
  {
    id: 'warnings',
    title: 'SHOULD and MAY rules that do not hold',
    about: 'Warnings: never counted as failures.',
    has: ({ level, outcome }) => level !== 'MUST' && outcome === 'fail',
  },
  {
    id: 'inconclusive',
    title: 'Inconclusive',
    about: 'No answer, a limit, or a model that did something else; never counted against anyone.',
    has: ({ outcome }) => outcome === 'inconclusive',
  },
];

/** Everything that did not simply hold, by rule; each opens to its place and evidence. */
export function ProviderFindings({ matrix, column }: { readonly matrix: SiteMatrix; readonly column: SiteColumn }) {
  const entries = entriesOf(matrix, column);
  const count = (outcome: Outcome) => entries.filter((entry) => entry.outcome === outcome).length;
  const shown = GROUPS.map((group) => ({ ...group, entries: entries.filter(group.has) })).filter(
    (group) => group.entries.length > 0,
  );
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      {shown.length === 0 ? (
        <p>
          {count('pass') === 0
            ? 'None of its rules was exercised, so there is nothing to show.'
            : 'Every rule that was judged holds.'}
        </p>
      ) : null}
      {shown.map(({ id, title, about, entries: own }) => (
        <section class="finding-group" key={id} aria-labelledby={`findings-${id}`}>
          <h3 id={`findings-${id}`}>
            {title} ({own.length})
          </h3>
          <p class="quiet">{about}</p>
          <ByCapability entries={own} column={column} isOpen={id === 'fails'} />
        </section>
      ))}
      <p class="quiet also">
        Besides: {count('pass')} hold, {count('unsupported')} are unsupported, {count('not-exercised')} were not
        exercised.
      </p>
    </section>
  );
}

function ByCapability({
  entries,
  column,
  isOpen,
}: {
  readonly entries: readonly Entry[];
  readonly column: SiteColumn;
  readonly isOpen: boolean;
}) {
  const groups = CAPABILITIES.map((capability) => ({
    ...capability,
    own: entries.filter(({ rule }) => rule.capability === capability.id),
  })).filter(({ own }) => own.length > 0);
  return (
    <ul class="folds">
      {groups.map(({ id, title, own }) => (
        <Fold
          key={id}
          isOpen={isOpen}
          summary={
            <span class="folded-title">
              <b>{title}</b> <span class="quiet">{own.length}</span>
            </span>
          }
        >
          {() => (
            <ul class="folds">
              {own.map(({ rule, level, outcome }) => (
                <Fold
                  key={rule.id}
                  summary={
                    <>
                      <span class={`symbol is-${outcome} at-${level.toLowerCase()}`}>{OUTCOME_SYMBOL[outcome]}</span>
                      <LevelMark level={level} />
                      <span class="folded-title">
                        {rule.title} <code>{rule.id}</code>
                      </span>
                    </>
                  }
                >
                  {() => <FindingPanel column={column} rule={rule} />}
                </Fold>
              ))}
            </ul>
          )}
        </Fold>
      ))}
    </ul>
  );
}

function entriesOf(matrix: SiteMatrix, column: SiteColumn): readonly Entry[] {
  const contract = contractIdOf(column.contract);
  const entries = matrix.rules.flatMap((rule, index): readonly Entry[] => {
    const outcome = outcomeOf(column.outcomes[index]);
    const level = rule.levels[contract];
    return outcome === undefined || level === undefined ? [] : [{ rule, level, outcome }];
  });
  return entries.sort((left, right) => LEVELS.indexOf(left.level) - LEVELS.indexOf(right.level));
}
