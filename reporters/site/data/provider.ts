import type { Column, ColumnRun, TimingEntry } from '../../results/model.ts';
import { cut, oneLine, visible } from '../../text.ts';
import type { SourceColumn } from './columns.ts';

/** `data/providers/<key>.js`: what only the page of one column shows. */
export interface SiteProvider {
  readonly run: Omit<ColumnRun, 'arguments'>;
  /** Of the contract; '' where the run did not say. */
  readonly edition: string;
  readonly models: readonly { readonly role: string; readonly model: string }[];
  /** Asks the same again; the flags are known only where the run was started by the command line. */
  readonly command: string;
  readonly commandKnown: boolean;
  readonly timings: SiteTimings;
}

/** Columnar: one entry an answer in each list. Milliseconds and tokens; -1 where there is none. */
export interface SiteTimings {
  readonly operations: readonly string[];
  /** Into `operations`. */
  readonly operation: readonly number[];
  readonly status: readonly number[];
  readonly firstByte: readonly number[];
  readonly firstEvent: readonly number[];
  readonly total: readonly number[];
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** The slowest answers, the slowest first. `isKept`: its exchange is among the evidence. */
  readonly slowest: readonly {
    readonly exchange: string;
    readonly operation: string;
    readonly total: number;
    readonly isKept: boolean;
  }[];
}

const SLOWEST = 5;
const MODEL_CHARACTERS = 200;

export function siteProvider({ column, results }: SourceColumn): SiteProvider {
  const { arguments: flags, startedAt, finishedAt, kit } = column.run ?? results.run;
  return {
    run: { startedAt, finishedAt, kit: { name: visible(kit.name), version: visible(kit.version) } },
    edition: results.run.contracts.find(({ id }) => id === column.contract)?.edition ?? '',
    models: Object.entries(column.provider.models ?? {}).flatMap(([role, model]) =>
      model === undefined ? [] : [{ role: visible(role), model: visible(cut(model, MODEL_CHARACTERS)) }],
    ),
    command: commandOf(column, kit, flags),
    commandKnown: flags !== undefined,
    timings: siteTimings(column),
  };
}

/** A results file of an older kit has times only in the exchanges that it keeps. */
function timingsOfEvidence({ exchanges }: Column): readonly TimingEntry[] {
  return exchanges.flatMap(({ exchange: { id, request, answer, timing } }): readonly TimingEntry[] =>
    timing === undefined || answer.kind === 'none'
      ? []
      : [
          {
            exchange: id,
            operation: `${request.method} ${request.path}`,
            status: answer.status,
            ...(timing.chunks === undefined ? {} : { streamed: true }),
            firstByteMs: timing.firstByteMs,
            totalMs: timing.totalMs,
          },
        ],
  );
}

function siteTimings(column: Column): SiteTimings {
  const all = column.timings ?? timingsOfEvidence(column);
  const kept = new Set(column.exchanges.map(({ exchange }) => exchange.id));
  // A stream and an answer in one piece are two different waits.
  const name = ({ operation, streamed }: TimingEntry) =>
    visible(streamed === true ? `${operation}, streamed` : operation);
  const operations = [...new Set(all.map(name))];
  const places = new Map(operations.map((each, index) => [each, index]));
  return {
    operations,
    operation: all.map((entry) => places.get(name(entry)) ?? 0),
    status: all.map(({ status }) => status),
    firstByte: all.map(({ firstByteMs }) => firstByteMs),
    firstEvent: all.map(({ firstEventMs = -1 }) => firstEventMs),
    total: all.map(({ totalMs }) => totalMs),
    input: all.map(({ tokens }) => tokens?.[0] ?? -1),
    output: all.map(({ tokens }) => tokens?.[1] ?? -1),
    slowest: all
      .toSorted((a, b) => b.totalMs - a.totalMs)
      .slice(0, SLOWEST)
      .map((entry) => ({
        exchange: visible(entry.exchange),
        operation: name(entry),
        total: entry.totalMs,
        isKept: kept.has(entry.exchange),
      })),
  };
}

/** Flags that only mean the server without a provider file. */
const AD_HOC = ['--base-url', '--model', '--api-key-env'];

/** On one line, quoted for a POSIX shell. */
function commandOf(column: Column, kit: ColumnRun['kit'], flags: readonly string[] | undefined): string {
  const { id, baseUrl } = column.provider;
  if (column.evidence === 'recorded') {
    const contract = column.contract === 'openai' ? '' : ` --contract ${column.contract}`;
    return oneLine(`npx ${kit.name}@${kit.version} check recording.jsonl${contract}`);
  }
  const start = ['npx', `${kit.name}@${kit.version}`, 'run'];
  const place = flags?.indexOf('--base-url') ?? -1;
  const isAdHoc = place !== -1 && flags?.[place + 1] === baseUrl;
  const words = flags ?? (column.contract === 'openai' ? [] : ['--contract', column.contract]);
  const kept = isAdHoc
    ? words
    : words.filter((word, n) => !AD_HOC.includes(word) && !AD_HOC.includes(words[n - 1] ?? ''));
  return oneLine([...start, ...(isAdHoc ? [] : [id]), ...kept].map(quoted).join(' '));
}

function quoted(word: string): string {
  return /^[\w./:@%+=,~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
