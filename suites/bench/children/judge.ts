import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isObject, type JsonObject, parseJson, stringMember } from '../../../core/json.ts';
import { judgeExchange } from '../../../core/judge/judge.ts';
import { rules } from '../../../core/rules/index.ts';
import { loadContract } from '../../../specs/load.ts';
import type { JudgeTimes } from '../figures/judge.ts';
import { STREAMS, streamBody, streamExchange } from '../streams.ts';

/** Judges one long stream several times, by turns with the floor, and prints the times: KIND MEGABYTES RUNS. */
const [name, size, runs] = process.argv.slice(2);
const kind = STREAMS.find((one) => one === name) ?? 'text';
const bytes = Number(size) * 1e6;
const contract = await loadContract('openai');

const small = streamBody(kind, 4e6);
for (const work of [parseAll, validateAll, judge]) work(small);
// Written out and read, so that it is one flat text, as a body that was received is.
const body = Buffer.from(streamBody(kind, bytes)).toString('utf8');
const times = { floorMs: [] as number[], judgeMs: [] as number[], schemaMs: [] as number[] };
const bytesAbove = peakOf(() => judge(body));
for (let run = 0; run < Number(runs); run++) {
  times.floorMs.push(took(() => parseAll(body)));
  times.judgeMs.push(took(() => judge(body)));
  times.schemaMs.push(validateAll(body));
}
const printed: JudgeTimes = { megabytes: Buffer.byteLength(body) / 1e6, ...times, bytesAbove };
console.log(JSON.stringify(printed));

function judge(text: string): void {
  const { findings } = judgeExchange(streamExchange(text), contract, rules);
  if (findings.length > 0) throw new Error(`the stream is not without a fault: ${JSON.stringify(findings[0])}`);
}

function* payloads(text: string): Generator<string> {
  let end = 0;
  for (let at = text.indexOf('data: '); at !== -1; at = text.indexOf('data: ', end)) {
    end = text.indexOf('\n', at);
    yield text.slice(at + 'data: '.length, end);
  }
}

function parseAll(text: string): void {
  for (const payload of payloads(text)) JSON.parse(payload);
}

/** Milliseconds of processor time in the validators; parsing is not counted. */
function validateAll(text: string): number {
  let ms = 0;
  let batch: JsonObject[] = [];
  const validate = () => {
    ms += took(() => {
      for (const event of batch) contract.validate(`Event.${stringMember(event, 'type')}`, event, '');
    });
    batch = [];
  };
  for (const payload of payloads(text)) {
    const parsed = parseJson(payload);
    if (parsed.ok && isObject(parsed.value)) batch.push(parsed.value);
    if (batch.length >= 1000) validate();
  }
  validate();
  return ms;
}

/** Milliseconds of processor time: what others do on the machine counts for little. */
function took(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Linux tells the highest resident set since it was last asked to forget it. */
function peakOf(work: () => void): number | undefined {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    const before = process.memoryUsage.rss();
    work();
    const peak = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return Number(peak) * 1024 - before;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
