import { useState } from 'preact/hooks';
import { CAPABILITIES } from '../../../../core/capability.ts';
import { contractIdOf, documentIdOf, isOwn } from '../../../../core/contract.ts';
import type { Outcome } from '../../../../core/report.ts';
import { LEVELS, type Level } from '../../../../core/rule.ts';
import type { RuleInfo } from '../../../results/model.ts';
import { contractPhrase, OUTCOME_SYMBOL } from '../../../results/summary.ts';
import { outcomeOf, stateOf } from '../../codes.ts';
import type { SiteColumn, SiteMatrix } from '../../model.ts';
import { FindingPanel } from '../evidence/panel.tsx';
import { useData } from '../load.ts';
import { formatRoute } from '../state.ts';
import { LevelMark, Waiting } from '../ui/parts.tsx';
import { capabilityCell } from './model.ts';

export interface CapabilityPanelProps {
  readonly matrix: SiteMatrix;
  readonly column: SiteColumn;
  readonly capability: string;
}

interface Entry {
  readonly rule: RuleInfo;
  readonly level: Level;
  readonly outcome: Outcome;
}

const GROUPS: readonly { readonly title: string; readonly of: readonly Outcome[] }[] = [
  { title: 'Do not hold', of: ['fail'] },
  { title: 'Flaky', of: ['flaky'] },
  { title: 'Known failures', of: ['known-fail', 'stale'] },
  { title: 'Could not be judged', of: ['inconclusive', 'unsupported'] },
  { title: 'Hold', of: ['pass'] },
  { title: 'Not exercised by this run', of: ['not-exercised'] },
];

/** The rules of a capability on one column, what fails first; the first failure is open. */
export function CapabilityPanel({ matrix, column, capability }: CapabilityPanelProps) {
  const known = CAPABILITIES.find(({ id }) => id === capability);
  const details = useData(`columns/${column.key}`);
  if (known === undefined) return null;
  const cell = capabilityCell(matrix, column, known.id);
  const state = stateOf(column.states, known.id);
  const why = details.state === 'ready' ? details.value.capabilities.find(({ id }) => id === known.id)?.why : undefined;
  const entries = entriesOf(matrix, column, known.id);
  return (
    <>
      <p>
        <span class={`tone-${cell.tone}`}>
          {cell.symbol} {sentence(cell.label)}.
        </span>{' '}
        <span class="quiet">
          {known.about}.
          {state === undefined
            ? ''
            : ` ${state.claimed ? 'Claimed' : 'Not claimed'} by the provider file, ${state.state}${why === undefined ? '' : `: ${why}`}.`}
        </span>
      </p>
      {entries.length === 0 && column.notRun === undefined ? (
        <p>No rule of this capability judges {contractPhrase(column.contract)}.</p>
      ) : null}
      {isOwn(column.contract) ? <Promised column={column} document={documentIdOf(column.contract)} /> : null}
      {GROUPS.map(({ title, of }) => {
        const mine = entries.filter(({ outcome }) => of.includes(outcome));
        return mine.length === 0 ? null : (
          <section class="group" key={title}>
            <h3>
              {title} ({mine.length})
            </h3>
            <ul>
              {mine.map((entry, index) => (
                <Fold
                  key={entry.rule.id}
                  entry={entry}
                  column={column}
                  isFirst={index === 0 && title === 'Do not hold'}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

/** How much of a document can be judged at all: of most it is little. */
function Promised({ column, document }: { readonly column: SiteColumn; readonly document: string }) {
  const rules = useData('rules');
  if (rules.state !== 'ready') return <Waiting loaded={rules} what="what its document states" />;
  const found = Object.entries(rules.value).flatMap(([rule, { promises, ofExamples }]) => {
    const lines = [...new Set((promises?.[document] ?? []).map(({ line }) => line))];
    return lines.length === 0 ? [] : [{ rule, lines, ofExamples }];
  });
  // A printed example was never sent: nothing became of its request, and nobody labelled its answer.
  const owed = found.filter(({ ofExamples }) =>
    column.evidence === 'example' ? ofExamples !== undefined : ofExamples !== 'only',
  );
  if (owed.length === 0) {
    return (
      <p>
        {column.evidence === 'example'
          ? 'The document states no types and prints no schema, so its examples contradict nothing.'
          : 'The document promises nothing that an answer could break.'}
      </p>
    );
  }
  return (
    <>
      <p>The document states what these rules judge, and owes nothing else:</p>
      <ul class="promised">
        {owed.map(({ rule, lines }) => (
          <li key={rule}>
            <a href={formatRoute({ page: 'rule', id: rule, query: {} })}>
              <code>{rule}</code>
            </a>{' '}
            <span class="quiet">
              {lines.length === 1 ? 'line' : 'lines'} {ranges(lines)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** `14–32, 40`. */
function ranges(lines: readonly number[]): string {
  const found: [first: number, last: number][] = [];
  for (const line of lines.toSorted((left, right) => left - right)) {
    const open = found.at(-1);
    if (open !== undefined && open[1] + 1 === line) open[1] = line;
    else found.push([line, line]);
  }
  return found.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(', ');
}

function Fold({
  entry,
  column,
  isFirst,
}: {
  readonly entry: Entry;
  readonly column: SiteColumn;
  readonly isFirst: boolean;
}) {
  const [isOpen, setOpen] = useState(isFirst);
  const { rule, level, outcome } = entry;
  return (
    <li>
      <button type="button" class="fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class="chevron" aria-hidden="true" />
        <span class={`symbol is-${outcome} at-${level.toLowerCase()}`}>{OUTCOME_SYMBOL[outcome]}</span>
        <LevelMark level={level} />
        <span class="fold-title">
          {rule.title} <code>{rule.id}</code>
        </span>
      </button>
      {isOpen ? (
        <div class="fold-body">
          <FindingPanel column={column} rule={rule} />
        </div>
      ) : null}
    </li>
  );
}

function entriesOf(matrix: SiteMatrix, column: SiteColumn, capability: string): readonly Entry[] {
  const contract = contractIdOf(column.contract);
  return matrix.rules
    .flatMap((rule, index): readonly Entry[] => {
      const outcome = outcomeOf(column.outcomes[index]);
      const level = rule.levels[contract];
      if (rule.capability !== capability || outcome === undefined || level === undefined) return [];
      return [{ rule, level, outcome }];
    })
    .sort((left, right) => LEVELS.indexOf(left.level) - LEVELS.indexOf(right.level));
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
