import type { Contract } from '../contract.ts';
import type { EventName, StreamWatch } from '../rule.ts';
import { type EventSpec, eventSpec } from '../stream/events.ts';
import type { StreamStep } from '../stream/machine.ts';

/** One stream rule at work. */
export interface Watching {
  readonly watch: StreamWatch;
  /** The events that it wants to see; absent: all. */
  readonly events: readonly EventName[] | undefined;
  /** See `StreamRule`. */
  readonly steady: boolean;
  /** How often it objected so far. */
  objections(): number;
}

type See = (step: StreamStep) => void;

interface Interested {
  readonly see: See;
  readonly steady: boolean;
  objections(): number;
}

/**
 * Hands every step to the watches that look at such events, in their order. Which those are is found once for each event
 * type of the stream: nearly all events of a long stream are deltas of one type, and few rules speak of deltas. Fewer yet
 * have something new to say of each delta of a run.
 */
export function handOut(watchings: readonly Watching[]): See {
  const byName = new Map<string, readonly Interested[]>();
  let run = 0;
  let moved: readonly See[] = [];

  function interestedIn(step: StreamStep): readonly Interested[] {
    const known = step.spec !== undefined;
    const name = known ? (step.type ?? step.family) : step.family;
    let interested = byName.get(name);
    if (interested === undefined) {
      interested = watchings.flatMap(({ watch, events, steady, objections }) => {
        const wanted =
          events === undefined || events.some((one) => one === step.family || (known && one === step.type));
        return wanted && watch.event !== undefined ? [{ see: watch.event.bind(watch), steady, objections }] : [];
      });
      byName.set(name, interested);
    }
    return interested;
  }

  return (step) => {
    run = step.event.alike ? run + 1 : 0;
    if (run > 1) {
      for (const see of moved) see(step);
      return;
    }
    const interested = interestedIn(step);
    if (run === 0) {
      for (const { see } of interested) see(step);
      return;
    }
    moved = interested.flatMap(({ see, steady, objections }) => {
      const before = objections();
      see(step);
      return steady && objections() === before ? [] : [see];
    });
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
