import type { RunOptions } from '../suites/run/options.ts';
import { UsageError } from './exit.ts';

type Asked = Pick<RunOptions, 'providers' | 'adHoc' | 'contracts' | 'faults'>;

/**
 * Whether what is named anew fits the run that goes on: its journal holds answers of the servers that it asked, and of no
 * others. Pure.
 * @param folder only named in errors
 * @returns what is done with the journal where that is not plain, one line
 * @throws UsageError saying what does not match, and what to do
 */
export function fitsResumed(folder: string, before: Asked, now: Asked): string | undefined {
  const fail = (what: string): never => {
    throw new UsageError(`--resume ${folder}: ${what}; leave that out to go on, or start anew with --out`);
  };
  const asked = idsOf(before);
  const others = idsOf(now).filter((id) => !asked.includes(id));
  if (others.length > 0) fail(`that run asked ${shown(asked, before)}, not ${shown(others, now)}`);
  const [old, other] = [before.adHoc, now.adHoc];
  if (old !== undefined && other !== undefined) {
    const [from, to] = [old.baseUrl ?? '', other.baseUrl ?? ''];
    if (from !== to) fail(`that run asked ${from}, not ${to}`);
    if (old.models.text !== other.models.text) {
      fail(`that run asked the model ${old.models.text}, not ${other.models.text}`);
    }
  }
  const [kept, named] = [before.faults ?? [], now.faults ?? []].map((ids) => ids.toSorted().join(', '));
  if (kept !== named) {
    fail(`that run asked the reference provider with ${kept === '' ? 'no fault' : kept}, not with ${named}`);
  }
  const added = now.contracts.filter((ref) => !before.contracts.includes(ref));
  if (added.length === 0) return undefined;
  return `the answers of the run, judged by ${before.contracts.join(', ')} before, are judged by ${now.contracts.join(', ')}: only what is not in its journal is asked`;
}

function idsOf({ providers, adHoc }: Asked): readonly string[] {
  return [...providers, ...(adHoc === undefined ? [] : [adHoc.id])];
}

/** A server without a file goes by its address. */
function shown(ids: readonly string[], { adHoc }: Asked): string {
  return ids.map((id) => (id === adHoc?.id ? (adHoc.baseUrl ?? id) : id)).join(', ');
}

/** The flags of the run, with the contracts that are named now. */
export function argumentsOfResumed(before: readonly string[], contracts: readonly string[]): readonly string[] {
  if (contracts.length === 0) return before;
  const kept = before.filter((word, at) => word !== '--contract' && before[at - 1] !== '--contract');
  return [...kept, ...contracts.flatMap((id) => ['--contract', id])];
}
