import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Contract } from '../../core/contract.ts';
import type { Exchange } from '../../core/exchange.ts';
import { isObject, parseJson, stringMember } from '../../core/json.ts';
import { judgeExchange } from '../../core/judge/judge.ts';
import { type Finding, type Level, levelIn, type Rule } from '../../core/rule.ts';
import { readRecording } from '../../fixtures/recordings/read.ts';

/** A recorded exchange and whose it is, in lower case; '' where the recording does not say. */
export interface Recorded {
  readonly exchange: Exchange;
  readonly provider: string;
}

/**
 * All exchanges of a `.jsonl` recording, in order.
 * @throws Error naming a line that cannot be read: figures over a part would mislead
 */
export async function readRecorded(file: string): Promise<readonly Recorded[]> {
  const providers: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line.trim() === '') continue;
    const parsed = parseJson(line);
    providers.push(parsed.ok && isObject(parsed.value) ? (stringMember(parsed.value, 'provider') ?? '') : '');
  }
  const all: Recorded[] = [];
  for await (const entry of readRecording(file)) {
    if ('error' in entry) throw new Error(`${file}: line ${entry.line}: ${entry.error}`);
    all.push({ exchange: entry.exchange, provider: (providers[all.length] ?? '').toLowerCase() });
  }
  return all;
}

/** The two services that define the contract. */
export function isGenuine({ provider }: Recorded): boolean {
  return provider === 'openai' || provider === 'azure';
}

export type Levelled = Finding & { readonly level: Level; readonly provider: string };

/** Every finding on the recordings, with its level. Pure. */
export function findingsOn(
  recorded: readonly Recorded[],
  contract: Contract,
  rules: readonly Rule[],
): readonly Levelled[] {
  const levels = new Map(rules.map((rule) => [rule.id, levelIn(rule, contract.ref)]));
  return recorded.flatMap(({ exchange, provider }) =>
    judgeExchange(exchange, contract, rules).findings.flatMap((finding) => {
      const level = levels.get(finding.rule);
      return level === undefined ? [] : [{ ...finding, level, provider }];
    }),
  );
}
