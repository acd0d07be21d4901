import { useState } from 'preact/hooks';
import { LEGEND } from '../../../results/summary.ts';
import { remember, remembered } from '../ui/memory.ts';

/** What the symbols say; shown until it is dismissed, and again on demand. */
export function Legend() {
  const [isShown, setShown] = useState(() => remembered('legend') !== 'dismissed');
  const set = (shown: boolean) => {
    remember('legend', shown ? 'shown' : 'dismissed');
    setShown(shown);
  };
  if (!isShown) {
    return (
      <p class="legend">
        <button type="button" class="button plain small" onClick={() => set(true)}>
          What do the symbols mean?
        </button>
      </p>
    );
  }
  return (
    <section class="legend" aria-label="Legend">
      <ul>
        {LEGEND.map(({ symbol, tone, words }) => (
          <li key={symbol}>
            <span class={`symbol tone-${tone}`} aria-hidden="true">
              {symbol}
            </span>{' '}
            {words}
          </li>
        ))}
        <li>
          <span class="dots" aria-hidden="true" /> recorded: a server's own answers, to earlier requests
        </li>
        <li>
          <span class="hatch" aria-hidden="true" /> a document or its examples, not a server
        </li>
      </ul>
      <button type="button" class="button small" onClick={() => set(false)}>
        Got it
      </button>
    </section>
  );
}
