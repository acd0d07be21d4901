import type { RuleVerdict } from '../../../core/report.ts';
import { placeWords } from '../../results/defects.ts';
import { type Explain, explainerOf } from '../../results/explained.ts';
import { type FindingGroup, groupFindings } from '../../results/groups.ts';
import type { Column } from '../../results/model.ts';
import { cut, httpUrl, plural, visible } from '../../text.ts';
import type { SiteColumnDetails, SiteFinding, SiteVerdict } from '../model.ts';

/** One provider can break one rule in every exchange; the pages show the first ones and say how many there are. */
const SHOWN_FINDINGS = 20;
const TEXT_CHARACTERS = 4000;

/** What the panel and the pages of one column show, but its exchanges; all texts made harmless. */
export function siteColumnDetails(column: Column): SiteColumnDetails {
  const explained = explainerOf(column);
  return {
    capabilities: column.capabilities.map((state) =>
      state.why === undefined ? state : { ...state, why: visible(state.why) },
    ),
    // Of most rules the matrix says all there is; `wholeDetails` adds them where the file is read.
    verdicts: Object.fromEntries(
      column.verdicts
        .filter(({ verdict }) => saysMore(verdict))
        .map((each) => [each.rule, siteVerdict(each, column, explained)]),
    ),
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

function saysMore({ outcome }: RuleVerdict['verdict']): boolean {
  return outcome !== 'pass' && outcome !== 'not-exercised';
}

function siteVerdict({ level, verdict }: RuleVerdict, column: Column, explained: Explain): SiteVerdict {
  const defects = 'findings' in verdict ? groupFindings(verdict.findings, column) : [];
  const rest = defects.length - SHOWN_FINDINGS;
  const link = 'link' in verdict ? httpUrl(verdict.link) : undefined;
  const why = [whyOf(verdict), rest > 0 ? `${plural(rest, 'more defect')} of this rule in results.json.` : '']
    .filter(Boolean)
    .join(' ');
  return {
    level,
    outcome: verdict.outcome,
    ...(why === '' ? {} : { why: shown(why) }),
    ...(link === undefined ? {} : { link }),
    findings: defects.slice(0, SHOWN_FINDINGS).map((defect) => siteFinding(defect, explained)),
  };
}

/** Enough to see whether it is always the same. */
const OTHERS = 12;

function siteFinding({ first, findings, places, exchanges }: FindingGroup, explained: Explain): SiteFinding {
  const { exchange, at, expected, actual, more } = first;
  const { sentence, words } = explained(first);
  return {
    sentence: shown(sentence),
    exchange: visible(exchange),
    at: visible(at),
    place: visible(placeWords(at)),
    where: words,
    expected: shown(expected),
    actual: shown(actual),
    count: places,
    answers: exchanges.length,
    more: more.map(visible),
    others: findings
      .filter((each) => each.exchange !== exchange)
      .slice(0, OTHERS)
      .map((each) => ({ exchange: visible(each.exchange), at: visible(each.at) })),
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
