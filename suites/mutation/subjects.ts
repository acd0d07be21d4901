import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractId } from '../../core/contract.ts';
import type { Exchange } from '../../core/exchange.ts';
import { readRecording } from '../../fixtures/recordings/read.ts';
import { REFERENCES } from '../run/plan.ts';
import { play } from '../run/rehearse.ts';
import { openResponsesOnlyScenarios, referenceOnlyScenarios, scenarios } from '../scenarios/index.ts';
import type { Conversation } from './score.ts';

/** Conversations from one place. */
export interface Subject {
  readonly title: string;
  readonly conversations: readonly Conversation[];
}

/** Everything that the kit asks, answered by the reference provider of the contract. */
export async function referenceSubject(contract: ContractId): Promise<Subject> {
  const all = [...scenarios, ...referenceOnlyScenarios, ...(contract === 'openai' ? [] : openResponsesOnlyScenarios)];
  const played = await play(REFERENCES[contract], all);
  const conversations = all.map((scenario): Conversation => {
    const { id, title, capability } = scenario;
    return { scenario: { id, title, capability }, exchanges: played.get(id) ?? [] };
  });
  return { title: 'reference provider', conversations };
}

/**
 * Recorded traffic of the two services that define the contract, where the folder `shared` has it; else undefined. What
 * was granted counts as a valid request.
 */
export async function recordedSubject(shared: string | undefined): Promise<Subject | undefined> {
  const file = join(shared ?? '', 'traffic', 'recorded.jsonl');
  if (shared === undefined || !existsSync(file)) return undefined;
  const conversations: Conversation[] = [];
  for await (const entry of readRecording(file)) {
    if ('error' in entry || !isOfficial(entry.exchange)) continue;
    const { exchange } = entry;
    const granted =
      exchange.answer.kind === 'http' && exchange.answer.status < 300 && exchange.request.json !== undefined;
    conversations.push({
      scenario: { id: exchange.id, title: exchange.id, capability: 'core' },
      exchanges: [granted ? { ...exchange, intent: { kind: 'valid' } } : exchange],
    });
  }
  return { title: 'recorded traffic', conversations };
}

function isOfficial({ request }: Exchange): boolean {
  return /^https:\/\/(?:api\.openai\.com|(?:[^/]*\.)?azure(?:\.com)?)\//.test(request.url);
}
