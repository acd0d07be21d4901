import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import { trendOf } from '../../../history/compare.ts';
import type { HistoryRun } from '../../../history/model.ts';
import { plural } from '../../../text.ts';
import { axis, type Palette, Plot } from './plot.tsx';

/** MUST rules over time: what holds, and what fails, each on an axis of its own because one is a hundred times the other. */
export function HistoryTrend({ name, runs }: { readonly name: string; readonly runs: readonly HistoryRun[] }) {
  const points = useMemo(() => trendOf(runs), [runs]);
  const data = useMemo((): readonly [uPlot.AlignedData, uPlot.AlignedData] => {
    const times = points.map(({ at }) => Date.parse(at) / 1000);
    return [
      [times, points.map(({ holds }) => holds)],
      [times, points.map(({ fails }) => fails), points.map(({ known, flaky }) => known + flaky)],
    ];
  }, [points]);
  const last = points.at(-1);
  if (last === undefined) return null;
  const words = `${last.holds} hold, ${last.fails} fail, ${last.known} are known failures, ${last.flaky} are flaky, ${last.other} were not judged`;
  return (
    <section aria-labelledby="trend">
      <h2 id="trend">MUST rules over time</h2>
      <p class="quiet">In the newest run {words}.</p>
      {points.length === 1 ? null : (
        <>
          <h3>Hold</h3>
          <Plot
            label={`MUST rules of ${name} that hold, over ${plural(points.length, 'run')}`}
            height={150}
            data={data[0]}
            options={holding}
          />
          <h3>
            Fail <span class="quiet aside">solid: fail; dashed: known failures and flaky rules</span>
          </h3>
          <Plot
            label={`MUST rules of ${name} that fail, over ${plural(points.length, 'run')}`}
            height={150}
            data={data[1]}
            options={failing}
          />
        </>
      )}
    </section>
  );
}

function holding(palette: Palette): Omit<uPlot.Options, 'width' | 'height'> {
  return trend(palette, [{ label: 'hold', stroke: palette.good }]);
}

function failing(palette: Palette): Omit<uPlot.Options, 'width' | 'height'> {
  return trend(palette, [
    { label: 'fail', stroke: palette.bad },
    { label: 'known or flaky', stroke: palette.note, dash: [6, 4] },
  ]);
}

function trend(palette: Palette, series: readonly uPlot.Series[]): Omit<uPlot.Options, 'width' | 'height'> {
  return {
    padding: [8, 16, 0, 0],
    legend: { live: true },
    cursor: { drag: { x: false, y: false } },
    scales: { y: { range: (_, least, most) => whole(least, most) } },
    axes: [
      axis(palette, { space: 90, values: (_, splits, _axis, _space, step) => dates(splits, step) }),
      axis(palette, {
        size: 48,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500],
        values: (_, splits) => splits.map((split) => (Number.isInteger(split) ? String(split) : '')),
      }),
    ],
    series: [
      { label: 'run', value: (_, at) => (at === null ? '' : `${iso(at)} UTC`) },
      ...series.map((each) => ({
        width: 2,
        points: { show: true, size: 6 },
        value: (_: uPlot, value: number) => value ?? '',
        ...each,
      })),
    ],
  };
}

const DAY = 86_400;

/** In UTC, as every date of these pages: days, or times with their day where it begins. */
function dates(splits: readonly number[], step: number): string[] {
  if (step >= DAY) return splits.map((at) => iso(at).slice(0, 10));
  return splits.map((at, index) => {
    const day = iso(at).slice(0, 10);
    const before = splits[index - 1];
    const time = iso(at).slice(11);
    return before === undefined || iso(before).slice(0, 10) !== day ? `${time}\n${day}` : time;
  });
}

/** `2026-11-20 06:00`. */
function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

/** A rule more or less has to be seen, and no change must not look like one. */
function whole(least: number | null, most: number | null): [number, number] {
  const [low, high] = [least ?? 0, most ?? 1];
  const room = Math.max(1, Math.ceil((high - low) * 0.1));
  return [Math.max(0, low - room), high + room];
}
