import type { RuleVerdict } from '../../../core/report.ts';
import { placeWords } from '../../results/defects.ts';
import type { Column } from '../../results/model.ts';
import { cut, httpUrl, plural, visible } from '../../text.ts';
import type { SiteColumnDetails, SiteFinding, SiteVerdict } from '../model.ts';

/** One provider can break one rule in every exchange; the pages show the first ones and say how many there are. */
const SHOWN_FINDINGS = 20;
const TEXT_CHARACTERS = 4000;

/** What the panel and the pages of one column show, but its exchanges; all texts made harmless. */
export function siteColumnDetails(column: Column): SiteColumnDetails {
  return {
    capabilities: column.capabilities.map((state) =>
      state.why === undefined ? state : { ...state, why: visible(state.why) },
    ),
    verdicts: Object.fromEntries(column.verdicts.map((each) => [each.rule, siteVerdict(each)])),
    unanswered: column.unanswered.map((each) => ({
      ...each,
      exchange: visible(each.exchange),
      detail: shown(each.detail),
    })),
    parameters: (column.parameters ?? []).map((each) => ({
      ...each,
      member: visible(each.member),
      value: shown(each.value),
      why: shown(each.why),
      exchange: visible(each.exchange),
    })),
    requests: column.requests,
    tokens: column.tokens,
  };
}

function siteVerdict({ level, verdict }: RuleVerdict): SiteVerdict {
  const findings = 'findings' in verdict ? verdict.findings : [];
  const rest = findings.length - SHOWN_FINDINGS;
  const link = 'link' in verdict ? httpUrl(verdict.link) : undefined;
  const why = [whyOf(verdict), rest > 0 ? `${plural(rest, 'more finding')} in results.json.` : '']
    .filter(Boolean)
    .join(' ');
  return {
    level,
    outcome: verdict.outcome,
    ...(why === '' ? {} : { why: shown(why) }),
    ...(link === undefined ? {} : { link }),
    findings: findings.slice(0, SHOWN_FINDINGS).map(
      ({ exchange, at, expected, actual, count, more }): SiteFinding => ({
        exchange: visible(exchange),
        at: visible(at),
        place: visible(placeWords(at)),
        expected: shown(expected),
        actual: shown(actual),
        count,
        more: more.map(visible),
      }),
    ),
  };
}

function shown(text: string): string {
  return visible(cut(text, TEXT_CHARACTERS));
}

function whyOf(verdict: RuleVerdict['verdict']): string {
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
