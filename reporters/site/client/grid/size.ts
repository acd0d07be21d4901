import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

export interface GridSize {
  readonly headWidth: number;
  readonly columnWidth: number;
  readonly rowHeight: number;
  readonly innerHeight: number;
  readonly topHeight: number;
}

const PHONE = 640;
/** So wide that the id and the title of a rule mostly fit on one line. */
const ONE_LINE = 540;

/** The first column takes what the others leave; it is never so wide that no other is in sight. */
export function gridSize(width: number, columns: number, widest: number): GridSize {
  const isPhone = width < PHONE;
  const columnWidth = isPhone ? 104 : 132;
  const left = width - columns * columnWidth;
  const headWidth = isPhone ? Math.round(width * 0.42) : Math.min(widest, Math.max(280, left));
  return {
    headWidth,
    columnWidth,
    rowHeight: isPhone ? 34 : 28,
    innerHeight: headWidth >= ONE_LINE ? 28 : 40,
    topHeight: 84,
  };
}

export function useGridSize(scroller: RefObject<HTMLElement | null>, columns: number, widest: number): GridSize {
  const [width, setWidth] = useState(() => document.documentElement.clientWidth);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return gridSize(width, columns, widest);
}
