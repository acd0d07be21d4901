import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import './fold.css';

export interface FoldProps {
  /** What is seen while it is closed. */
  readonly summary: ComponentChildren;
  readonly isOpen?: boolean;
  /** Made when it is opened first: a page of hundreds of folds stays light. */
  readonly children: () => ComponentChildren;
}

/** One line that opens. */
export function Fold({ summary, isOpen = false, children }: FoldProps) {
  const [open, setOpen] = useState(isOpen);
  return (
    <li class="folded">
      <button type="button" class="folded-line" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="chevron" aria-hidden="true" />
        {summary}
      </button>
      {open ? <div class="folded-body">{children()}</div> : null}
    </li>
  );
}
