import type { Column } from './model.ts';

const SAYS_SOMETHING: ReadonlySet<string> = new Set(['pass', 'fail', 'known-fail', 'flaky', 'stale']);

/**
 * Whether the column says anything about its provider. Where every request was refused for its key, its model or a
 * limit, the form of these refusals is all that was seen: the rules over errors may then pass, and nothing conforms.
 */
export function wasJudged(column: Column): boolean {
  const verdicts = column.verdicts.filter(({ verdict }) => SAYS_SOMETHING.has(verdict.outcome));
  if (verdicts.length === 0 || !column.unanswered.some(wasAsked)) return verdicts.length > 0;
  const fails = verdicts.some(({ level, verdict }) => level === 'MUST' && verdict.outcome === 'fail');
  const core = column.capabilities.find(({ id }) => id === 'core');
  if (fails || core?.state === 'offered') return true;
  // Without the mandatory capability the rest is no answer either, unless the run did not ask for it.
  return core?.why === undefined && column.capabilities.some(({ id, state }) => id !== 'errors' && state === 'offered');
}

/** The others are consequences: a step whose earlier step failed, or what a cap or a dead server left unasked. */
export function wasAsked({ cause }: Column['unanswered'][number]): boolean {
  return cause !== 'unmet' && cause !== 'not-run' && cause !== 'budget';
}
