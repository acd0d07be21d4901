import { readFileSync } from 'node:fs';
import { CallerError } from '../../core/caller-error.ts';
import type { ContractId, OperationId } from '../../core/contract.ts';
import { parseJson } from '../../core/json.ts';
import type { RuleId } from '../../core/rule.ts';
import { packageFile } from '../../specs/package-root.ts';

/**
 * What every scenario did on the reference provider: so a run can say beforehand what it will ask, and which scenarios
 * a rule needs. Written by `npm run rehearse`; a test repeats the rehearsal and compares.
 */
export interface Rehearsal {
  /** By the contract that the reference kept to: what it refuses under one is not followed up under the other. */
  readonly scenarios: Readonly<Record<ContractId, Readonly<Record<string, Rehearsed>>>>;
  /** The scenarios that exercised a rule, at most `SCENARIOS_KEPT`: those with the fewest requests. */
  readonly rules: Readonly<Record<RuleId, readonly string[]>>;
}

export interface Rehearsed {
  /** Sent requests, polls included. */
  readonly requests: number;
  /** Tokens of all inputs, as the reference counts them: a word or a part of one, five characters at most. */
  readonly input: number;
  /** The most tokens that the answers may have: the sum of the granted requests' `max_output_tokens`. */
  readonly output: number;
  readonly operations: readonly OperationId[];
}

/** Enough that a provider without the first one's capability has another. */
export const SCENARIOS_KEPT = 4;

const FILE = packageFile('suites', 'rehearsal.json');

/** What the scenario did under the contract, or under any where that one's reference is not asked it. */
export function rehearsedIn({ scenarios }: Rehearsal, id: string, contract: ContractId): Rehearsed | undefined {
  return scenarios[contract][id] ?? scenarios.openai[id] ?? scenarios['open-responses'][id];
}

/** @throws CallerError when the file is missing or broken */
export function readRehearsal(): Rehearsal {
  const parsed = parseJson(readFileSync(FILE, 'utf8'));
  if (!parsed.ok) throw new CallerError(`suites/rehearsal.json: not JSON (${parsed.error}); run npm run rehearse`);
  // Written by `rehearse.ts`, which a test repeats; no person edits this file.
  return parsed.value as unknown as Rehearsal;
}
