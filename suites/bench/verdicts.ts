import { createWriteStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { CONTRACT_IDS, type Contract, type ContractFamily } from '../../core/contract.ts';
import type { Exchange } from '../../core/exchange.ts';
import { judgeExchange } from '../../core/judge/judge.ts';
import { judgeScenario } from '../../core/judge/scenario.ts';
import { mutantsOf } from '../../core/mutate/index.ts';
import { rules } from '../../core/rules/index.ts';
import { readRecording } from '../../fixtures/recordings/read.ts';
import { loadContract } from '../../specs/load.ts';
import type { Conversation } from '../mutation/score.ts';
import { referenceSubject } from '../mutation/subjects.ts';
import { stretched } from './stretch.ts';

/**
 * `npm run verdicts -- FILE --out VERDICTS`: judges, under both contracts, the conversations of FILE (which `--record`
 * writes: everything that the references answer), their streams stretched, a sample of their mutants, and the recordings
 * of TCK_SHARED; one line a judgement. A change that shall be none of verdicts is judged before and after, and the two
 * files are compared byte for byte.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    record: { type: 'boolean', default: false },
    out: { type: 'string', default: 'verdicts.ndjson' },
    /** The mutants of one exchange in so many, and of these one in so many: a prime, so that no operator is left out. */
    every: { type: 'string', default: '13' },
  },
});
const [file = 'conversations.json'] = positionals;
const EVERY = Number(values.every);
const PIECES = 24;

type Recorded = Readonly<Partial<Record<ContractFamily, readonly Conversation[]>>>;

if (values.record) {
  const recorded: Partial<Record<ContractFamily, readonly Conversation[]>> = {};
  for (const id of CONTRACT_IDS) recorded[id] = (await referenceSubject(id)).conversations;
  writeFileSync(file, JSON.stringify(recorded));
} else await judgeAll(JSON.parse(readFileSync(file, 'utf8')) as Recorded);

async function judgeAll(recorded: Recorded): Promise<void> {
  const out = createWriteStream(values.out);
  const contracts = await Promise.all(CONTRACT_IDS.map(loadContract));
  let judged = 0;
  let exchangesSeen = 0;
  const write = (key: string, verdict: unknown) => {
    judged++;
    out.write(`${JSON.stringify({ key, verdict })}\n`);
  };
  const judge = (key: string, exchange: Exchange, contract: Contract) =>
    write(`${contract.ref} ${key}`, judgeExchange(exchange, contract, rules));
  const judgeStream = (key: string, exchange: Exchange, contract: Contract) => {
    const long = stretched(exchange, PIECES);
    for (const [name, one] of [['', exchange] as const, ['stretched ', long] as const]) {
      if (one === undefined) continue;
      judge(`${name}${key}`, one, contract);
      if (exchangesSeen++ % EVERY !== 0) continue;
      let count = 0;
      for (const mutant of mutantsOf(one)) {
        if (count++ % EVERY === 0) judge(`${name}${key} ${mutant.operator} ${mutant.at}`, mutant.make(), contract);
      }
    }
  };
  for (const contract of contracts) {
    for (const { exchanges, scenario } of recorded[contract.id] ?? []) {
      const input = { provider: 'reference', evidence: 'live', contract, rules, scenario, exchanges } as const;
      const { exchanges: _same, ...report } = judgeScenario(input);
      write(`${contract.ref} ${scenario.id}`, report);
      for (const exchange of exchanges) judgeStream(`${scenario.id}/${exchange.id}`, exchange, contract);
    }
    const shared = join(process.env['TCK_SHARED'] ?? '', 'traffic', 'recorded.jsonl');
    if (!existsSync(shared)) continue;
    for await (const entry of readRecording(shared)) {
      if ('exchange' in entry) judgeStream(entry.exchange.id, entry.exchange, contract);
    }
  }
  out.end();
  await finished(out);
  console.log(`${judged} judgements`);
}
