import { show } from '../json.ts';
import type { ExchangeRule, Probe, Rule } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { levels } from './support.ts';

const POST = '#/paths/~1responses/post' as const;

/** Azure sends -1 where there is no limit. */
const COUNT = /^-?\d+$/;
/** `1s`, `6m0s`, `12ms`, `1d2h`; Azure sends plain seconds. */
const RESET = /^(?:-?\d+(?:\.\d+)?|(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d))+)$/;
const LIMITS = /^x-ratelimit-(?:limit|remaining)-(?:requests|tokens)$/;
const RESETS = /^x-ratelimit-reset-(?:requests|tokens)$/;

/** Headers that clients read by themselves: never demanded, but of the form that clients can read. */
export const headerFormRules: readonly Rule[] = [
  formed({
    id: 'header/processing-ms',
    title: 'openai-processing-ms is a number of milliseconds',
    name: /^openai-processing-ms$/,
    value: /^\d+(?:\.\d+)?$/,
    expected: 'a number',
    wrong: { name: 'openai-processing-ms', value: 'fast' },
  }),
  formed({
    id: 'header/openai-version',
    title: 'openai-version is a date',
    name: /^openai-version$/,
    value: /^\d{4}-\d{2}-\d{2}$/,
    expected: 'YYYY-MM-DD',
    wrong: { name: 'openai-version', value: 'v1' },
  }),
  formed({
    id: 'header/rate-limit-counts',
    title: 'x-ratelimit-limit-* and x-ratelimit-remaining-* are whole numbers',
    name: LIMITS,
    value: COUNT,
    expected: 'a whole number',
    wrong: { name: 'x-ratelimit-limit-requests', value: 'unlimited' },
  }),
  formed({
    id: 'header/rate-limit-resets',
    title: 'x-ratelimit-reset-* are durations such as 1s, 6m0s or 12ms',
    name: RESETS,
    value: RESET,
    expected: 'a duration',
    wrong: { name: 'x-ratelimit-reset-requests', value: '2026-08-01T00:00:00Z' },
  }),
  {
    id: 'header/rate-limit-remaining',
    title: 'No more requests or tokens remain than the limit allows',
    on: 'exchange',
    levels: levels('SHOULD', '-'),
    source: POST,
    capability: 'core',
    needs: ['headers'],
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/headers/x-ratelimit-remaining-requests', value: '1000000000' }],
    },
    judge({ headers }, probe) {
      for (const what of ['requests', 'tokens']) {
        const [limit, rest] = [headers[`x-ratelimit-limit-${what}`], headers[`x-ratelimit-remaining-${what}`]];
        if (limit === undefined || rest === undefined || !/^\d+$/.test(limit) || !/^\d+$/.test(rest)) continue;
        const at = `/headers/x-ratelimit-remaining-${what}`;
        probe.check(Number(rest) <= Number(limit), at, `at most ${limit}`, rest);
      }
    },
  },
];

interface Form {
  readonly id: `header/${string}`;
  readonly title: string;
  readonly name: RegExp;
  readonly value: RegExp;
  readonly expected: string;
  readonly wrong: { readonly name: string; readonly value: string };
}

function formed({ expected, id, name, title, value, wrong }: Form): ExchangeRule {
  return {
    id,
    title,
    on: 'exchange',
    levels: levels('SHOULD', '-'),
    source: POST,
    capability: 'core',
    needs: ['headers'],
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: `/headers/${wrong.name}`, value: wrong.value }] },
    judge({ headers }: ExchangeView, probe: Probe) {
      for (const [header, sent] of Object.entries(headers)) {
        // What the kit's own redaction put there says nothing of the server.
        if (!name.test(header) || /^\W*(?:redacted|masked)/i.test(sent)) continue;
        probe.check(value.test(sent.trim()), `/headers/${header}`, expected, show(sent));
      }
    },
  };
}
