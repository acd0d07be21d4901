import pc from 'picocolors';
import { CallerError } from '../../core/caller-error.ts';
import type { Contract, ContractRef } from '../../core/contract.ts';
import type { Exchange } from '../../core/exchange.ts';
import { explain, whereWords } from '../../core/explain.ts';
import { type Judgement, judgeExchange } from '../../core/judge/judge.ts';
import { createLocator } from '../../core/locate/place.ts';
import { type Finding, type Level, levelIn, type Rule } from '../../core/rule.ts';
import { rules } from '../../core/rules/index.ts';
import { readRecording } from '../../fixtures/recordings/read.ts';
import { oneLine, plural } from '../../reporters/text.ts';
import { loadContract } from '../../specs/load.ts';
import { matches } from '../../suites/run/select.ts';
import { choose } from '../choose.ts';
import { contractsOfCheck } from '../contracts.ts';
import { EXIT, type ExitCode, FAIL_ON, UsageError } from '../exit.ts';
import { counts } from '../outcome.ts';
import { rulePatterns } from '../patterns.ts';
import type { RecordedResults } from '../recorded-results.ts';

export interface CheckOptions {
  readonly contract: readonly string[];
  readonly format: string;
  readonly rule: readonly string[];
  readonly failOn: string;
  /** Folder for results.json and what goes with it. */
  readonly out?: string;
  /** Known failures of the columns in `out`. */
  readonly baseline?: string;
}

/** One judged input line, as `--format ndjson` prints it. */
interface CheckedLine {
  readonly id: string;
  readonly operation: string | null;
  readonly judged: number;
  readonly findings: readonly CheckedFinding[];
  /** Why nothing could be judged, when nothing could. */
  readonly inconclusive?: string;
}

type CheckedFinding = Omit<Finding, 'exchange' | 'more'> & {
  readonly level: Level;
  /** Where several contracts judge. */
  readonly contract?: ContractRef;
};

interface BadLine {
  readonly file: string;
  readonly id: string | null;
  readonly line: number;
  readonly error: string;
}

interface Printer {
  begin(file: string): void;
  line(line: CheckedLine, exchange: Exchange): void;
  bad(line: BadLine): void;
  end(): void;
}

/**
 * Judges every exchange of the files and prints what it found. What cannot be read is named on the standard error and
 * makes the exit code 2; everything else is judged all the same.
 * @throws CallerError for wrong options
 */
export async function check(files: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const refs = await contractsOfCheck(options.contract);
  const failOn = choose('level for --fail-on', options.failOn, FAIL_ON);
  const chosen = await chooseRules(options.rule);
  const printer = PRINTERS[choose('format', options.format, FORMATS)](chosen);
  const contracts = await Promise.all(refs.map(loadContract));
  if (options.baseline !== undefined && options.out === undefined) {
    throw new UsageError('--baseline needs --out: the known failures are marked in results.json');
  }
  const kept = options.out === undefined ? undefined : await results(contracts, chosen, options.baseline);
  let code: ExitCode = EXIT.nothing;
  let damaged = false;
  for (const file of files) {
    printer.begin(file);
    try {
      for await (const entry of readRecording(file)) {
        if ('error' in entry) {
          damaged = true;
          const id = typeof entry.id === 'string' ? entry.id : null;
          printer.bad({ file, id, line: entry.line, error: placed(entry.error, file) });
          continue;
        }
        const { exchange } = entry;
        const judged = judgedLine(exchange, contracts, chosen);
        if ('error' in judged) {
          damaged = true;
          printer.bad({ file, id: exchange.id, line: entry.line, error: placed(judged.error, file) });
          continue;
        }
        const { line } = judged;
        printer.line(line, exchange);
        kept?.add(exchange, file);
        if (line.judged > 0 && code === EXIT.nothing) code = EXIT.ok;
        if (line.findings.some(({ level }) => counts(level, failOn))) code = EXIT.fails;
      }
    } catch (error) {
      if (!(error instanceof CallerError)) throw error;
      damaged = true;
      complain(placed(error.message, file));
    }
  }
  printer.end();
  if (options.out !== undefined) kept?.write(options.out, new Date());
  return damaged ? EXIT.usage : code;
}

/** Loaded only where results are written: the site and all that is written with them were a sixth of the start. */
async function results(
  contracts: readonly Contract[],
  chosen: readonly Rule[],
  baseline: string | undefined,
): Promise<RecordedResults> {
  const { RecordedResults: Results } = await import('../recorded-results.ts');
  const { loadBaseline } = await import('../../fixtures/providers/baseline.ts');
  return new Results(contracts, chosen, new Date(), baseline === undefined ? {} : await loadBaseline(baseline));
}

/** A defect of the kit must not cost the judgement of the other entries. */
function judgedLine(
  exchange: Exchange,
  contracts: readonly Contract[],
  chosen: readonly Rule[],
): { readonly line: CheckedLine } | { readonly error: string } {
  try {
    const lines = contracts.map((contract) => {
      return checkedLine(exchange.id, judgeExchange(exchange, contract, chosen), chosen, contract);
    });
    return { line: joined(lines, contracts) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { error: `${exchange.id}: cannot be judged, by a defect of the kit: ${why}` };
  }
}

/**
 * One line for all contracts: `judged` counts each rule under each contract, and every finding names its contract. With
 * one contract the line is as it is.
 */
function joined(lines: readonly CheckedLine[], contracts: readonly Contract[]): CheckedLine {
  const [first] = lines;
  if (first === undefined) throw new Error('no contract to judge by');
  if (lines.length === 1) return first;
  return {
    ...first,
    operation: lines.find(({ operation }) => operation !== null)?.operation ?? null,
    judged: lines.reduce((sum, { judged }) => sum + judged, 0),
    findings: lines.flatMap(({ findings }, index) => {
      const contract = contracts[index]?.ref;
      return findings.map((finding) => (contract === undefined ? finding : { ...finding, contract }));
    }),
  };
}

/** What is wrong with an entry, with the file that it is in. */
function placed(error: string, file: string): string {
  return error.startsWith(file) ? error : `${file}: ${error}`;
}

function complain(message: string): void {
  process.stderr.write(`responses-tck: ${oneLine(message)}\n`);
}

async function chooseRules(ids: readonly string[]): Promise<readonly Rule[]> {
  if (ids.length === 0) return rules;
  const wanted = await rulePatterns(ids);
  return rules.filter(({ id }) => wanted.some((pattern) => matches(pattern, id)));
}

function checkedLine(id: string, judgement: Judgement, judgedBy: readonly Rule[], contract: Contract): CheckedLine {
  const { applied, findings, operation, unanswered } = judgement;
  return {
    id,
    operation: operation ?? null,
    judged: applied.length,
    findings: findings.flatMap(({ rule, at, expected, actual, count }) => {
      const broken = judgedBy.find((one) => one.id === rule);
      const level = broken === undefined ? undefined : levelIn(broken, contract.ref);
      return level === undefined ? [] : [{ rule, level, at, expected, actual, count }];
    }),
    ...(unanswered === undefined ? {} : { inconclusive: unanswered.detail }),
  };
}

const FORMATS = ['text', 'ndjson', 'json'] as const;

const PRINTERS: Readonly<Record<(typeof FORMATS)[number], (judgedBy: readonly Rule[]) => Printer>> = {
  text: textPrinter,
  ndjson: ndjsonPrinter,
  json: jsonPrinter,
};

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function ndjsonPrinter(): Printer {
  return {
    begin: () => {},
    line: (line) => print(JSON.stringify(line)),
    bad: (line) => print(JSON.stringify(line)),
    end: () => {},
  };
}

function jsonPrinter(): Printer {
  const lines: (CheckedLine | BadLine)[] = [];
  const keep = (line: CheckedLine | BadLine) => {
    lines.push(line);
  };
  return {
    begin: () => {},
    line: keep,
    bad: keep,
    end: () => print(JSON.stringify(lines, null, 2)),
  };
}

const MARK: Record<Level, (text: string) => string> = { MUST: pc.red, SHOULD: pc.yellow, MAY: pc.dim };

/** Only what is wrong, one block an exchange, and a count at the end. */
function textPrinter(judgedBy: readonly Rule[]): Printer {
  const titles = new Map(judgedBy.map(({ id, title }) => [id, title]));
  const totals = { exchanges: 0, clean: 0, inconclusive: 0, bad: 0, MUST: 0, SHOULD: 0, MAY: 0 };
  return {
    begin: (file) => print(pc.bold(oneLine(file))),
    line: (line, exchange) => {
      totals.exchanges += 1;
      if (line.inconclusive !== undefined) totals.inconclusive += 1;
      else if (line.findings.length === 0) totals.clean += 1;
      if (line.findings.length === 0) return;
      print(`\n  ${oneLine(line.id)}  ${line.operation ?? 'unknown operation'}  (${line.judged} rules applied)`);
      const locate = createLocator(exchange);
      for (const { level, contract, ...finding } of line.findings) {
        const { rule, at, count } = finding;
        totals[level] += 1;
        const times = count > 1 ? `  ×${count}` : '';
        const place = locate(at);
        const words = whereWords(place);
        print(
          `    ${MARK[level](level.padEnd(6))} ${rule}  ${pc.dim(titles.get(rule) ?? '')}${contract === undefined ? '' : pc.dim(` (${contract})`)}`,
        );
        print(`           ${oneLine(explain({ ...finding, exchange: exchange.id, more: [] }, place, exchange))}`);
        print(pc.dim(`           ${oneLine(at)}${times}${words === '' ? '' : `, ${words}`}`));
      }
    },
    bad: ({ error }) => {
      totals.bad += 1;
      complain(error);
    },
    end: () => {
      const { exchanges, clean, inconclusive, bad } = totals;
      print(
        `\n${plural(exchanges, 'exchange')} judged: ${clean} clean, ${inconclusive} inconclusive, ${bad} unreadable`,
      );
      print(`findings: ${totals.MUST} MUST, ${totals.SHOULD} SHOULD, ${totals.MAY} MAY`);
    },
  };
}
