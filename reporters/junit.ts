import { exchangeName, placeWords } from './results/defects.ts';
import type { Column, Results } from './results/model.ts';
import { columnTitle, type RuleIndex, ruleIndex } from './results/summary.ts';
import { cut, escapeMarkup, oneLine } from './text.ts';

const TEXT_CHARACTERS = 1000;

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
  const cases = column.verdicts.map((each) => {
    const title = rules.get(each.rule)?.title ?? '';
    const { kind, xml } = outcome(each, column);
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

function outcome({ level, verdict }: Column['verdicts'][number], column: Column): Case {
  switch (verdict.outcome) {
    case 'pass':
      return { kind: 'passed', xml: '' };
    case 'fail': {
      const [first] = verdict.findings;
      const summary = first === undefined ? '' : `expected ${first.expected}, actual ${first.actual}`;
      const text = verdict.findings
        .slice(0, 20)
        .map(({ exchange, at, expected, actual, count }) => {
          const where = `${exchangeName(column, exchange)} ${placeWords(at)} (${count})`;
          return `${oneLine(where)}\n  expected ${short(expected)}\n  actual   ${short(actual)}`;
        })
        .join('\n');
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
