import { isAnswered } from '../core/report.ts';
import type { Finding } from '../core/rule.ts';
import { curlFor, exchangeName, placeWords } from './results/defects.ts';
import { type Explain, explainerOf } from './results/explained.ts';
import type { Column, Results, RuleInfo } from './results/model.ts';
import { columnTitle, type RuleIndex, ruleIndex } from './results/summary.ts';
import { cut, escapeMarkup, oneLine } from './text.ts';

const TEXT_CHARACTERS = 1000;
const FINDINGS_SHOWN = 20;
const CURL_CHARACTERS = 1500;

/**
 * JUnit XML: a suite for each column, a case for each rule. MUST rules that fail and stale known failures are failures;
 * what could not be judged is skipped with its reason, never green. A SHOULD that fails passes with a note.
 */
export function renderJunit(results: Results): string {
  const rules = ruleIndex(results);
  const suites = results.columns.map((column) => suite(column, results, rules));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${attribute(results.run.kit.name)}">\n${suites.join('')}</testsuites>\n`;
}

function suite(column: Column, results: Results, rules: RuleIndex): string {
  const name = attribute(columnTitle(column, results.columns));
  if (column.notRun !== undefined) {
    return `<testsuite name="${name}" tests="1" failures="0" errors="0" skipped="1">\n<testcase classname="${name}" name="run"><skipped message="${attribute(column.notRun)}"/></testcase>\n</testsuite>\n`;
  }
  const explained = explainerOf(column);
  const cases = column.verdicts.map((each) => {
    const rule = rules.get(each.rule);
    const title = rule?.title ?? '';
    const { kind, xml } = outcome(each, column, rule, explained);
    const head = `<testcase classname="${name}" name="${attribute(`${each.rule}: ${title}`)}"`;
    return { kind, xml: xml === '' ? `${head}/>\n` : `${head}>${xml}</testcase>\n` };
  });
  const count = (kind: string) => cases.filter((each) => each.kind === kind).length;
  const { startedAt } = results.run;
  return `<testsuite name="${name}" tests="${cases.length}" failures="${count('failure')}" errors="0" skipped="${count('skipped')}" timestamp="${attribute(startedAt)}">\n${cases.map(({ xml }) => xml).join('')}</testsuite>\n`;
}

interface Case {
  readonly kind: 'passed' | 'failure' | 'skipped';
  readonly xml: string;
}

function outcome(
  { level, verdict }: Column['verdicts'][number],
  column: Column,
  rule: RuleInfo | undefined,
  explained: Explain,
): Case {
  switch (verdict.outcome) {
    case 'pass':
      return { kind: 'passed', xml: '' };
    case 'fail': {
      const [first] = verdict.findings;
      const summary = first === undefined ? '' : explained(first).sentence;
      const lines = verdict.findings.slice(0, FINDINGS_SHOWN).map((finding) => {
        const { exchange, expected, actual, count } = finding;
        const { sentence, where } = explained(finding);
        const place = `${exchangeName(column, exchange)} ${where} (${count})`;
        return `${short(sentence)}\n  at       ${oneLine(place)}\n  expected ${short(expected)}\n  actual   ${short(actual)}`;
      });
      const rest = verdict.findings.length - lines.length;
      if (rest > 0) lines.push(`${rest} more are in results.json`);
      const text = [...lines, ...about(rule), ...reproduce(first, column)].join('\n');
      return level === 'MUST'
        ? {
            kind: 'failure',
            xml: `<failure type="${level}" message="${attribute(summary)}">${escapeMarkup(text)}</failure>`,
          }
        : { kind: 'passed', xml: `<system-out>${escapeMarkup(`${level} does not hold\n${text}`)}</system-out>` };
    }
    case 'flaky': {
      const [first] = verdict.findings;
      const where =
        first === undefined ? '' : `, first at ${exchangeName(column, first.exchange)} ${placeWords(first.at)}`;
      return skipped(`flaky: fails in ${verdict.failed} of ${verdict.of} repetitions${where}`);
    }
    case 'stale':
      return failure('stale', `stale known failure, it holds now: ${verdict.reason}`);
    case 'known-fail':
      return skipped(`known failure: ${verdict.reason}`);
    case 'unsupported':
      return skipped(`unsupported: ${verdict.why}`);
    case 'inconclusive':
      return skipped(`inconclusive because of the ${verdict.blame}: ${verdict.why}`);
    case 'not-exercised':
      return skipped('not exercised by this run');
    default:
      return verdict satisfies never;
  }
}

function about(rule: RuleInfo | undefined): readonly string[] {
  if (rule === undefined) return [];
  return [...(rule.breaks.length === 0 ? [] : [`breaks ${rule.breaks.join(', ')}`]), `source ${rule.source}`];
}

function reproduce(first: Finding | undefined, column: Column): readonly string[] {
  const curl = first === undefined || !isAnswered(column.evidence) ? undefined : curlFor(column, first.exchange);
  return curl === undefined || curl === '' || curl.length > CURL_CHARACTERS ? [] : ['to see it:', curl];
}

function failure(type: string, message: string): Case {
  return { kind: 'failure', xml: `<failure type="${type}" message="${attribute(message)}"/>` };
}

function skipped(message: string): Case {
  return { kind: 'skipped', xml: `<skipped message="${attribute(message)}"/>` };
}

function attribute(text: string): string {
  return escapeMarkup(short(text));
}

function short(text: string): string {
  return oneLine(cut(text, TEXT_CHARACTERS));
}
