import { useCallback, useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import { axis, type Palette, Plot } from './plot.tsx';

/** One row of dots. */
export interface Lane {
  readonly name: string;
  /** One value a dot; not sorted. */
  readonly values: readonly number[];
}

export interface LanesProps {
  readonly label: string;
  readonly lanes: readonly Lane[];
  /** After a number on the axis: `1,200 ms`. */
  readonly unit: string;
}

const LANE_HEIGHT = 46;
const AXIS_HEIGHT = 40;

/**
 * Every value as a dot on a logarithmic axis, a lane for each kind, with a mark at the median: a second peak, or one
 * answer that took a minute, is seen at once, where a mean would hide both.
 */
export function Lanes({ label, lanes, unit }: LanesProps) {
  const data = useMemo(() => dotsOf(lanes), [lanes]);
  const names = lanes.map(({ name }) => name).join('\n');
  const options = useCallback((palette: Palette) => lanesOptions(palette, names.split('\n'), unit), [names, unit]);
  return <Plot label={label} height={lanes.length * LANE_HEIGHT + AXIS_HEIGHT} data={data} options={options} />;
}

function lanesOptions(
  palette: Palette,
  names: readonly string[],
  unit: string,
): Omit<uPlot.Options, 'width' | 'height'> {
  const { ink, note, quiet } = palette;
  const dots = names.map(
    (label): uPlot.Series => ({
      label,
      paths: () => null,
      points: { show: true, size: 6, width: 1, stroke: note, fill: `${note}55` },
    }),
  );
  const medians = names.map(
    (label): uPlot.Series => ({
      label: `${label}, median`,
      paths: () => null,
      points: { show: true, size: 18, width: 2, stroke: ink, fill: ink, paths: tick },
    }),
  );
  return {
    padding: [4, 34, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, distr: 3 }, y: { range: [-names.length + 0.5, 0.5] } },
    axes: [
      axis(palette, {
        // A logarithmic axis splits every power by nine; only the powers, their double and their half get a number.
        values: (_, splits) => splits.map((split) => (isRound(split) ? `${split.toLocaleString('en')} ${unit}` : '')),
        size: AXIS_HEIGHT - 8,
        space: 30,
      }),
      axis(palette, {
        stroke: quiet,
        splits: () => names.map((_, index) => -index),
        values: () => [...names],
        size: 92,
        grid: { show: false },
        ticks: { show: false },
      }),
    ],
    series: [{}, ...dots, ...medians],
  };
}

function isRound(value: number): boolean {
  const head = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return Math.abs(head - 1) < 1e-6 || Math.abs(head - 3) < 1e-6;
}

/** A short upright line through the middle of the lane. */
const tick: uPlot.Series.Points.PathBuilder = (plot, series) => {
  const path = new Path2D();
  const half = 14 * devicePixelRatio;
  const [xs, ys] = [plot.data[0], plot.data[series]];
  for (const [index, value] of (ys ?? []).entries()) {
    const at = xs[index];
    if (value === null || value === undefined || at === undefined) continue;
    const x = plot.valToPos(at, 'x', true);
    const y = plot.valToPos(value, 'y', true);
    path.rect(x - devicePixelRatio, y - half, 2 * devicePixelRatio, 2 * half);
  }
  return { stroke: null, fill: path, clip: null, flags: 3 };
};

/** Less than this has no place on a logarithmic axis, and no clock is finer. */
const LEAST = 1;

/** Lane after lane around 0, -1, -2, ..., each dot a little off the middle so that equal values are several dots. */
function dotsOf(lanes: readonly Lane[]): uPlot.AlignedData {
  const points = lanes.flatMap(({ values }, lane) =>
    values.map((value, index) => ({ x: Math.max(value, LEAST), lane, y: spread(index) - lane, isMedian: false })),
  );
  const medians = lanes.flatMap(({ values }, lane) =>
    values.length === 0 ? [] : [{ x: Math.max(quantile(values, 0.5), LEAST), lane, y: -lane, isMedian: true }],
  );
  const all = [...points, ...medians].sort((a, b) => a.x - b.x);
  const series = (of: (point: (typeof all)[number]) => boolean) => all.map((point) => (of(point) ? point.y : null));
  return [
    all.map(({ x }) => x),
    ...lanes.map((_, lane) => series((point) => point.lane === lane && !point.isMedian)),
    ...lanes.map((_, lane) => series((point) => point.lane === lane && point.isMedian)),
  ];
}

/** -0.3 to 0.3, evenly and without chance: the golden ratio never clusters. */
function spread(index: number): number {
  return ((index * 0.618034) % 1) * 0.6 - 0.3;
}

/** By nearest rank; 0 of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
}
