import { CAPABILITY_IDS } from '../../../core/capability.ts';
import type { Exchange } from '../../../core/exchange.ts';
import type { ParameterOutcome } from '../../../core/parameter.ts';
import type { Verdict } from '../../../core/report.ts';
import type { Finding, RuleId } from '../../../core/rule.ts';
import {
  type Column,
  type EvidenceExchange,
  RESULTS_VERSION,
  type Results,
  type RuleInfo,
} from '../../results/model.ts';

export interface SyntheticSize {
  readonly providers: number;
  readonly rules: number;
  /** Exchanges kept of each provider. */
  readonly exchanges: number;
}

const LEVELS = ['MUST', 'MUST', 'MUST', 'SHOULD', 'MAY'] as const;
const SUBJECTS = ['usage', 'stream', 'sse', 'item', 'error', 'echo', 'request', 'state', 'schema', 'tool'];
const WORDS = ['present', 'integer', 'total', 'order', 'known', 'matches', 'closed', 'unique', 'bounded', 'kept'];
const MEMBERS = ['temperature', 'top_p', 'tools', 'tool_choice', 'store', 'metadata', 'reasoning.effort', 'user'];
const PARAMETER: readonly ParameterOutcome[] = ['honoured', 'honoured', 'honoured', 'ignored', 'refused', 'unclear'];

/** Results of any size, the same every time; no provider of it exists. */
export function syntheticResults({ providers, rules, exchanges }: SyntheticSize): Results {
  const random = generator(7);
  const all = Array.from({ length: rules }, (_, index) => ruleOf(index));
  return {
    schemaVersion: RESULTS_VERSION,
    run: {
      startedAt: '2026-11-20T06:00:00.000Z',
      finishedAt: '2026-11-20T06:42:00.000Z',
      kit: { name: 'responses-tck', version: '0.1.0' },
      contracts: [{ id: 'openai', edition: '2026-08' }],
    },
    rules: all,
    columns: Array.from({ length: providers }, (_, index) => columnOf(index, all, exchanges, random)),
  };
}

function ruleOf(index: number): RuleInfo {
  const subject = pick(SUBJECTS, index);
  const word = pick(WORDS, Math.floor(index / SUBJECTS.length));
  const level = pick(LEVELS, index);
  return {
    id: `${subject}/${word}-${index}`,
    title: `Member ${index} of ${subject} is ${word} wherever the contract has one`,
    levels: { openai: level, 'open-responses': level },
    source: `#/components/schemas/Response/properties/member_${index}`,
    capability: pick(CAPABILITY_IDS, index),
    breaks: index % 9 === 0 ? ['some client'] : [],
  };
}

function columnOf(index: number, rules: readonly RuleInfo[], kept: number, random: () => number): Column {
  const quality = random();
  const ids = Array.from({ length: kept }, (_, n) => `x${n}`);
  const verdicts = rules.map(({ id, levels }) => ({
    rule: id,
    level: levels.openai ?? 'MUST',
    verdict: verdictOf(id, quality, ids, random),
  }));
  return {
    provider: { id: `provider-${index}`, name: `Provider ${index}`, baseUrl: `https://p${index}.example.test/v1` },
    evidence: index % 10 === 9 ? 'documented' : 'live',
    contract: 'openai',
    capabilities: CAPABILITY_IDS.map((id) => ({ id, claimed: random() < 0.5, state: 'offered' })),
    verdicts,
    exchanges: ids.map((id, n) => evidenceOf(id, index, n, random)),
    unanswered: [],
    requests: 150,
    tokens: { input: 9000, output: 4000 },
    parameters: MEMBERS.flatMap((member) =>
      ['null', 'a text', '0', 'true'].map((value) => ({
        member,
        value,
        outcome: pick(PARAMETER, Math.floor(random() * PARAMETER.length)),
        why: 'echoed',
        exchange: ids[0] ?? 'x0',
      })),
    ),
  };
}

function verdictOf(rule: RuleId, quality: number, ids: readonly string[], random: () => number): Verdict {
  const draw = random();
  if (draw < 0.12 * (1 - quality)) return { outcome: 'fail', findings: [findingOf(rule, ids, random)] };
  if (draw > 0.97) return { outcome: 'not-exercised' };
  if (draw > 0.94) return { outcome: 'unsupported', why: 'POST /responses answered 404' };
  if (draw > 0.93) return { outcome: 'inconclusive', blame: 'model', why: 'the model called no function' };
  return { outcome: 'pass' };
}

function findingOf(rule: RuleId, ids: readonly string[], random: () => number): Finding {
  const exchange = ids[Math.floor(random() * ids.length)] ?? 'x0';
  const at = `/body/output/${Math.floor(random() * 3)}/content`;
  return { rule, exchange, at, expected: 'an array', actual: 'absent', count: 1 + Math.floor(random() * 40), more: [] };
}

function evidenceOf(id: string, provider: number, step: number, random: () => number): EvidenceExchange {
  const url = `https://p${provider}.example.test/v1/responses`;
  const json = { model: `model-${provider}`, input: 'Name three colours.', max_output_tokens: 400, store: false };
  const token = () => Math.floor(random() * 2 ** 52).toString(36);
  const response = {
    id: `resp_${token()}`,
    object: 'response',
    status: 'completed',
    model: `model-${provider}`,
    output: [{ id: `msg_${token()}`, type: 'message', role: 'assistant', status: 'completed' }],
    usage: { input_tokens: 8, output_tokens: 6, total_tokens: 14 },
  };
  const exchange: Exchange = {
    id,
    request: { method: 'POST', url, path: '/v1/responses', query: '', headers: { accept: 'application/json' }, json },
    answer: {
      kind: 'http',
      status: 200,
      headers: { 'content-type': 'application/json', 'x-request-id': token() },
      contentType: 'application/json',
      body: { kind: 'text', text: JSON.stringify(response) },
      ending: 'complete',
    },
    fidelity: 'verbatim',
    step: { scenario: `scenario-${step}`, step: 'create' },
  };
  return { exchange, curl: `curl '${url}' --data-raw '${JSON.stringify(json)}'`, omittedBytes: 0 };
}

function pick<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/** Numerical Recipes' linear congruential generator: the same numbers on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
