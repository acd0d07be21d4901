import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './plot.css';

/** Colours of the page as they are now. */
export interface Palette {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly good: string;
  readonly bad: string;
  readonly note: string;
  readonly paper: string;
  /** The page's own sans-serif, for the canvas. */
  readonly font: string;
}

export interface PlotProps {
  /** For screen readers, which get the table beside the plot too. */
  readonly label: string;
  readonly height: number;
  readonly data: uPlot.AlignedData;
  /** Must be stable (`useCallback` or module level) as long as the plot is the same. */
  readonly options: (palette: Palette) => Omit<uPlot.Options, 'width' | 'height'>;
}

/** A plot as wide as its place, drawn again when width, theme or data change. */
export function Plot({ label, height, data, options }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let plot: uPlot | undefined;
    const draw = () => {
      plot?.destroy();
      plot = new uPlot({ ...options(palette(element)), width: widthOf(element), height }, data, element);
    };
    draw();
    const sized = new ResizeObserver(() => plot?.setSize({ width: widthOf(element), height }));
    sized.observe(element);
    const themed = new MutationObserver(draw);
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', draw);
    return () => {
      sized.disconnect();
      themed.disconnect();
      dark.removeEventListener('change', draw);
      plot?.destroy();
    };
  }, [data, height, options]);
  return <div class="plot" ref={place} role="img" aria-label={label} />;
}

function widthOf(element: HTMLElement): number {
  return Math.max(200, Math.floor(element.getBoundingClientRect().width));
}

/** A custom property keeps its `light-dark()`; the colour of an element does not. */
function palette(element: HTMLElement): Palette {
  const probe = element.appendChild(document.createElement('span'));
  const color = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    ink: color('--ink'),
    quiet: color('--quiet'),
    line: color('--line'),
    good: color('--good'),
    bad: color('--bad'),
    note: color('--note'),
    paper: color('--paper'),
    font: `12px ${getComputedStyle(probe).getPropertyValue('--sans').trim()}`,
  };
  probe.remove();
  return found;
}

/** An axis in the page's type and greys. */
export function axis({ quiet, line, font }: Palette, more: uPlot.Axis = {}): uPlot.Axis {
  return {
    stroke: quiet,
    font,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1, size: 4 },
    ...more,
  };
}
