import type { Contract, ContractId } from '../../contract.ts';
import type { Exchange, Fidelity } from '../../exchange.ts';
import type { Rule, StreamRule } from '../../rule.ts';
import { decodeSse } from '../../sse/decoder.ts';
import type { WireFacts } from '../../sse/wire.ts';
import type { StreamEvent } from '../../stream/event.ts';
import { eventSpec } from '../../stream/events.ts';
import { createMachine } from '../../stream/machine.ts';
import { fromPayload, toStreamEvent } from '../../stream/parse.ts';
import { streamRules } from './index.ts';

export interface Found {
  readonly rule: string;
  readonly at: string;
  readonly expected: string;
  readonly actual: string;
}

export interface Judged {
  readonly found: readonly Found[];
  /** Ids of the rules that failed, sorted. */
  readonly failed: readonly string[];
  /** Ids of the rules that checked at least one place. */
  readonly applied: ReadonlySet<string>;
}

export interface Circumstances {
  readonly contract?: ContractId;
  readonly method?: string;
  readonly query?: string;
  /** False: the body was cut. */
  readonly complete?: boolean;
  readonly fidelity?: Fidelity;
  readonly rules?: readonly StreamRule[];
}

/** A contract that knows the event types of the state machine's table and validates nothing. */
export function stubContract(id: ContractId): Contract {
  const foreign = /keepalive|apply_patch|shell|search|interpreter|image|mcp|audio|custom/;
  return {
    id,
    ref: id,
    edition: 'test',
    operations: [],
    schemas: [],
    validate: () => [],
    knows: (_union, type) => eventSpec(type) !== undefined && (id === 'openai' || !foreign.test(type)),
    resolve: () => undefined,
  };
}

/** Judges a stream as it was on the wire. */
export function judgeText(text: string | Uint8Array, circumstances: Circumstances = {}): Judged {
  const { events, facts } = decodeSse(text);
  return judgeEvents(events.map(toStreamEvent), facts, circumstances);
}

/** Judges the `data` payloads of a recording that kept nothing else. */
export function judgePayloads(payloads: readonly string[], circumstances: Circumstances = {}): Judged {
  return judgeEvents(payloads.map(fromPayload), undefined, circumstances);
}

function judgeEvents(events: readonly StreamEvent[], facts: WireFacts | undefined, how: Circumstances): Judged {
  const { contract = 'openai', complete = true, fidelity = 'verbatim', rules = streamRules } = how;
  const hidden = new Set<string>();
  if (facts === undefined || fidelity === 'data-lines') hidden.add('wire');
  if (fidelity === 'redacted') for (const aspect of ['ids', 'times']) hidden.add(aspect);
  const inForce = rules.filter(
    (rule: Rule) => rule.levels[contract] !== undefined && !rule.needs?.some((aspect) => hidden.has(aspect)),
  );
  const found: Found[] = [];
  const applied = new Set<string>();
  const exchange: Exchange = {
    id: 'test',
    request: {
      method: how.method ?? 'POST',
      url: '',
      path: '/v1/responses',
      query: how.query ?? '',
      headers: {},
      json: undefined,
    },
    answer: { kind: 'none', cause: 'not-run', blame: 'kit', detail: '' },
    fidelity,
  };
  const watches = inForce.map((rule) =>
    rule.watch(
      {
        check(holds, at, expected, actual) {
          applied.add(rule.id);
          if (!holds) found.push({ rule: rule.id, at, expected, actual });
        },
        unmet: () => undefined,
      },
      stubContract(contract),
      exchange,
    ),
  );
  const machine = createMachine();
  for (const event of events) {
    const step = machine.step(event);
    for (const watch of watches) watch.event?.(step);
  }
  const summary = machine.end(facts, complete);
  for (const watch of watches) watch.end?.(summary);
  return { found, failed: [...new Set(found.map(({ rule }) => rule))].sort(), applied };
}
