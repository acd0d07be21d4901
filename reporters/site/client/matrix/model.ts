import { CAPABILITIES, CAPABILITY_IDS, type Capability } from '../../../../core/capability.ts';
import { type ContractRef, contractIdOf, isOwn, OWN, type OwnRef } from '../../../../core/contract.ts';
import { isAnswered, type Outcome } from '../../../../core/report.ts';
import { LEVELS, type Level } from '../../../../core/rule.ts';
import type { RuleInfo } from '../../../results/model.ts';
import { type Cell, cellFrom, noOutcomes } from '../../../results/summary.ts';
import { outcomeOf, stateOf } from '../../codes.ts';
import type { SiteColumn, SiteMatrix } from '../../model.ts';
import type { View } from '../state.ts';

export type Row = CapabilityRow | RuleRow;

export interface CapabilityRow {
  readonly kind: 'capability';
  readonly id: Capability;
  readonly title: string;
  readonly about: string;
  readonly open: boolean;
  /** How many of its rules the filters leave, and how many there are. */
  readonly matching: number;
  readonly all: number;
}

export interface RuleRow {
  readonly kind: 'rule';
  /** In `SiteMatrix.rules`. */
  readonly index: number;
  readonly rule: RuleInfo;
  /** The strictest level among the shown contracts. */
  readonly level: Level;
}

/** What the switch offers: a reference contract, or each vendor's own document as one of them. */
export type ContractChoice = Exclude<ContractRef, OwnRef> | typeof OWN;

function choiceOf(contract: ContractRef): ContractChoice {
  return isOwn(contract) ? OWN : contract;
}

/**
 * The contracts of the columns, those of the run first. Where documents were read their own contract is offered too, also
 * when no server was judged by it: the empty table says why.
 */
export function contractsOf({ run, columns }: SiteMatrix): readonly ContractChoice[] {
  const found = new Set(columns.map(({ contract }) => choiceOf(contract)));
  const first = run.contracts.map(({ id }) => choiceOf(id)).filter((id) => found.has(id));
  if (columns.some(({ evidence }) => !isAnswered(evidence))) found.add(OWN);
  const references = [...new Set([...first, ...found])].filter((each) => each !== OWN);
  return found.has(OWN) ? [...references, OWN] : references;
}

export const ALL_CONTRACTS = 'all';

/** The contract that a view shows; undefined for all. */
export function shownContract(matrix: SiteMatrix, view: View): ContractChoice | undefined {
  const known = contractsOf(matrix);
  if (view.contract === ALL_CONTRACTS) return undefined;
  // A link may name one document of many: `own:acme`.
  const wanted = view.contract?.startsWith(`${OWN}:`) === true ? OWN : view.contract;
  return known.find((each) => each === wanted) ?? known[0];
}

/** Words of a search that name providers and no rule choose columns, all others choose rules. */
export interface Search {
  readonly columns: readonly string[];
  readonly rules: readonly string[];
}

export function searchOf(matrix: SiteMatrix, text: string): Search {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const names = matrix.columns.map(columnText);
  const isProvider = (word: string) =>
    names.some((name) => name.includes(word)) && !matrix.rules.some((rule) => ruleText(rule).includes(word));
  return { columns: words.filter(isProvider), rules: words.filter((word) => !isProvider(word)) };
}

function columnText({ provider }: SiteColumn): string {
  return `${provider.name} ${provider.id}`.toLowerCase();
}

const RULE_TEXTS = new WeakMap<RuleInfo, string>();

function ruleText(rule: RuleInfo): string {
  const known = RULE_TEXTS.get(rule);
  if (known !== undefined) return known;
  const capability = CAPABILITIES.find(({ id }) => id === rule.capability);
  const text = `${rule.id} ${rule.title} ${capability?.title ?? ''} ${rule.capability}`.toLowerCase();
  RULE_TEXTS.set(rule, text);
  return text;
}

/** The columns that the view shows, pinned ones first. */
export function shownColumns(matrix: SiteMatrix, view: View, search: Search): readonly SiteColumn[] {
  const contract = shownContract(matrix, view);
  const hidden = new Set(view.hidden);
  const providers = new Set(view.providers);
  const shown = matrix.columns.filter(
    (column) =>
      (contract === undefined || choiceOf(column.contract) === contract) &&
      (view.evidence === undefined || column.evidence === view.evidence) &&
      (providers.size === 0 || providers.has(column.provider.id)) &&
      !hidden.has(column.key) &&
      search.columns.every((word) => columnText(column).includes(word)),
  );
  const place = new Map([...view.pinned, ...view.order].reverse().map((key, index) => [key, -1 - index]));
  return place.size === 0
    ? shown
    : shown.toSorted((left, right) => (place.get(left.key) ?? 0) - (place.get(right.key) ?? 0));
}

/** Whether anything but the choice of columns narrows the rules. */
export function isFiltered(view: View, search: Search): boolean {
  return search.rules.length > 0 || view.levels.length > 0 || view.outcomes.length > 0 || view.differences;
}

export function shownRows(
  matrix: SiteMatrix,
  view: View,
  search: Search,
  columns: readonly SiteColumn[],
): readonly Row[] {
  const filtered = isFiltered(view, search);
  const opensAll = search.rules.length > 0 || view.outcomes.length > 0 || view.differences;
  const contracts = [...new Set(columns.map(({ contract }) => contractIdOf(contract)))];
  const byCapability = new Map<Capability, RuleRow[]>();
  const totals = new Map<Capability, number>();
  matrix.rules.forEach((rule, index) => {
    const levels = contracts.flatMap((id) => rule.levels[id] ?? []);
    const level = LEVELS.find((each) => levels.includes(each));
    if (level === undefined && contracts.length > 0) return;
    totals.set(rule.capability, (totals.get(rule.capability) ?? 0) + 1);
    if (!search.rules.every((word) => ruleText(rule).includes(word))) return;
    if (view.levels.length > 0 && !view.levels.some((each) => levels.includes(each))) return;
    if (view.outcomes.length > 0 && !hasOutcome(columns, index, view.outcomes)) return;
    if (view.differences && !differs(columns, index)) return;
    const rows = byCapability.get(rule.capability) ?? [];
    rows.push({ kind: 'rule', index, rule, level: level ?? 'MAY' });
    byCapability.set(rule.capability, rows);
  });
  return CAPABILITIES.flatMap(({ id, title, about }): readonly Row[] => {
    const all = totals.get(id) ?? 0;
    const rules = byCapability.get(id) ?? [];
    if (all === 0 || (filtered && rules.length === 0)) return [];
    if (view.capabilities.length > 0 && !view.capabilities.includes(id)) return [];
    const open = isOpen(view.open, id, opensAll);
    const head: CapabilityRow = { kind: 'capability', id, title, about, open, matching: rules.length, all };
    return open ? [head, ...rules] : [head];
  });
}

/** `!id` in the list: closed by the reader although a search opens all. */
function isOpen(open: readonly string[], id: string, opensAll: boolean): boolean {
  return opensAll ? !open.includes(`!${id}`) : open.includes(id);
}

/** The list of open rows after one of them was opened or closed. */
export function toggled(open: readonly string[], id: string, isNowOpen: boolean): readonly string[] {
  const others = open.filter((each) => each !== id && each !== `!${id}`);
  return isNowOpen ? [...others, `!${id}`] : [...others, id];
}

function hasOutcome(columns: readonly SiteColumn[], index: number, wanted: readonly Outcome[]): boolean {
  return columns.some(({ outcomes }) => {
    const outcome = outcomeOf(outcomes[index]);
    return outcome !== undefined && wanted.includes(outcome);
  });
}

/** Whether two of the columns were judged differently; what was not exercised says nothing. */
function differs(columns: readonly SiteColumn[], index: number): boolean {
  let first: string | undefined;
  for (const { outcomes } of columns) {
    const code = outcomes[index];
    if (code === undefined || code === ' ' || code === '.') continue;
    first ??= code;
    if (code !== first) return true;
  }
  return false;
}

const CELLS = new WeakMap<SiteColumn, Map<Capability, Cell>>();

/** The summary of a capability on a column, from the outcome characters. */
export function capabilityCell(matrix: SiteMatrix, column: SiteColumn, capability: Capability): Cell {
  const known = CELLS.get(column)?.get(capability);
  if (known !== undefined) return known;
  const contract = contractIdOf(column.contract);
  const must = noOutcomes();
  const should = noOutcomes();
  const all = noOutcomes();
  matrix.rules.forEach((rule, index) => {
    if (rule.capability !== capability) return;
    const outcome = outcomeOf(column.outcomes[index]);
    if (outcome === undefined) return;
    all[outcome]++;
    const level = rule.levels[contract];
    if (level === 'MUST') must[outcome]++;
    if (level === 'SHOULD') should[outcome]++;
  });
  const cell = cellFrom({
    must,
    should,
    all,
    evidence: column.evidence,
    state: stateOf(column.states, capability)?.state,
    why: undefined,
    stated: column.stated?.[CAPABILITY_IDS.indexOf(capability)],
    notRun: column.notRun,
  });
  const cells = CELLS.get(column) ?? new Map<Capability, Cell>();
  cells.set(capability, cell);
  CELLS.set(column, cells);
  return cell;
}
