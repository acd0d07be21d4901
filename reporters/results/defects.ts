import type { Finding, Level, RuleId } from '../../core/rule.ts';
import { LEVELS } from '../../core/rule.ts';
import { groupFindings } from './groups.ts';
import type { Column, RuleInfo } from './model.ts';
import type { RuleIndex } from './summary.ts';

/** A rule that does not hold on a column, with its findings. */
export interface Defect {
  readonly rule: RuleInfo;
  readonly level: Level;
  readonly findings: readonly Finding[];
  /** The finding that the short reports show: of the first defect, the one that is easiest to see. */
  readonly first: Finding;
  /** Over all findings. */
  readonly places: number;
  /** What else the rule found wrong: other members (`tools`), or other steps of the first finding's scenario. */
  readonly others: readonly string[];
}

/** What really is wrong, the strictest level first; known failures are left out. */
export function defectsOf(column: Column, rules: RuleIndex, levels: readonly Level[]): readonly Defect[] {
  const defects = column.verdicts.flatMap(({ rule: id, level, verdict }): readonly Defect[] => {
    const rule = rules.get(id);
    if (verdict.outcome !== 'fail' || rule === undefined || !levels.includes(level)) return [];
    const [{ first } = { first: undefined }] = groupFindings(verdict.findings, column);
    if (first === undefined) return [];
    const places = verdict.findings.reduce((sum, { count }) => sum + count, 0);
    return [
      { rule, level, findings: verdict.findings, first, places, others: othersThan(first, verdict.findings, column) },
    ];
  });
  return defects.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

function othersThan(first: Finding, findings: readonly Finding[], column: Column): readonly string[] {
  const members = new Set(findings.map(({ at }) => memberOf(at)));
  members.delete(memberOf(first.at));
  if (members.size > 0) return [...members];
  const [scenario, step] = exchangeName(column, first.exchange).split('/');
  const names = findings.map(({ exchange }) => exchangeName(column, exchange).split('/'));
  return [...new Set(names.flatMap(([own, name]) => (own === scenario && name !== step && name ? [name] : [])))];
}

/** The member that a pointer ends in; positions in lists say nothing to people. */
function memberOf(at: string): string {
  return (
    at
      .split('/')
      .filter((token) => !/^\d*$/.test(token))
      .at(-1) ?? at
  );
}

/** A finding's place for people: documents have lines, exchanges have JSON Pointers. */
export function placeWords(at: string): string {
  const line = /^\/lines\/(\d+)$/.exec(at)?.[1];
  return line === undefined ? at : `line ${line}`;
}

/** `text/create`, or the exchange's id where it belongs to no scenario. */
export function exchangeName(column: Column, id: string): string {
  const step = column.exchanges.find(({ exchange }) => exchange.id === id)?.exchange.step;
  if (step === undefined) return id;
  return `${step.scenario}/${step.step}${step.repetition === undefined ? '' : `#${step.repetition}`}`;
}

export function curlFor(column: Column, id: string): string | undefined {
  return column.exchanges.find(({ exchange }) => exchange.id === id)?.curl;
}

/** A rule that held in some repetitions of a step and not in others. */
export interface Flake {
  readonly rule: RuleId;
  readonly level: Level;
  /** `2 of 5`, of the step of the first finding. */
  readonly times: string;
  readonly first: Finding;
}

export function flakesOf(column: Column): readonly Flake[] {
  const flakes = column.verdicts.flatMap(({ rule, level, verdict }): readonly Flake[] => {
    if (verdict.outcome !== 'flaky') return [];
    const [first] = verdict.findings;
    return first === undefined ? [] : [{ rule, level, times: `${verdict.failed} of ${verdict.of}`, first }];
  });
  return flakes.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}
