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

/** The first column takes what the others leave; it is never so wide that no other is in sight. */
export function gridSize(width: number, columns: number): GridSize {
  const isPhone = width < PHONE;
  const columnWidth = isPhone ? 104 : 124;
  const left = width - columns * columnWidth;
  const headWidth = isPhone ? Math.round(width * 0.42) : Math.min(640, Math.max(280, left));
  return {
    headWidth,
    columnWidth,
    rowHeight: isPhone ? 34 : 28,
    innerHeight: headWidth >= 520 ? 28 : 42,
    topHeight: 68,
  };
}

export function useGridSize(scroller: RefObject<HTMLElement | null>, columns: number): GridSize {
  const [width, setWidth] = useState(() => document.documentElement.clientWidth);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return gridSize(width, columns);
}
