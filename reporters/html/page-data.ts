import { token } from '../../core/json.ts';
import { LEVELS, type Level } from '../../core/rule.ts';
import { placeWords } from '../results/defects.ts';
import type { Column, Results } from '../results/model.ts';
import { PARAMETER_SYMBOL, type ParameterCell, parameterCells } from '../results/parameters.ts';
import {
  capabilityRows,
  cellOf,
  columnKey,
  evidenceWords,
  OUTCOME_SYMBOL,
  OUTCOME_WORDS,
  type RuleIndex,
  ruleIndex,
} from '../results/summary.ts';
import { showExchange } from '../site/data/shown.ts';
import { cut, httpUrl, oneLine, plural, visible } from '../text.ts';
import type {
  Mark,
  PageColumn,
  PageData,
  PageFinding,
  PageParameter,
  PageRule,
  PageVerdict,
  ShownExchange,
} from './page-model.ts';

/** What the page shows, with all texts made harmless; see page-model.ts. */
export function pageData(results: Results): PageData {
  const rules = ruleIndex(results);
  return {
    capabilities: capabilityRows(results),
    rules: results.rules.map((rule): PageRule => {
      const { id, capability, source, breaks } = rule;
      return {
        id,
        title: visible(rule.title),
        capability,
        source,
        breaks,
        level: strictest(Object.values(rule.levels)),
      };
    }),
    columns: results.columns.map((column) => pageColumn(column, results, rules)),
    symbols: OUTCOME_SYMBOL,
    words: OUTCOME_WORDS,
    parameterSymbols: PARAMETER_SYMBOL,
  };
}

function strictest(levels: readonly Level[]): Level {
  return LEVELS.find((level) => levels.includes(level)) ?? 'MAY';
}

function pageColumn(column: Column, results: Results, rules: RuleIndex): PageColumn {
  const places = placesOf(column);
  const exchanges = new Map<string, ShownExchange>();
  const marks = new Map<string, ReadonlyMap<string, Mark>>();
  for (const evidence of column.exchanges) {
    const { id } = evidence.exchange;
    const { shown, marks: found } = showExchange(evidence, [...(places.get(id) ?? [])]);
    exchanges.set(id, shown);
    marks.set(id, found);
  }
  return {
    key: columnKey(column, results.columns),
    id: column.provider.id,
    name: visible(column.provider.name),
    evidence: evidenceWords(column),
    isLive: column.evidence === 'live',
    contract: column.contract,
    ...(column.notRun === undefined ? {} : { notRun: visible(column.notRun) }),
    cells: Object.fromEntries(capabilityRows(results).map(({ id }) => [id, pageCell(column, id, rules)])),
    capabilities: Object.fromEntries(
      column.capabilities.map(({ id, claimed, state, why }) => [
        id,
        `${claimed ? 'Claimed' : 'Not claimed'} by the provider file, ${state}${why === undefined ? '' : `: ${visible(why)}`}.`,
      ]),
    ),
    verdicts: Object.fromEntries(column.verdicts.map((each) => [each.rule, pageVerdict(each, marks)])),
    exchanges: Object.fromEntries(exchanges),
    parameters: Object.fromEntries(
      [...parameterCells(column)].map(([name, cell]) => [visible(name), pageParameter(cell, marks)]),
    ),
  };
}

function pageCell(...args: Parameters<typeof cellOf>) {
  const cell = cellOf(...args);
  return { ...cell, label: oneLine(cell.label) };
}

function pageParameter(
  { summary, text, label }: ParameterCell,
  marks: ReadonlyMap<string, ReadonlyMap<string, Mark>>,
): PageParameter {
  return {
    outcome: summary.outcome,
    text,
    label: oneLine(label),
    values: summary.values.map(({ member, value, outcome, why, exchange }) => {
      const at = requestPointer(member);
      const mark = marks.get(exchange)?.get(at) ?? { part: 'whole' };
      const note = `${outcome}: ${visible(why)}`;
      const place = { exchange, at, place: at, expected: '', actual: '', count: 1, more: [], mark, note };
      return { value: visible(value), outcome, why: visible(why), place };
    }),
  };
}

/** Where a member stands in the request, for the mark on the page. */
function requestPointer(member: string): string {
  return `/request/json/${member.split('.').map(token).join('/')}`;
}

function placesOf({ verdicts, parameters = [] }: Column): ReadonlyMap<string, ReadonlySet<string>> {
  const places = new Map<string, Set<string>>();
  for (const { verdict } of verdicts) {
    if (!('findings' in verdict)) continue;
    for (const { exchange, at } of verdict.findings) {
      const known = places.get(exchange) ?? new Set();
      known.add(at);
      places.set(exchange, known);
    }
  }
  for (const { exchange, member } of parameters) {
    const known = places.get(exchange) ?? new Set();
    known.add(requestPointer(member));
    places.set(exchange, known);
  }
  return places;
}

/** One provider can break one rule in every exchange; the page shows the first ones and says how many there are. */
const SHOWN_FINDINGS = 20;
const TEXT_CHARACTERS = 4000;

function pageVerdict(
  { level, verdict }: Column['verdicts'][number],
  marks: ReadonlyMap<string, ReadonlyMap<string, Mark>>,
): PageVerdict {
  const findings = 'findings' in verdict ? verdict.findings : [];
  const shown = findings.slice(0, SHOWN_FINDINGS).map(
    (finding): PageFinding => ({
      exchange: finding.exchange,
      at: visible(finding.at),
      place: visible(placeWords(finding.at)),
      expected: visible(cut(finding.expected, TEXT_CHARACTERS)),
      actual: visible(cut(finding.actual, TEXT_CHARACTERS)),
      count: finding.count,
      more: finding.more.map(visible),
      mark: marks.get(finding.exchange)?.get(finding.at) ?? { part: 'whole' },
    }),
  );
  const rest = findings.length - shown.length;
  const link = 'link' in verdict ? httpUrl(verdict.link) : undefined;
  const why = [whyOf(verdict), rest > 0 ? `${plural(rest, 'more finding')} in results.json.` : '']
    .filter(Boolean)
    .join(' ');
  return {
    level,
    outcome: verdict.outcome,
    ...(why === '' ? {} : { why: visible(why) }),
    ...(link === undefined ? {} : { link }),
    findings: shown,
  };
}

function whyOf(verdict: Column['verdicts'][number]['verdict']): string {
  switch (verdict.outcome) {
    case 'pass':
    case 'fail':
    case 'not-exercised':
      return '';
    case 'flaky':
      return `fails in ${verdict.failed} of ${verdict.of} repetitions`;
    case 'known-fail':
    case 'stale':
      return verdict.reason;
    case 'unsupported':
      return verdict.why;
    case 'inconclusive':
      return `Because of the ${verdict.blame}: ${verdict.why}`;
    default:
      return verdict satisfies never;
  }
}
