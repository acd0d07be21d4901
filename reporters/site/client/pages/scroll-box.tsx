import type { ComponentChildren } from 'preact';

/** What may be wider than the page scrolls in its own box, by keyboard too. */
export function ScrollBox({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard (axe: scrollable-region-focusable)
    <section class="scroll-x" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
