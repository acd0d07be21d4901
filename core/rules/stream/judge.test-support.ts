import { inspect, isDeepStrictEqual } from 'node:util';
import type { Contract, ContractId } from '../../contract.ts';
import type { Exchange, Fidelity } from '../../exchange.ts';
import type { Json } from '../../json.ts';
import { handOut, interestsOf, specsOf } from '../../judge/watches.ts';
import type { Probe, Rule, StreamRule } from '../../rule.ts';
import { decodeSse } from '../../sse/decoder.ts';
import type { WireFacts } from '../../sse/wire.ts';
import { startingAfter } from '../../stream/cursor.ts';
import type { StreamEvent } from '../../stream/event.ts';
import { eventSpec } from '../../stream/events.ts';
import { createMachine } from '../../stream/machine.ts';
import { EventReader } from '../../stream/reader.ts';
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
  /** The request body. */
  readonly json?: Json;
}

/** A contract that knows the event types of the state machine's table and validates nothing. */
export function stubContract(id: ContractId): Contract {
  return {
    id,
    ref: id,
    edition: 'test',
    operations: [],
    schemas: [],
    validate: () => [],
    knows: (_union, type) =>
      id === 'openai' ? eventSpec(type) !== undefined && !OWN.test(type) : OPEN_RESPONSES.test(type),
    resolve: () => undefined,
  };
}

/** Names that only Open Responses has, or that no document lists. */
const OWN = /^response\.reasoning\.|^keepalive$|apply_patch|compacting/;
const OPEN_RESPONSES =
  /^error$|^response\.(?:created|queued|in_progress|completed|failed|incomplete|output_item|content_part|output_text|refusal|reasoning|reasoning_summary_part|reasoning_summary_text|function_call_arguments)(?:\.|$)/;

/** Judges a stream as it was on the wire. */
export function judgeText(text: string | Uint8Array, circumstances: Circumstances = {}): Judged {
  const { events, facts } = decodeSse(text);
  const judged = judgedTwice(circumstances, facts, (reader) => events.map((event) => reader.wire(event)));
  if (typeof text !== 'string') return judged;
  const own: StreamEvent[] = [];
  const ownFacts = new EventReader(1).text(text, (event) => own.push(event));
  mustBeSame(judgeEvents(own, ownFacts, circumstances), judged);
  return judged;
}

/** Judges the `data` payloads of a recording that kept nothing else. */
export function judgePayloads(payloads: readonly string[], circumstances: Circumstances = {}): Judged {
  return judgedTwice(circumstances, undefined, (reader) =>
    payloads.map((payload, index) => reader.payload(payload, index)),
  );
}

/** Whether runs of deltas are told or not makes no difference to any verdict. */
function judgedTwice(
  circumstances: Circumstances,
  facts: WireFacts | undefined,
  events: (reader: EventReader) => readonly StreamEvent[],
): Judged {
  const eager = judgeEvents(events(new EventReader(1)), facts, circumstances);
  const plain = judgeEvents(events(new EventReader(Number.POSITIVE_INFINITY)), facts, circumstances);
  mustBeSame(eager, plain);
  return plain;
}

function mustBeSame(eager: Judged, plain: Judged): void {
  if (!isDeepStrictEqual(eager, plain)) throw new Error(`judged otherwise in runs: ${inspect({ eager, plain })}`);
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
      json: how.json,
    },
    answer: { kind: 'none', cause: 'not-run', blame: 'kit', detail: '' },
    fidelity,
  };
  const stub = stubContract(contract);
  const watches = inForce.map((rule) => {
    let objections = 0;
    const probe: Probe = {
      check(holds, at, expected, actual) {
        applied.add(rule.id);
        if (holds) return;
        objections++;
        found.push({ rule: rule.id, at, expected, actual });
      },
      unmet: () => undefined,
    };
    const watch = rule.watch(probe, stub, exchange);
    return { steady: rule.steady === true, watch, objections: () => objections };
  });
  const see = handOut(watches, interestsOf(inForce));
  const machine = createMachine(specsOf(stub), startingAfter(exchange) !== undefined);
  for (const event of events) see(machine.step(event));
  const summary = machine.end(facts, complete);
  for (const { watch } of watches) watch.end?.(summary);
  return { found, failed: [...new Set(found.map(({ rule }) => rule))].sort(), applied };
}
