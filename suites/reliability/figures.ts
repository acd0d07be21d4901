import { integerMember, isObject, type Json, member, parseJson, stringMember } from '../../core/json.ts';

/** What one property of the fuzzers was tried with. */
export interface PropertyFigures {
  readonly name: string;
  readonly inputs: number;
  readonly seed: number;
  readonly failed: boolean;
}

/** What one behaviour of a server, or one trick, led to. */
export interface BehaviourFigures {
  readonly suite: string;
  readonly name: string;
  readonly held: boolean;
}

/** What was found where keys could have been left. */
export interface ScanFigures {
  readonly run: string;
  readonly files: number;
  readonly archived: number;
  readonly spellings: number;
  readonly leaks: number;
}

export interface CrashFigures {
  readonly seed: string;
  readonly kills: number;
  /** Requests under way at a kill, all of them. */
  readonly inFlight: number;
  readonly lost: number;
  readonly repeated: number;
  /** Whole runs out of several killed ones, and how many ended with the results of an unbroken run. */
  readonly runs: number;
  readonly same: number;
}

export interface Measured<Figures> {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Which budgets of bytes, events, inputs and kills the tests had. */
  readonly budget: 'short' | 'long';
  readonly of: Figures;
}

/** What was measured, each part when it last was. */
export interface Reliability {
  readonly fuzz?: Measured<readonly PropertyFigures[]>;
  readonly hostile?: Measured<readonly BehaviourFigures[]>;
  readonly crash?: Measured<CrashFigures>;
  readonly keys?: Measured<readonly ScanFigures[]>;
}
export const PARTS = ['fuzz', 'hostile', 'crash', 'keys'] as const;
export type Part = (typeof PARTS)[number];

/** The lines that the suites wrote into their tally. What is no JSON object is left out: a killed test cuts its line. */
export function tallyLines(text: string): readonly Json[] {
  return text.split('\n').flatMap((line) => {
    const parsed = parseJson(line);
    return parsed.ok && isObject(parsed.value) ? [parsed.value] : [];
  });
}

/** The properties of a tally, each as it was tried last. */
export function propertiesIn(lines: readonly Json[]): readonly PropertyFigures[] {
  const all = lines.flatMap((line): readonly PropertyFigures[] => {
    const [name, inputs, seed] = [
      stringMember(line, 'input'),
      integerMember(line, 'runs'),
      integerMember(line, 'seed'),
    ];
    if (stringMember(line, 'suite') !== 'fuzz' || name === undefined || inputs === undefined || seed === undefined)
      return [];
    return [{ name, inputs, seed, failed: member(line, 'ok') !== true }];
  });
  return byName(all, ({ name }) => name);
}

/** The behaviours of servers in a tally. */
export function behavioursIn(lines: readonly Json[]): readonly BehaviourFigures[] {
  const all = lines.flatMap((line): readonly BehaviourFigures[] => {
    const [suite, name] = [stringMember(line, 'suite'), stringMember(line, 'input')];
    if (suite?.startsWith('hostile') !== true || name === undefined) return [];
    return [{ suite, name, held: member(line, 'ok') === true }];
  });
  return byName(all, ({ name, suite }) => `${suite} ${name}`);
}

/** The scans for keys in a tally. */
export function scansIn(lines: readonly Json[]): readonly ScanFigures[] {
  const all = lines.flatMap((line): readonly ScanFigures[] => {
    const run = stringMember(line, 'input');
    const [files, archived] = [integerMember(line, 'files'), integerMember(line, 'archived')];
    const [spellings, leaks] = [integerMember(line, 'spellings'), integerMember(line, 'leaks')];
    if (stringMember(line, 'suite') !== 'canary' || run === undefined || files === undefined) return [];
    return [{ run, files, archived: archived ?? 0, spellings: spellings ?? 0, leaks: leaks ?? 0 }];
  });
  return byName(all, ({ run }) => run);
}

/** What the crash tests counted; undefined where that is no such count. */
export function crashesIn(text: string): CrashFigures | undefined {
  const parsed = parseJson(text);
  const value = parsed.ok ? parsed.value : undefined;
  const seed = stringMember(value, 'seed');
  const inFlight = integerMember(member(value, 'inFlight'), 'all');
  const count = (name: string) => integerMember(value, name);
  const [kills, lost, repeated, runs, same] = ['kills', 'lost', 'repeated', 'runs', 'same'].map(count);
  if (seed === undefined || inFlight === undefined || kills === undefined || lost === undefined) return undefined;
  if (repeated === undefined || runs === undefined || same === undefined) return undefined;
  return { seed, kills, inFlight, lost, repeated, runs, same };
}

function byName<T>(all: readonly T[], nameOf: (one: T) => string): readonly T[] {
  const last = new Map(all.map((one) => [nameOf(one), one]));
  return [...last.values()].sort((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1));
}
