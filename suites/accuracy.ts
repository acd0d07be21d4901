import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isObject, parseJson, stringMember } from '../core/json.ts';
import { judgeExchange } from '../core/judge/judge.ts';
import { rules } from '../core/rules/index.ts';
import { faults } from '../fixtures/reference/faults/index.ts';
import { loadContract } from '../specs/load.ts';
import { packageFile } from '../specs/package-root.ts';
import { agreementOn, readStreams, streamsOf } from './accuracy/agreement.ts';
import { type FaultSeen, seenOf } from './accuracy/faults.ts';
import { keyOf, keyOfFinding, knownDeviations } from './accuracy/known.ts';
import { accuracyPage, type Figures, type GenuineFigures, type SdkFigures } from './accuracy/page.ts';
import { READERS } from './accuracy/readers.ts';
import { findingsOn, isGenuine, readRecorded } from './accuracy/recordings.ts';
import { play } from './run/rehearse.ts';
import { referenceOnlyScenarios, scenarios } from './scenarios/index.ts';

/**
 * `npm run accuracy [-- RECORDING.jsonl] [--part genuine|faults|sdk ...]`: measures how often the judge is wrong, prints it
 * and writes docs/accuracy.md. Without a recording (or TCK_SHARED) and for parts that were not asked for the page keeps
 * its figures.
 */
const PARTS = ['genuine', 'faults', 'sdk'] as const;
/** One mutant in so many is given to the SDK; a prime, so that no operator is left out by its period. */
const EVERY = 23;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { part: { type: 'string', multiple: true, default: [...PARTS] } },
});
const unknown = values.part.filter((part) => !PARTS.some((known) => known === part));
if (unknown.length > 0) {
  console.error(`--part ${unknown.join(', ')}: one of ${PARTS.join(', ')}`);
  process.exit(2);
}
const wants = (part: (typeof PARTS)[number]) => values.part.includes(part);
const contract = await loadContract('openai');
const asked = [...scenarios, ...referenceOnlyScenarios];
const page = packageFile('docs', 'accuracy.md');

const genuine = wants('genuine') ? await genuineFigures() : undefined;
const sdk = wants('sdk') ? await sdkFigures() : undefined;
const seen = wants('faults') ? await faultFigures() : undefined;
const figures: Figures = {
  date: new Date().toISOString().slice(0, 10),
  contract: contract.ref,
  ...(genuine === undefined ? {} : { genuine }),
  ...(seen === undefined ? {} : { faults: seen }),
  ...(sdk === undefined ? {} : { sdk }),
};
const text = accuracyPage(existsSync(page) ? readFileSync(page, 'utf8') : '', figures);
writeFileSync(page, text);
console.log(text);

async function genuineFigures(): Promise<GenuineFigures | undefined> {
  const shared = process.env['TCK_SHARED'];
  const file = positionals[0] ?? (shared === undefined ? undefined : join(shared, 'traffic', 'recorded.jsonl'));
  if (file === undefined || !existsSync(file)) return undefined;
  // Who names a file vouches for lines that do not say whose they are.
  const vouched = (provider: string) => positionals[0] !== undefined && provider === '';
  const recorded = (await readRecorded(file)).filter((one) => isGenuine(one) || vouched(one.provider));
  const known = new Set(knownDeviations(readFileSync(packageFile('docs', 'known-deviations.md'), 'utf8')).map(keyOf));
  const found = findingsOn(recorded, contract, rules);
  const count = (level: string) => {
    const own = found.filter((finding) => finding.level === level);
    const falseAlarms = own.filter((finding) => !known.has(keyOfFinding(finding))).length;
    return { known: own.length - falseAlarms, falseAlarms };
  };
  const exchanges = recorded.map(({ exchange }) => exchange);
  return {
    exchanges: exchanges.length,
    streams: streamsOf(exchanges).length,
    checks: exchanges.reduce((sum, each) => sum + judgeExchange(each, contract, rules).applied.length, 0),
    levels: { MUST: count('MUST'), SHOULD: count('SHOULD'), MAY: count('MAY') },
  };
}

async function sdkFigures(): Promise<readonly SdkFigures[]> {
  const exchanges = [...(await play('reference', asked)).values()].flat();
  const all: SdkFigures[] = [];
  for (const reader of READERS) {
    const agreement = await agreementOn(exchanges, { reader, contract, rules, every: EVERY, from: 0 });
    const reference = await readStreams(exchanges, reader);
    all.push({ reader, version: installed(reader.name), every: EVERY, reference, agreement });
  }
  return all;
}

async function faultFigures(): Promise<readonly FaultSeen[]> {
  const all: FaultSeen[] = [];
  for (const fault of faults) {
    const played = await play('reference', asked, { kind: 'reference', faults: [fault.id], contract: 'openai' });
    all.push(seenOf(fault, played, { contract, rules, scenarios: asked }));
  }
  return all;
}

function installed(name: string): string {
  const parsed = parseJson(readFileSync(packageFile('node_modules', name, 'package.json'), 'utf8'));
  return (parsed.ok && isObject(parsed.value) ? stringMember(parsed.value, 'version') : undefined) ?? 'unknown';
}
