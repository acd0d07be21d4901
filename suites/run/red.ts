import type { Capability } from '../../core/capability.ts';
import { verdictsOf } from '../../core/judge/verdicts.ts';
import type { KnownFailure, ScenarioReport } from '../../core/report.ts';
import type { Finding, Rule } from '../../core/rule.ts';
import { visible } from '../../core/visible.ts';

export interface Red {
  readonly finding: Finding;
  readonly title: string;
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
    return verdict.findings.map((finding) => ({ finding, title }));
  });
}

/** The message of a red test: one paragraph a finding, for people. */
export function redMessage(red: readonly Red[]): string {
  return red
    .map(({ finding: { rule, exchange, at, expected, actual, count }, title }) => {
      const times = count > 1 ? ` (and ${count - 1} more like it)` : '';
      const place = `${exchange} ${at}${times}`;
      // Playwright's own reporters print it as it is.
      return visible(`${rule}: ${title}\n    at ${place}\n    expected ${expected}\n    actual   ${actual}`);
    })
    .join('\n\n');
}
