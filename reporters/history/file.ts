import { CallerError } from '../../core/caller-error.ts';
import { integerMember, isObject, type Json, member, parseJson, show, stringMember } from '../../core/json.ts';
import { EVIDENCE } from '../../core/report.ts';
import type { RuleId } from '../../core/rule.ts';
import { nameOfRecorded } from '../results/migrations.ts';
import type { HistoryRun, ProviderHistory } from './model.ts';
import { isCode } from './outcome-code.ts';

/** Version 1 had no evidence `recorded`: such runs were `live`, of a provider whose name said so. */
const VERSION = 2;

/** A history file that cannot be used. The message is one line: file, line, mend. Nothing is written then. */
export class HistoryFileError extends CallerError {
  override readonly name = 'HistoryFileError';
}

/**
 * The file's text: a head, then a line for every run, each after the rules that it is the first to have. Runs that are
 * added at the end leave every line before them as it was.
 */
export function writeHistory({ provider, rules, runs }: ProviderHistory): string {
  const lines: object[] = [{ schemaVersion: VERSION, provider }];
  let written = 0;
  for (const run of runs) {
    if (run.outcomes.length > written) {
      lines.push({ rules: rules.slice(written, run.outcomes.length) });
      written = run.outcomes.length;
    }
    lines.push({ run });
  }
  // Rules whose runs have been dropped keep their places.
  if (written < rules.length) lines.push({ rules: rules.slice(written) });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/**
 * @param name how the file is called in messages
 * @throws HistoryFileError
 */
export function readHistory(text: string, name: string): ProviderHistory {
  const fail = (line: number, what: string): never => {
    throw new HistoryFileError(`${name}:${line}: ${what}; restore the file from its last version, or move it away.`);
  };
  const rules: RuleId[] = [];
  const runs: HistoryRun[] = [];
  let provider: ProviderHistory['provider'] | undefined;
  let wasRecorded = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseJson(line);
    if (!parsed.ok) return fail(index + 1, 'is no JSON');
    const { value } = parsed;
    if (provider === undefined) {
      const head = headOf(value) ?? fail(index + 1, headProblem(value));
      const plain = member(value, 'schemaVersion') === 1 ? nameOfRecorded(head.id, head.name) : undefined;
      wasRecorded = plain !== undefined;
      provider = plain === undefined ? head : { ...head, name: plain };
      continue;
    }
    const added = member(value, 'rules');
    const run = member(value, 'run');
    if (Array.isArray(added)) {
      if (!added.every(isRule)) return fail(index + 1, 'has rules that are none');
      rules.push(...added);
    } else if (run === undefined) return fail(index + 1, 'holds neither rules nor a run');
    else {
      const read = runOf(run, rules.length) ?? fail(index + 1, 'is no run of this history');
      runs.push(wasRecorded && read.evidence === 'live' ? { ...read, evidence: 'recorded' } : read);
    }
  }
  if (provider === undefined) return fail(1, 'is empty');
  return { provider, rules, runs };
}

function headOf(value: Json): ProviderHistory['provider'] | undefined {
  const provider = member(value, 'provider');
  const id = stringMember(provider, 'id');
  const version = member(value, 'schemaVersion');
  if ((version !== 1 && version !== VERSION) || id === undefined) return undefined;
  return { id, name: stringMember(provider, 'name') ?? id };
}

function headProblem(value: Json): string {
  const version = member(value, 'schemaVersion');
  return typeof version === 'number' && version > VERSION
    ? `this kit reads histories up to version ${VERSION}, the file says ${version}`
    : `no history of version ${VERSION} begins like this (${show(value)})`;
}

function isRule(value: Json): value is RuleId {
  return typeof value === 'string' && value.includes('/');
}

/** A run whose outcomes name known rules alone. */
function runOf(value: Json, rules: number): HistoryRun | undefined {
  const at = stringMember(value, 'at');
  const kit = stringMember(value, 'kit');
  const evidence = EVIDENCE.find((each) => each === stringMember(value, 'evidence'));
  const contract = stringMember(value, 'contract');
  const outcomes = stringMember(value, 'outcomes');
  const must = member(value, 'must');
  if (at === undefined || Number.isNaN(Date.parse(at)) || kit === undefined || evidence === undefined) return undefined;
  if (contract === undefined || !/^(openai|open-responses)(@[0-9-]+)?$/.test(contract)) return undefined;
  if (outcomes === undefined || outcomes.length > rules || ![...outcomes].every(isCode)) return undefined;
  return {
    at,
    kit,
    evidence,
    contract: contract as HistoryRun['contract'],
    edition: stringMember(value, 'edition') ?? '',
    requests: integerMember(value, 'requests') ?? 0,
    must: isObject(must) ? (must as HistoryRun['must']) : {},
    outcomes,
  };
}
