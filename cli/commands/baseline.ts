import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Document, isSeq, YAMLMap, YAMLSeq } from 'yaml';
import type { KnownFailure, Outcome } from '../../core/report.ts';
import type { RuleId } from '../../core/rule.ts';
import { type Baseline, parseBaseline } from '../../fixtures/providers/baseline.ts';
import type { Results } from '../../reporters/results/model.ts';
import { readResults } from '../../reporters/results/read.ts';
import { EXIT, type ExitCode, UsageError } from '../exit.ts';

export interface UpdateOptions {
  readonly file: string;
  readonly reason?: string;
  readonly link?: string;
  readonly expires?: string;
}

/**
 * Adds an entry for every MUST that fails in the results and has none in the file; writes the file only when there is
 * one to add.
 * @throws CallerError naming the file or flag and the mend
 */
export async function updateBaseline(files: readonly string[], options: UpdateOptions): Promise<ExitCode> {
  checkFlags(options);
  const all = files.map(resultsOf);
  const { baseline, document } = opened(options.file);
  let added = 0;
  const renewed: string[] = [];
  for (const results of all) {
    const day = results.run.finishedAt.slice(0, 10);
    for (const { provider, verdicts } of results.columns) {
      for (const { rule, level, verdict } of verdicts) {
        if (level !== 'MUST' || verdict.outcome !== 'fail') continue;
        if (entriesOf(baseline, provider.id).some((entry) => entry.rule === rule)) {
          renewed.push(`${provider.id} ${rule}`);
        } else if (add(document, provider.id, entryOf(rule, day, options))) {
          added += 1;
          print(`+ ${provider.id} ${rule}`);
        }
      }
    }
  }
  if (added > 0) write(options.file, document);
  for (const name of new Set(renewed))
    print(`= ${name} fails and is known already; an expired entry goes with: baseline prune`);
  print(`${options.file}: ${added} added`);
  return EXIT.ok;
}

/**
 * Removes the entries that have expired and those whose rule holds wherever the results judged it. What the results did
 * not exercise is kept: that nobody looked does not mean that it is mended.
 * @param today YYYY-MM-DD
 * @throws CallerError naming the file and the mend
 */
export async function pruneBaseline(files: readonly string[], file: string, today: string): Promise<ExitCode> {
  if (!existsSync(file)) throw new UsageError(`${file}: there is no such baseline; name it with --file`);
  const all = files.map(resultsOf);
  const { baseline, document } = opened(file);
  let removed = 0;
  for (const [provider, entries] of Object.entries(baseline)) {
    const gone = entries.map((entry) => whyGone(entry, provider, all, today));
    for (const [index, why] of gone.entries())
      print(`${why.kept ? '=' : '-'} ${provider} ${entries[index]?.rule}: ${why.words}`);
    const places = gone.flatMap(({ kept }, index) => (kept ? [] : [index]));
    removed += places.length;
    removeAt(document, provider, places);
  }
  if (removed > 0) write(file, document);
  print(`${file}: ${removed} removed`);
  return EXIT.ok;
}

interface Fate {
  readonly kept: boolean;
  readonly words: string;
}

const HOLDS: ReadonlySet<Outcome> = new Set(['pass', 'stale']);
const FAILS: ReadonlySet<Outcome> = new Set(['fail', 'known-fail', 'flaky']);

function whyGone({ rule, expires }: KnownFailure, provider: string, all: readonly Results[], today: string): Fate {
  if (expires !== undefined && expires < today) return { kept: false, words: `expired on ${expires}` };
  const outcomes = all
    .flatMap(({ columns }) => columns.filter((column) => column.provider.id === provider))
    .flatMap(({ verdicts }) => verdicts.filter((each) => each.rule === rule).map(({ verdict }) => verdict.outcome));
  if (outcomes.some((outcome) => FAILS.has(outcome))) return { kept: true, words: 'still fails' };
  if (outcomes.some((outcome) => HOLDS.has(outcome))) return { kept: false, words: 'holds now' };
  return { kept: true, words: 'not fixed, as far as these results show: they did not exercise it' };
}

function checkFlags({ reason, link, expires }: UpdateOptions): void {
  if (reason !== undefined && reason.trim() === '')
    throw new UsageError('--reason is empty; say why the failure is accepted');
  if (link !== undefined && !(/^https?:\/\//.test(link) && URL.canParse(link))) {
    throw new UsageError(`--link ${link}: no address; give one that starts with https://`);
  }
  if (expires === undefined) return;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(expires) ? new Date(`${expires}T00:00:00Z`) : new Date(Number.NaN);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(expires)) {
    throw new UsageError(`--expires ${expires}: no day; give one such as 2027-01-31`);
  }
}

function entryOf(rule: RuleId, day: string, { reason, link, expires }: UpdateOptions): KnownFailure {
  return {
    rule,
    reason: reason ?? `found failing on ${day}`,
    ...(link === undefined ? {} : { link }),
    ...(expires === undefined ? {} : { expires }),
  };
}

function entriesOf(baseline: Baseline, provider: string): readonly KnownFailure[] {
  return Object.hasOwn(baseline, provider) ? (baseline[provider] ?? []) : [];
}

function opened(file: string): { readonly baseline: Baseline; readonly document: Document.Parsed } {
  if (!existsSync(file)) return parseBaseline('', file);
  try {
    return parseBaseline(readFileSync(file, 'utf8'), file);
  } catch (error) {
    throw error instanceof Error && 'code' in error ? new UsageError(`${file}: cannot be read (${error.code})`) : error;
  }
}

/** Adds the entry at the end of the provider's list; false when an entry of its rule is there. */
function add(document: Document.Parsed, provider: string, entry: KnownFailure): boolean {
  if (document.contents === null) document.contents = new YAMLMap() as unknown as Document.Parsed['contents'];
  if (document.contents !== null && 'flow' in document.contents) document.contents.flow = false;
  const known: unknown = document.get(provider, true);
  const list = isSeq(known) ? known : new YAMLSeq();
  if (list !== known) document.set(provider, list);
  if (list.items.some((_, index) => list.getIn([index, 'rule']) === entry.rule)) return false;
  list.flow = false;
  list.add(document.createNode(entry));
  return true;
}

function removeAt(document: Document.Parsed, provider: string, places: readonly number[]): void {
  const list: unknown = document.get(provider, true);
  if (!isSeq(list) || places.length === 0) return;
  for (const place of places.toReversed()) list.delete(place);
  if (list.items.length === 0) document.delete(provider);
}

function write(file: string, document: Document.Parsed): void {
  try {
    writeFileSync(file, document.toString({ lineWidth: 0 }));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${file}: cannot be written (${code}); choose another file with --file`);
  }
}

function resultsOf(file: string): Results {
  try {
    return readResults(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UsageError(`${file}: cannot be read (${error.code}); give the path of a results.json that a run wrote`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
