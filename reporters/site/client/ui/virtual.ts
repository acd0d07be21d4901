import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks';

export interface VirtualAxis {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly count: number;
  readonly size: (index: number) => number;
  readonly horizontal?: boolean;
  /** Pixels of sticky content before the first item (heads, pinned columns). */
  readonly before: number;
  readonly overscan: number;
  /** Changes when the sizes do. */
  readonly version: string;
}

export interface Virtual {
  readonly items: readonly VirtualItem[];
  readonly total: number;
  scrollTo(index: number): void;
}

/** The items of one axis that are in sight, and a few more. */
export function useVirtual({ scroller, count, size, horizontal, before, overscan, version }: VirtualAxis): Virtual {
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const options = {
    count,
    estimateSize: size,
    horizontal: horizontal ?? false,
    overscan,
    getScrollElement: () => scroller.current,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    // Sticky heads cover the beginning of the scrolled box.
    scrollPaddingStart: before,
    paddingStart: before,
    // Before the element is measured: as much as most windows show.
    initialRect: { width: 1280, height: 800 },
    onChange: () => draw(0),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useEffect(() => {
    virtualizer.measure();
  }, [version, virtualizer]);
  return {
    items: virtualizer.getVirtualItems(),
    total: virtualizer.getTotalSize(),
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
