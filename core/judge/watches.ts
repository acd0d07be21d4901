import type { Contract } from '../contract.ts';
import type { StreamRule, StreamWatch } from '../rule.ts';
import { type EventSpec, eventSpec } from '../stream/events.ts';
import type { Family, StreamStep } from '../stream/machine.ts';

/** One stream rule at work. */
export interface Watching {
  readonly watch: StreamWatch;
  /** See `StreamRule`. */
  readonly steady: boolean;
  /** How often it objected so far. */
  objections(): number;
}

/** Which rules of a list look at an event: the name of its type where the machine knows that, else its family. */
export type Interests = (name: string, family: Family) => readonly number[];

const interests = new WeakMap<readonly StreamRule[], Interests>();

/** The interests of a list of rules; one for each list, since recordings have thousands of streams of the same types. */
export function interestsOf(rules: readonly StreamRule[]): Interests {
  const known = interests.get(rules);
  if (known !== undefined) return known;
  const byName = new Map<string, readonly number[]>();
  const made: Interests = (name, family) => {
    let found = byName.get(name);
    if (found === undefined) {
      const wants = ({ events }: StreamRule) => events?.some((one) => one === family || one === name) ?? true;
      found = rules.flatMap((rule, at) => (wants(rule) ? [at] : []));
      byName.set(name, found);
    }
    return found;
  };
  interests.set(rules, made);
  return made;
}

/**
 * Hands every step to the watches that look at such events, in the order of their rules. Nearly all events of a long
 * stream are deltas of one type, and few rules speak of deltas. Fewer yet have something new to say of each delta of a
 * run.
 *
 * @param watchings one for each rule of the list that the interests are of
 */
export function handOut(watchings: readonly Watching[], interested: Interests): (step: StreamStep) => void {
  const byName = new Map<string, readonly Watching[]>();
  let run = 0;
  let moved: readonly Watching[] = [];

  function interestedIn({ family, spec, type }: StreamStep): readonly Watching[] {
    const name = spec === undefined ? family : (type ?? family);
    let found = byName.get(name);
    if (found === undefined) {
      const all = interested(name, family).map((at) => watchings[at]);
      found = all.filter((one) => one?.watch.event !== undefined) as readonly Watching[];
      byName.set(name, found);
    }
    return found;
  }

  return (step) => {
    run = step.event.alike ? run + 1 : 0;
    const watching = run > 1 ? moved : interestedIn(step);
    if (run !== 1) {
      for (const { watch } of watching) watch.event?.(step);
      return;
    }
    moved = watching.filter(({ watch, steady, objections }) => {
      const before = objections();
      watch.event?.(step);
      return !steady || objections() !== before;
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
