import { bodyBytes, bodyText } from '../../core/body.ts';
import type { Contract } from '../../core/contract.ts';
import type { Exchange, HttpAnswer } from '../../core/exchange.ts';
import { judgeExchange } from '../../core/judge/judge.ts';
import { judgeScenario } from '../../core/judge/scenario.ts';
import { mutantsOf } from '../../core/mutate/index.ts';
import { levelIn, type Rule } from '../../core/rule.ts';
import { referenceOnlyScenarios, scenarios } from '../scenarios/index.ts';
import { disagreementOn, limitOf, type SecondReader } from './readers.ts';
import { eventsOf } from './stream-types.ts';

export interface AgreementOptions {
  readonly reader: SecondReader;
  readonly contract: Contract;
  readonly rules: readonly Rule[];
}

/** Conforming streams, as the reader sees them. */
export interface ReadStreams {
  readonly streams: number;
  readonly read: number;
  /** Streams that it cannot read by nature, by the reason. */
  readonly limits: Readonly<Record<string, number>>;
  /** Streams that it does not read although it ought to: `id: objection`. */
  readonly unread: readonly string[];
}

/** Broken streams: what the reader notices and what the judge notices. */
export interface Agreement {
  readonly mutants: number;
  readonly thrown: number;
  readonly both: number;
  /** The reader throws, no rule of level MUST objects, and its `disagreements` say why. */
  readonly explained: number;
  /** As before, unexplained: `key: objection (example)`. */
  readonly missed: readonly string[];
  /** The judge objects and the reader does not. */
  readonly judgeOnly: number;
}

const ASKED = [...scenarios, ...referenceOnlyScenarios];

type Stream = Exchange & { readonly answer: HttpAnswer };

/** The exchanges that were answered with an event stream. */
export function streamsOf(exchanges: readonly Exchange[]): readonly Stream[] {
  return exchanges.filter(isStream);
}

function isStream(exchange: Exchange): exchange is Stream {
  const { answer } = exchange;
  if (answer.kind !== 'http' || answer.status !== 200) return false;
  return answer.body.kind === 'data' || /^text\/event-stream\b/i.test(answer.contentType);
}

export async function readStreams(exchanges: readonly Exchange[], reader: SecondReader): Promise<ReadStreams> {
  const limits: Record<string, number> = {};
  const unread: string[] = [];
  const streams = streamsOf(exchanges);
  let count = 0;
  for (const exchange of streams) {
    const limit = limitOf(reader, exchange);
    const objection = await reader.read(textOf(exchange));
    if (objection === undefined) count += 1;
    else if (limit === undefined) unread.push(`${exchange.id}: ${objection}`);
    else limits[limit] = (limits[limit] ?? 0) + 1;
  }
  return { streams: streams.length, read: count, limits, unread };
}

/**
 * Every `every`-th mutant of the streams that the reader can read, from the `from`-th on: the same ones each time. Mutants
 * of status and headers are none of the reader's business.
 */
export async function agreementOn(
  exchanges: readonly Exchange[],
  { every, from, ...options }: AgreementOptions & { readonly every: number; readonly from: number },
): Promise<Agreement> {
  const missed = new Map<string, string>();
  let [index, mutants, thrown, both, explained, judgeOnly] = [0, 0, 0, 0, 0, 0];
  for (const exchange of streamsOf(exchanges)) {
    if (limitOf(options.reader, exchange) !== undefined) continue;
    const types = eventsOf(exchange).map(({ type }) => type);
    for (const mutant of mutantsOf(exchange)) {
      if (/^\/(?:status|headers)\b/.test(mutant.at) || index++ % every !== from % every) continue;
      const made = mutant.make();
      if (!isStream(made)) continue;
      const objection = await options.reader.read(textOf(made));
      const objects = breaksMust(made, options);
      mutants += 1;
      if (objection === undefined) {
        judgeOnly += objects ? 1 : 0;
        continue;
      }
      thrown += 1;
      const key = `${mutant.operator} ${placeOf(mutant.at, types)}`;
      if (objects) both += 1;
      else if (disagreementOn(options.reader, key) !== undefined) explained += 1;
      else missed.set(key, `${key}: ${objection.slice(0, 200)} (${exchange.id} ${mutant.at})`);
    }
  }
  return { mutants, thrown, both, explained, missed: [...missed.values()], judgeOnly };
}

/** A mutant's place with its event's type instead of its number, and other numbers starred. */
function placeOf(at: string, types: readonly string[]): string {
  const [, index = '', rest = ''] = /^\/events\/(\d+)(.*)$/.exec(at) ?? [];
  const place = index === '' ? at : `${types[Number(index)] ?? 'event'} ${rest}`;
  return place.replaceAll(/\/\d+(?=\/|$)/g, '/*').trim();
}

/** Whether a rule of level MUST objects to this one exchange, by itself or, where it is a step, as its conversation. */
export function breaksMust(exchange: Exchange, { contract, rules }: Pick<AgreementOptions, 'contract' | 'rules'>) {
  const binding = new Set(rules.filter((rule) => levelIn(rule, contract.ref) === 'MUST').map(({ id }) => id));
  const scenario = ASKED.find(({ id }) => id === exchange.step?.scenario);
  const alone = { provider: 'reader', evidence: 'live', contract, rules, exchanges: [exchange] } as const;
  const { findings } =
    scenario === undefined ? judgeExchange(exchange, contract, rules) : judgeScenario({ ...alone, scenario });
  return findings.some(({ rule }) => binding.has(rule));
}

function textOf({ answer }: Stream): string {
  return answer.body.kind === 'data' ? new TextDecoder().decode(bodyBytes(answer.body)) : bodyText(answer.body);
}
