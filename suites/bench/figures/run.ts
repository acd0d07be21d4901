import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from '../../../core/exchange.ts';
import { isObject, member, parseJson } from '../../../core/json.ts';
import { byTurns, type Figure, median } from '../figure.ts';
import { ended, type Ran } from '../program.ts';
import { kitOn, stockTests, withFolder, withReference } from '../scratch.ts';
import { passOn } from '../servers.ts';

const DELAY_MS = 300;
const MANY = 400;
const MEBIBYTE = 1024 * 1024;

type Kit = ReturnType<typeof kitOn>;

export const runFigure: Figure = {
  id: 'run',
  title: 'A run',
  how: `The default suite against the reference provider. Without latency the floor is a Playwright run of one empty test; with ${DELAY_MS} ms before every answer it is the longest chain of requests that depend on each other, which is what a run that does everything at once would take. Where every test fails, the server's answers have a wrong \`object\`; the floor is the same run with right ones. A scenario test is what one more test costs in a run that resumes a finished one, so that nothing is asked; its floor is one more empty test of stock Playwright. Memory is that of all processes, what they share counted once.`,
  measure: ({ runs }) =>
    withFolder((folder) =>
      withReference(async (baseUrl, key) => {
        const right = await passOn(baseUrl, 0);
        const wrong = await passOn(baseUrl, 0, (body) => body.replaceAll('"object":"response"', '"object":"answer"'));
        const slow = await passOn(baseUrl, DELAY_MS);
        try {
          const on = (id: string, url: string): Played => playing(folder, kitOn(folder, id, url, key));
          return await measured(folder, runs, {
            right: on('right', right.baseUrl),
            wrong: on('wrong', wrong.baseUrl),
            slow: on('slow', slow.baseUrl),
          });
        } finally {
          await Promise.all([right.close(), wrong.close(), slow.close()]);
        }
      }),
    ),
};

interface Finished extends Ran {
  /** The folder of its results. */
  readonly out: string;
}

type Played = (...more: readonly string[]) => Promise<Finished>;

function playing(folder: string, kit: Kit): Played {
  return async (...more) => {
    const out = mkdtempSync(join(folder, 'out-'));
    return { ...ended(await kit('--out', out, ...more), [0, 1]), out };
  };
}

async function measured(
  folder: string,
  runs: number,
  on: { readonly right: Played; readonly wrong: Played; readonly slow: Played },
): ReturnType<Figure['measure']> {
  const one = stockTests(mkdtempSync(join(folder, 'stock-')), 1);
  const many = stockTests(mkdtempSync(join(folder, 'stock-')), MANY);
  const { subject: quick, floor: empty } = await byTurns(runs, one, () => on.right());
  const { subject: failing, floor: passing } = await byTurns(
    runs,
    () => on.right(),
    () => on.wrong(),
  );
  const late = await times(runs, () => on.slow());
  const finished = await on.right();
  const again = (...more: readonly string[]) => on.right('--resume', finished.out, ...more);
  const scenarios = scenariosIn(finished.out);
  const { subject: all, floor: single } = await byTurns(runs, () => again('--scenario', scenarios[0] ?? ''), again);
  const { subject: stock, floor: bare } = await byTurns(runs, one, many);
  const ms = (some: readonly Ran[]) => median(some.map((ran) => ran.ms));
  const chain = median(late.map(({ out }) => longestChain(out)));
  return [
    { what: 'without latency', value: ms(quick), unit: 'ms', floor: ms(empty) },
    { what: `${DELAY_MS} ms an answer`, value: ms(late), unit: 'ms', floor: chain, reach: { most: chain + 1500 } },
    {
      what: 'every test fails',
      value: ms(failing),
      unit: 'ms',
      floor: ms(passing),
      reach: { most: ms(passing) * 1.5 },
    },
    {
      what: 'a scenario test',
      value: (ms(all) - ms(single)) / (scenarios.length - 1),
      unit: 'ms',
      floor: (ms(stock) - ms(bare)) / (MANY - 1),
      reach: { most: 4 },
    },
    {
      what: 'memory of all processes',
      value: Math.max(...[...quick, ...late].map(({ treeBytes }) => treeBytes)) / MEBIBYTE,
      unit: 'MiB',
      floor: Math.max(...empty.map(({ treeBytes }) => treeBytes)) / MEBIBYTE,
      reach: { most: 420 },
    },
  ];
}

async function times<T>(runs: number, work: () => Promise<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for (let round = 0; round < runs; round++) all.push(await work());
  return all;
}

function journalOf(out: string): readonly Exchange[] {
  const lines = readFileSync(join(out, 'journal.jsonl'), 'utf8').split('\n');
  return lines.flatMap((line) => {
    const parsed = parseJson(line);
    const exchange = parsed.ok ? member(parsed.value, 'exchange') : undefined;
    return isObject(exchange) ? [exchange as unknown as Exchange] : [];
  });
}

function scenariosIn(out: string): readonly string[] {
  return [...new Set(journalOf(out).flatMap(({ step }) => (step === undefined ? [] : [step.scenario])))];
}

/** Milliseconds of the conversation that took longest, waiting for its turn not counted. */
function longestChain(out: string): number {
  const chains = new Map<string, number>();
  for (const { step, timing } of journalOf(out)) {
    if (step === undefined || timing === undefined) continue;
    const asked = 1 + (timing.polls ?? 0) + (timing.retries ?? 0);
    chains.set(step.scenario, (chains.get(step.scenario) ?? 0) + asked * DELAY_MS);
  }
  return Math.max(...chains.values());
}
