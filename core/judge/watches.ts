import type { Contract } from '../contract.ts';
import type { EventName, StreamWatch } from '../rule.ts';
import { type EventSpec, eventSpec } from '../stream/events.ts';
import type { StreamStep } from '../stream/machine.ts';

/** One stream rule at work, and the events that it wants to see; absent: all. */
export interface Watching {
  readonly watch: StreamWatch;
  readonly events: readonly EventName[] | undefined;
}

/**
 * Hands every step to the watches that look at such events, in their order. Which those are is found once for each event
 * type of the stream: nearly all events of a long stream are deltas of one type, and few rules speak of deltas.
 */
export function handOut(watchings: readonly Watching[]): (step: StreamStep) => void {
  const byName = new Map<string, readonly ((step: StreamStep) => void)[]>();
  return (step) => {
    const known = step.spec !== undefined;
    const name = known ? (step.type ?? step.family) : step.family;
    let interested = byName.get(name);
    if (interested === undefined) {
      interested = watchings.flatMap(({ watch, events }) => {
        const wanted =
          events === undefined || events.some((one) => one === step.family || (known && one === step.type));
        return wanted && watch.event !== undefined ? [watch.event.bind(watch)] : [];
      });
      byName.set(name, interested);
    }
    for (const see of interested) see(step);
  };
}

/**
 * What is known of an event type under a contract. The official one knows the whole table; Open Responses has a part of
 * it, and says nothing of what the others mean there. `response.reasoning_text` is its raw reasoning by the other name.
 */
export function specsOf(contract: Contract): (type: string) => EventSpec | undefined {
  if (contract.id === 'openai') return eventSpec;
  const specs = new Map<string, EventSpec | undefined>();
  return (type) => {
    if (specs.has(type)) return specs.get(type);
    const spoken = type === 'keepalive' || type.startsWith('response.reasoning_text.') || contract.knows('Event', type);
    const spec = spoken ? eventSpec(type) : undefined;
    specs.set(type, spec);
    return spec;
  };
}
