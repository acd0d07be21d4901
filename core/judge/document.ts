import { CAPABILITY_IDS, type Capability } from '../capability.ts';
import type { Contract, OperationId } from '../contract.ts';
import type { DocumentedContract } from '../document.ts';
import type { Exchange } from '../exchange.ts';
import { isObject, member } from '../json.ts';
import { type Finding, levelIn, type Rule, type RuleId } from '../rule.ts';

const PLACES_KEPT = 5;

/** `exchange` of the findings of a document's rules. */
function documentExchangeId(document: DocumentedContract): string {
  return `document:${document.id}`;
}

/**
 * Judges what the document states by the rules `on: 'document'` that have a level under `contract`. Deviations of one
 * rule with the same expected and actual are one finding with a count; places are `/lines/<n>`.
 */
export function judgeDocument(
  document: DocumentedContract,
  rules: readonly Rule[],
  contract: Contract,
): { readonly findings: readonly Finding[]; readonly applied: readonly RuleId[] } {
  const applied = new Set<RuleId>();
  const findings = new Map<string, Finding>();
  const exchange = documentExchangeId(document);
  for (const rule of rules) {
    if (rule.on !== 'document' || levelIn(rule, contract.ref) === undefined) continue;
    const check = (holds: boolean, line: number, expected: string, actual: string): void => {
      applied.add(rule.id);
      if (holds) return;
      const at = `/lines/${line}`;
      const key = JSON.stringify([rule.id, expected, actual]);
      const known = findings.get(key);
      if (known === undefined) {
        findings.set(key, { rule: rule.id, exchange, at, expected, actual, count: 1, more: [] });
        return;
      }
      const more = known.more.length < PLACES_KEPT ? [...known.more, at] : known.more;
      findings.set(key, { ...known, count: known.count + 1, more });
    };
    rule.judge(document, { check }, contract);
  }
  return { findings: [...findings.values()], applied: [...applied] };
}

/**
 * The document's examples that have an answer, as exchanges of fidelity `document`, for the ordinary rules. What the
 * document leaves open is filled in so that no rule can object to it: status 200, media type by the form of the body.
 * An empty object is a generator's placeholder and shows no answer; `document/success-answer-described` reports it.
 */
export function exampleExchanges(document: DocumentedContract): Exchange[] {
  return document.examples.flatMap((example, index): Exchange[] => {
    const { response } = example;
    if (response === undefined || (isObject(response) && Object.keys(response).length === 0)) return [];
    const operation = document.operations.find(
      ({ operation: id, method, path }) => id === example.operation && method !== undefined && path !== undefined,
    );
    if (operation?.method === undefined || operation.path === undefined) return [];
    const text = typeof response === 'string' ? response : JSON.stringify(response);
    const contentType = /^(event|data):/.test(text) ? 'text/event-stream' : 'application/json';
    return [
      {
        id: `${documentExchangeId(document)}/${index}`,
        fidelity: 'document',
        request: {
          method: operation.method,
          url: `${document.baseUrl ?? ''}${operation.path}`,
          path: operation.path,
          query: '',
          headers: {},
          json: example.request,
        },
        answer: {
          kind: 'http',
          status: example.status ?? 200,
          headers: {},
          contentType,
          body: { kind: 'text', text },
          ending: 'complete',
        },
      },
    ];
  });
}

const OF_OPERATION = {
  createResponse: 'core',
  getResponse: 'state',
  deleteResponse: 'state',
  listInputItems: 'state',
  cancelResponse: 'background',
  getInputTokenCounts: 'compaction',
  compactResponse: 'compaction',
  createConversation: 'conversations',
  getConversation: 'conversations',
  updateConversation: 'conversations',
  deleteConversation: 'conversations',
  createConversationItems: 'conversations',
  listConversationItems: 'conversations',
  getConversationItem: 'conversations',
  deleteConversationItem: 'conversations',
  listModels: 'models',
  retrieveModel: 'models',
} as const satisfies Readonly<Record<OperationId, Capability>>;

/** Members of a create request that belong to another capability than `core`. */
const OF_PARAMETER: ReadonlyMap<string, Capability> = new Map([
  ['stream', 'streaming'],
  ['stream_options', 'streaming'],
  ['tools', 'function-tools'],
  ['tool_choice', 'function-tools'],
  ['parallel_tool_calls', 'function-tools'],
  ['max_tool_calls', 'hosted-tools'],
  ['text', 'structured-output'],
  ['reasoning', 'reasoning'],
  ['store', 'state'],
  ['previous_response_id', 'state'],
  ['background', 'background'],
  ['conversation', 'conversations'],
  ['context_management', 'compaction'],
]);

/** How many of the document's statements speak of each capability. A statement counts once. */
export function statedPerCapability(document: DocumentedContract): Record<Capability, number> {
  const counts = Object.fromEntries(CAPABILITY_IDS.map((id) => [id, 0])) as Record<Capability, number>;
  const { operations, auth, headers = [], bodies = [], parameters, answers, examples, mentions = [] } = document;
  for (const { operation } of [...operations, ...headers, ...bodies]) counts[OF_OPERATION[operation]] += 1;
  counts.core += auth.length;
  for (const { operation, name } of parameters) {
    const other = operation === 'createResponse' ? OF_PARAMETER.get(name) : undefined;
    counts[other ?? OF_OPERATION[operation]] += 1;
  }
  for (const { operation, status, contentType } of answers) {
    counts[capabilityOfAnswer(operation, status, contentType.includes('event-stream'))] += 1;
  }
  for (const { operation, status = 200, request } of examples) {
    counts[capabilityOfAnswer(operation, status, member(request, 'stream') === true)] += 1;
  }
  for (const { capability } of mentions) counts[capability] += 1;
  return counts;
}

function capabilityOfAnswer(operation: OperationId, status: number, streams: boolean): Capability {
  if (status >= 400) return 'errors';
  return streams ? 'streaming' : OF_OPERATION[operation];
}
