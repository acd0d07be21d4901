import type { Forecast } from '../run/forecast.ts';
import type { Needs } from './arithmetic.ts';
import { ASSUMED, PAIRS_PER_JOB } from './assumptions.ts';
import type { PerPair } from './measure.ts';
import type { Simulated } from './simulate.ts';

const BEGIN = '<!-- figures: written by npm run scaling -->';
const END = '<!-- end of figures -->';

export interface Figures {
  readonly forecast: Pick<Forecast, 'scenarios' | 'requests' | 'input' | 'output'>;
  readonly pair: PerPair;
  readonly simulated: Simulated;
  readonly needs: Needs;
}

/** The page with new figures. @throws Error when the page has no place for them */
export function withFigures(page: string, figures: Figures): string {
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from < 0 || to < from) throw new Error(`docs/scaling.md: has no ${BEGIN} ... ${END}`);
  return `${page.slice(0, from)}${BEGIN}\n\n${section(figures)}\n${page.slice(to)}`;
}

function section({ forecast, pair, simulated: sim, needs }: Figures): string {
  const alive = sim.standIns - sim.dead;
  const perPair = sim.requests / alive;
  return [
    `### ${whole(needs.pairs)} pairs every night`,
    '',
    ...table('what', 'of one pair', `of ${whole(needs.pairs)}`, [
      ['scenarios', whole(forecast.scenarios), whole(needs.pairs * forecast.scenarios)],
      ['requests, as planned', whole(forecast.requests), whole(needs.pairs * forecast.requests)],
      ['requests, with those sent again', perPair.toFixed(1), whole(needs.requests)],
      ['tokens of inputs, estimated', whole(forecast.input), millions(needs.inputTokens)],
      ['tokens of outputs, at most', whole(forecast.output), millions(needs.outputTokens)],
      ['processor time', `${pair.cpuSeconds.toFixed(2)} s`, `${needs.cpuHours.toFixed(1)} h`],
      ['journal', bytes(pair.journalBytes), bytes(needs.journalBytes)],
      ['results.json', bytes(pair.resultsBytes), bytes(needs.resultsBytes)],
      ['results.json, gzip', bytes(pair.resultsGzipBytes), bytes(needs.resultsGzipBytes)],
    ]),
    '',
    `In ${whole(needs.jobs)} jobs of ${PAIRS_PER_JOB} pairs, all pairs of a job at once: a job takes ${needs.jobMinutes.toFixed(1)} minutes`,
    `(its slowest server decides, or one processor that judges) and sends ${needs.requestsPerSecond.toFixed(0)} requests a second on average.`,
    '',
    ...table(
      'jobs at a time',
      'from start to end',
      '',
      needs.wall.map(({ atOnce, hours }) => [whole(atOnce), `${hours.toFixed(1)} h`, '']),
    ),
    '',
    `### Simulation: ${whole(sim.standIns)} servers`,
    '',
    'The exchange service as it is, with its queues, limits, waits, redaction and journal lines, on a virtual clock; the',
    'servers answer from a recording of the reference provider, with latency and failures by chance from a seed. No sockets.',
    `Assumed: a median answer of ${ASSUMED.medianMs} ms, servers and answers spread log-normally (sigma ${ASSUMED.spreadOfServers} and ${ASSUMED.spreadOfAnswers}),`,
    `${percent(ASSUMED.slow)} of the servers ${ASSUMED.slower} times slower, ${percent(ASSUMED.dead)} dead; of the requests ${percent(ASSUMED.lost)} lost, ${percent(ASSUMED.unavailable)} refused with 503,`,
    `${percent(ASSUMED.silent)} never answered; ${ASSUMED.perMinute.map(({ limit, part }) => `${percent(part)} of the servers take ${limit} requests a minute`).join(', ')}, and half of these say so.`,
    '',
    ...table('simulated', '', '', [
      ['servers that were there', whole(alive), ''],
      ['requests sent', whole(sim.requests), `${perPair.toFixed(1)} a server; planned ${whole(forecast.requests)}`],
      ['refused and asked again', whole(sim.refused), percent(sim.refused / sim.requests)],
      [
        'exchanges without an answer in the end',
        whole(sim.unanswered),
        percent(sim.unanswered / (sim.exchanges * (alive / sim.standIns))),
      ],
      ['requests under way at one server, at most', whole(sim.mostUnderWay), ''],
      ['until the last answer of a server, median', `${sim.seconds.half.toFixed(0)} s`, ''],
      ['of 95 of 100', `${sim.seconds.most.toFixed(0)} s`, ''],
      ['of all', `${sim.seconds.all.toFixed(0)} s`, ''],
      ['time over that of the answers divided by 4', sim.overIdeal.toFixed(2), 'servers without a limit, median'],
      [
        'processor time of an exchange, journal line included',
        `${((sim.cpuSeconds / sim.exchanges) * 1000).toFixed(2)} ms`,
        '',
      ],
    ]),
    '',
  ].join('\n');
}

function table(
  a: string,
  b: string,
  c: string,
  rows: readonly (readonly [string, string, string])[],
): readonly string[] {
  const all = [[a, b, c] as const, ...rows];
  const columns = c === '' && rows.every(([, , third]) => third === '') ? 2 : 3;
  const width = (at: number) => Math.max(3, ...all.map((row) => (row[at] ?? '').length));
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${cells
      .slice(0, columns)
      .map((cell, at) => cell.padEnd(width(at), fill))
      .join(' | ')} |`;
  return [line([a, b, c]), line(['', '', ''], '-'), ...rows.map((row) => line(row))];
}

function whole(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

function millions(value: number): string {
  return `${(value / 1e6).toFixed(1)} million`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(part < 0.01 ? 2 : 1).replace(/\.?0+$/, '')} %`;
}

function bytes(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(1)} GB`;
  return value >= 1e6 ? `${(value / 1e6).toFixed(1)} MB` : `${(value / 1e3).toFixed(0)} kB`;
}
