import type { Capability } from '../../core/capability.ts';
import type { Exchange } from '../../core/exchange.ts';
import { explain, whereWords } from '../../core/explain.ts';
import { verdictsOf } from '../../core/judge/verdicts.ts';
import { createLocator, type Locator } from '../../core/locate/place.ts';
import type { KnownFailure, ScenarioReport } from '../../core/report.ts';
import type { Finding, Rule } from '../../core/rule.ts';
import { visible } from '../../core/visible.ts';

export interface Red {
  readonly finding: Finding;
  readonly title: string;
  /** In which it was found; absent for what a document says. */
  readonly exchange?: Exchange;
}

/**
 * The findings that make a test red: of a MUST of the report's contract, and neither a known failure nor part of an
 * honest refusal of something optional. Pure.
 * @param reports of one scenario under one contract: one, or one for each time that it was played
 * @param today YYYY-MM-DD, for the expiry of known failures
 */
export function redFindings(
  reports: readonly ScenarioReport[],
  rules: readonly Rule[],
  provider: { readonly capabilities: readonly Capability[]; readonly knownFailures: readonly KnownFailure[] },
  today: string,
): readonly Red[] {
  const found = new Set(reports.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  const exchanges = new Map(reports.flatMap((report) => report.exchanges).map((each) => [each.id, each]));
  const [first] = reports;
  if (first === undefined || found.size === 0) return [];
  const { verdicts } = verdictsOf({
    reports,
    rules: rules.filter(({ id }) => found.has(id)),
    contract: first.contract,
    claimed: first.evidence === 'live' ? provider.capabilities : [],
    knownFailures: provider.knownFailures,
    today,
  });
  return verdicts.flatMap(({ rule, level, verdict }) => {
    if (level !== 'MUST' || verdict.outcome !== 'fail') return [];
    const title = rules.find(({ id }) => id === rule)?.title ?? rule;
    return verdict.findings.map((finding) => {
      const exchange = exchanges.get(finding.exchange);
      return { finding, title, ...(exchange === undefined ? {} : { exchange }) };
    });
  });
}

/** The message of a red test, one paragraph a finding: the rule, what is wrong in one sentence, and where. */
export function redMessage(red: readonly Red[]): string {
  const locators = new Map<string, Locator>();
  return red
    .map(({ finding, title, exchange }) => {
      const { rule, at, expected, actual, count } = finding;
      const locate = locators.get(finding.exchange) ?? createLocator(exchange ?? UNANSWERED);
      locators.set(finding.exchange, locate);
      const place = locate(at);
      const words = whereWords(place);
      const times = count > 1 ? ` (and ${count - 1} more like it)` : '';
      // Playwright's own reporters print it as it is.
      return visible(
        [
          `${rule}: ${title}`,
          explain(finding, place, exchange),
          `at       ${finding.exchange} ${at}${words === '' ? '' : `, ${words}`}${times}`,
          `expected ${expected}`,
          `actual   ${actual}`,
        ].join('\n    '),
      );
    })
    .join('\n\n');
}

const UNANSWERED = { answer: { kind: 'none', cause: 'not-run', blame: 'kit', detail: '' } } as const;
