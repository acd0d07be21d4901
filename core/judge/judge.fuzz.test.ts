import { deepStrictEqual } from 'node:assert';
import { test } from '@playwright/test';
import fc from 'fast-check';
import { loadContract } from '../../specs/load.ts';
import { stretched } from '../../suites/bench/stretch.ts';
import {
  garbage,
  mutated,
  mutation,
  realExchanges,
  wholeMutation,
} from '../../suites/reliability/exchanges.test-support.ts';
import { holds } from '../../suites/reliability/property.test-support.ts';
import { bodyText } from '../body.ts';
import type { Contract } from '../contract.ts';
import type { Exchange } from '../exchange.ts';
import { isObject, type Json, parseJson } from '../json.ts';
import { isAnswered, jsonOf, messagesOf, withJson, withText } from '../mutate/draft.ts';
import { rules } from '../rules/index.ts';
import { type Judgement, judgeExchange } from './judge.ts';
import { judgeScenario } from './scenario.ts';

let contracts: readonly Contract[];
let real: readonly Exchange[];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  contracts = await Promise.all([loadContract('openai'), loadContract('open-responses')]);
  real = await realExchanges();
  real = await realExchanges();
  console.timeEnd('real');
  console.log(real.length);
});

function judged(exchange: Exchange): readonly Judgement[] {
  return contracts.map((contract) => judgeExchange(exchange, contract, rules));
}

function together(exchanges: readonly Exchange[]): readonly unknown[] {
  const scenario = { id: 'fuzz', title: 'fuzz', capability: 'core' } as const;
  return contracts.map((contract) => {
    const { exchanges: _, ...report } = judgeScenario({
      provider: 'fuzz',
      evidence: 'live',
      contract,
      rules,
      scenario,
      exchanges,
    });
    return report;
  });
}

test(
  'judge: answers to any exchange, the same each time, and changes nothing in it',
  holds(150, () =>
    fc.property(garbage, (exchange) => {
      const before = structuredClone(exchange);
      const first = judged(exchange);
      deepStrictEqual(judged(exchange), first);
      deepStrictEqual(exchange, before);
    }),
  ),
);

test(
  'judge: answers to any exchange that is nearly a real one, the same whatever was judged before',
  holds(100, () =>
    fc.property(mutation, fc.oneof(garbage, mutation), (own, before) => {
      const exchange = mutated(real, own);
      const first = judged(exchange);
      const other = 'which' in before ? mutated(real, before) : before;
      judged(other);
      together([other, exchange]);
      deepStrictEqual(judged(exchange), first);
    }),
  ),
);

test(
  'judge: answers to any conversation, the same each time',
  holds(50, () =>
    fc.property(fc.array(mutation, { maxLength: 4 }), fc.array(garbage, { maxLength: 2 }), (near, far) => {
      const exchanges = [...near.map((each) => mutated(real, each)), ...far];
      deepStrictEqual(together(exchanges), together(exchanges));
    }),
  ),
);

/** The value with the members of its objects in another order. */
function reordered(value: Json, by: number): Json {
  if (Array.isArray(value)) return value.map((one: Json) => reordered(one, by));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(
    ([name, one]) => [name, one === undefined ? one : reordered(one, by)] as const,
  );
  const from = by % Math.max(entries.length, 1);
  const turned = [...entries.slice(from), ...entries.slice(0, from)];
  return Object.fromEntries(by % 2 === 0 ? turned : turned.toReversed());
}

/** The exchange with another order of the members of all its objects; undefined where its payloads are no JSON objects. */
function otherOrder(exchange: Exchange, by: number): Exchange | undefined {
  if (!isAnswered(exchange)) return undefined;
  // A number that no double holds is read as Infinity, and written as null.
  if (/[eE]\+?\d{3}/.test(bodyText(exchange.answer.body))) return undefined;
  const { json } = exchange.request;
  const own = { ...exchange, request: { ...exchange.request, json: json === undefined ? json : reordered(json, by) } };
  const messages = messagesOf(exchange);
  if (messages !== undefined) return rewritten(own, (data, nth) => JSON.stringify(reordered(data, by + nth)));
  const answered = jsonOf(exchange);
  return answered === undefined ? undefined : withJson(own, reordered(answered, by));
}

/** The stream with each payload written by `write`; lines of events that are no JSON objects stay. */
function rewritten(exchange: Exchange, write: (data: Json, nth: number) => string): Exchange {
  if (!isAnswered(exchange)) return exchange;
  const { answer } = exchange;
  let nth = 0;
  const again = (text: string): string => {
    const parsed = parseJson(text);
    return parsed.ok && isObject(parsed.value) ? write(parsed.value, nth++) : text;
  };
  if (answer.body.kind === 'data') {
    return { ...exchange, answer: { ...answer, body: { kind: 'data', payloads: answer.body.payloads.map(again) } } };
  }
  if (answer.body.kind !== 'text') return exchange;
  return withText(
    exchange,
    answer.body.text.replace(/^data: (.*)$/gm, (_, text: string) => `data: ${again(text)}`),
  );
}

/** Which rules object where, without the words: those may show an object as it was written. */
function outline(judgements: readonly Judgement[]): unknown {
  return judgements.map(({ applied, findings, operation, unanswered, unmet }) => ({
    operation,
    applied: applied.toSorted(),
    findings: findings.map(({ at, rule }) => `${rule} ${at}`).toSorted(),
    unmet: unmet.map(({ rule }) => rule).toSorted(),
    cause: unanswered?.cause,
  }));
}

test(
  'judge: the order of members makes no difference',
  holds(100, () =>
    fc.property(mutation, fc.nat({ max: 50 }), (own, by) => {
      const exchange = mutated(real, own);
      const other = otherOrder(exchange, by);
      if (other !== undefined) deepStrictEqual(outline(judged(other)), outline(judged(exchange)));
    }),
  ),
);

/** Streams with runs of deltas that are long enough to be read by their pattern. */
let long: readonly Exchange[] | undefined;
function longStreams(): readonly Exchange[] {
  long ??= real.flatMap((exchange) => {
    const own = isAnswered(exchange) && exchange.answer.status === 200 ? stretched(exchange, 40) : undefined;
    return own === undefined ? [] : [own];
  });
  return long;
}

test(
  'judge: runs of deltas are judged as if each were read by itself',
  holds(60, () =>
    fc.property(wholeMutation, (own) => {
      const exchange = mutated(longStreams(), own);
      // A space more in every other event: no two in a row are of one pattern.
      const apart = rewritten(exchange, (data, nth) =>
        nth % 2 === 0 ? JSON.stringify(data) : `{ ${JSON.stringify(data).slice(1)}`,
      );
      deepStrictEqual(judged(apart), judged(exchange));
    }),
  ),
);
