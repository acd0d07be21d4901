import type { HistoryRun } from '../../../history/model.ts';
import { decodeOutcome } from '../../../history/outcome-code.ts';
import { OUTCOME_SYMBOL, OUTCOME_WORDS } from '../../../results/summary.ts';

const SHOWN = 60;

/** The outcomes of one rule, a symbol a run, the newest at the end; of very many runs the newest. */
export function Strip({ runs, index }: { readonly runs: readonly HistoryRun[]; readonly index: number }) {
  const shown = runs.slice(-SHOWN).map((run) => ({ at: run.at, code: decodeOutcome(run.outcomes[index]) }));
  const last = shown.at(-1)?.code;
  return (
    <span class="outcomes">
      <span aria-hidden="true">
        {shown.map(({ at, code }) => (
          <span
            key={at}
            class={`symbol ${code === undefined ? 'quiet' : `is-${code.outcome}`}`}
            title={`${at.slice(0, 16).replace('T', ' ')} UTC: ${code === undefined ? 'no such rule' : OUTCOME_WORDS[code.outcome]}`}
          >
            {code === undefined ? '' : OUTCOME_SYMBOL[code.outcome]}
          </span>
        ))}
      </span>
      <span class="sr">
        {summary(shown.map(({ code }) => (code === undefined ? 'no such rule' : OUTCOME_WORDS[code.outcome])))}
      </span>
      {last === undefined ? null : <span class="quiet last"> {OUTCOME_WORDS[last.outcome]}</span>}
    </span>
  );
}

/** `holds 3 times, does not hold once`, in their order. */
function summary(words: readonly string[]): string {
  const parts: { word: string; count: number }[] = [];
  for (const word of words) {
    const last = parts.at(-1);
    if (last?.word === word) last.count++;
    else parts.push({ word, count: 1 });
  }
  return parts.map(({ word, count }) => `${word} ${count === 1 ? 'once' : `${count} times`}`).join(', then ');
}
