import { useMemo, useState } from 'preact/hooks';
import { isAnswered } from '../../../../core/report.ts';
import { plural } from '../../../text.ts';
import type { SiteTimings } from '../../data/provider.ts';
import type { SiteColumn } from '../../model.ts';
import { formatRoute } from '../state.ts';
import { type Lane, Lanes, quantile } from './lanes.tsx';
import { ScrollBox } from './scroll-box.tsx';

interface Answer {
  readonly operation: number;
  readonly firstByte: number;
  readonly firstEvent: number;
  readonly total: number;
  readonly input: number;
  readonly output: number;
}

/** How long its answers took and what they used, as distributions; refusals are quick and are left out. */
export function ProviderTimes({ column, timings }: { readonly column: SiteColumn; readonly timings: SiteTimings }) {
  const answers = useMemo(() => answersOf(timings), [timings]);
  const [chosen, choose] = useState(-1);
  const own = useMemo(
    () => answers.filter(({ operation }) => chosen === -1 || operation === chosen),
    [answers, chosen],
  );
  const lanes = useMemo(() => timeLanes(own), [own]);
  const tokens = useMemo(() => tokenLanes(answers), [answers]);
  if (!isAnswered(column.evidence)) return null;
  if (answers.length === 0) {
    return (
      <section aria-labelledby="latency">
        <h2 id="latency">Latency</h2>
        <p class="quiet">
          {timings.status.length === 0
            ? 'The results hold no times: recordings and documents have none, and nothing else was answered.'
            : `No answer was a success, and a refusal's time says nothing.`}
        </p>
      </section>
    );
  }
  const operations = timings.operations
    .map((name, index) => ({ name, index, own: answers.filter(({ operation }) => operation === index) }))
    .filter(({ own: some }) => some.length > 0);
  return (
    <>
      <section aria-labelledby="latency">
        <h2 id="latency">Latency</h2>
        <p class="quiet">
          Each dot is one answer with a 2xx status, the upright mark the median. Times are what
          {column.evidence === 'live' ? ' this kit ' : ' whoever recorded them '}saw, network included; they are no rule
          and no verdict.
        </p>
        <label class="choice">
          Operation{' '}
          <select class="field" value={String(chosen)} onChange={(event) => choose(Number(event.currentTarget.value))}>
            <option value="-1">all ({plural(answers.length, 'answer')})</option>
            {operations.map(({ name, index, own: some }) => (
              <option key={name} value={String(index)}>
                {name} ({some.length})
              </option>
            ))}
          </select>
        </label>
        <Lanes
          label={`Times of ${plural(own.length, 'answer')}; the table below has the numbers`}
          lanes={lanes}
          unit="ms"
        />
        <ScrollBox label="Times by operation, table">
          <table class="plain-table numbers">
            <thead>
              <tr>
                <th scope="col">Operation</th>
                <th scope="col">answers</th>
                <th scope="col">first byte, median</th>
                <th scope="col">first event, median</th>
                <th scope="col">total: shortest</th>
                <th scope="col">median</th>
                <th scope="col">95 %</th>
                <th scope="col">longest</th>
              </tr>
            </thead>
            <tbody>
              {operations.map(({ name, own: some }) => (
                <TimesRow key={name} name={name} answers={some} />
              ))}
            </tbody>
          </table>
        </ScrollBox>
        <p class="quiet also">
          Slowest:{' '}
          {timings.slowest.map(({ exchange, total, isKept }, index) => (
            <span key={exchange}>
              {index === 0 ? '' : ', '}
              {isKept ? (
                <a href={formatRoute({ page: 'evidence', column: column.key, exchange, query: {} })}>{exchange}</a>
              ) : (
                exchange
              )}{' '}
              {milliseconds(total)}
            </span>
          ))}
        </p>
      </section>
      {tokens.length === 0 ? null : (
        <section aria-labelledby="tokens">
          <h2 id="tokens">Token usage</h2>
          <p class="quiet">As the answers report it, an answer a dot.</p>
          <Lanes label="Tokens of the answers; the numbers are below" lanes={tokens} unit="" />
          <p class="quiet also">
            {tokens
              .map(
                ({ name, values }) =>
                  `${name}: ${sum(values).toLocaleString('en')} in ${plural(values.length, 'answer')}, median ${quantile(values, 0.5)}, most ${Math.max(...values)}`,
              )
              .join('; ')}
            .
          </p>
        </section>
      )}
    </>
  );
}

function TimesRow({ name, answers }: { readonly name: string; readonly answers: readonly Answer[] }) {
  const totals = answers.map(({ total }) => total);
  const events = known(answers.map(({ firstEvent }) => firstEvent));
  return (
    <tr>
      <th scope="row">
        <code>{name}</code>
      </th>
      <td>{answers.length}</td>
      <td>
        {milliseconds(
          quantile(
            answers.map(({ firstByte }) => firstByte),
            0.5,
          ),
        )}
      </td>
      <td>{events.length === 0 ? '' : milliseconds(quantile(events, 0.5))}</td>
      <td>{milliseconds(quantile(totals, 0))}</td>
      <td>{milliseconds(quantile(totals, 0.5))}</td>
      <td>{milliseconds(quantile(totals, 0.95))}</td>
      <td>{milliseconds(quantile(totals, 1))}</td>
    </tr>
  );
}

function milliseconds(value: number): string {
  return `${Math.round(value).toLocaleString('en')} ms`;
}

function answersOf(timings: SiteTimings): readonly Answer[] {
  return timings.status.flatMap((status, index): readonly Answer[] =>
    status < 200 || status > 299
      ? []
      : [
          {
            operation: timings.operation[index] ?? 0,
            firstByte: timings.firstByte[index] ?? -1,
            firstEvent: timings.firstEvent[index] ?? -1,
            total: timings.total[index] ?? -1,
            input: timings.input[index] ?? -1,
            output: timings.output[index] ?? -1,
          },
        ],
  );
}

function timeLanes(answers: readonly Answer[]): readonly Lane[] {
  return [
    { name: 'first byte', values: known(answers.map(({ firstByte }) => firstByte)) },
    { name: 'first event', values: known(answers.map(({ firstEvent }) => firstEvent)) },
    { name: 'total', values: known(answers.map(({ total }) => total)) },
  ].filter(({ values }) => values.length > 0);
}

function tokenLanes(answers: readonly Answer[]): readonly Lane[] {
  const lanes = [
    { name: 'input', values: known(answers.map(({ input }) => input)) },
    { name: 'output', values: known(answers.map(({ output }) => output)) },
  ];
  return lanes.some(({ values }) => values.some((value) => value > 0)) ? lanes : [];
}

function known(values: readonly number[]): readonly number[] {
  return values.filter((value) => value >= 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
