import { integerMember, show } from '../../json.ts';
import type { StreamRule, StreamWatch } from '../../rule.ts';
import type { StreamStep } from '../../stream/machine.ts';
import { live, place, startingAfter } from './helpers.ts';

const SOURCE = '#/components/schemas/Event.response.output_text.delta/properties/sequence_number';
const SECOND_DELTA = '/events/response.output_text.delta#1/sequence_number';

/** How many possible next numbers are kept in mind before any number is accepted. */
const MOST_CANDIDATES = 8;

interface Numbered {
  readonly step: StreamStep;
  readonly number: number;
  /** The number before it, and whether this one may follow. */
  readonly previous: number;
  readonly follows: boolean;
}

/**
 * Tells for every number whether it may follow the one before. After a deviation both the new count and the old one
 * are accepted, so that one wrong number is one finding; an event without a number may have used one up or not.
 */
function numbers(onNumber: (numbered: Numbered) => void): StreamWatch {
  let previous: number | undefined;
  let next: number[] = [];
  let told = false;
  return live((step) => {
    if (step.family === 'done-sentinel') return;
    const [wanted] = next;
    // Nearly every event of a long stream: the only number that may follow, as it was told of an earlier one.
    if (
      told &&
      wanted !== undefined &&
      next.length === 1 &&
      step.event.sequenceNumber === wanted &&
      step.type !== 'response.created'
    ) {
      previous = wanted;
      next[0] = wanted + 1;
      return;
    }
    judge(step, step.data === undefined ? undefined : integerMember(step.data, 'sequence_number'));
  });

  function judge(step: StreamStep, number: number | undefined): void {
    if (number === undefined) {
      next = merged(
        next,
        next.map((value) => value + 1),
      );
      return;
    }
    if (step.type === 'response.created' && step.before.created !== undefined) {
      // A second response begins: that is the finding of another rule, and its numbers are its own.
      previous = undefined;
    }
    // A wrong start is `stream/sequence-start`: the numbers after it may count from either.
    if (previous === undefined && step.type === 'response.created') next = [number + 1, 1];
    else if (previous === undefined || next.length === 0) next = [number + 1];
    else {
      const follows = next.includes(number);
      onNumber({ step, number, previous, follows });
      told ||= follows;
      if (!follows) {
        next = merged(
          [number + 1],
          next.map((value) => value + 1),
        );
      } else if (next.length === 1) next[0] = number + 1;
      else next = [number + 1];
    }
    previous = number;
  }
}

function merged(left: readonly number[], right: readonly number[]): number[] {
  const all = [...new Set([...left, ...right])];
  return all.length > MOST_CANDIDATES ? [] : all;
}

/** The numbering of events. */
export const sequenceRules: readonly StreamRule[] = [
  {
    id: 'stream/sequence-number-present',
    title: 'Every event has an integer sequence_number',
    on: 'stream',
    steady: true,
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    since: { openai: '2025-06' },
    source: SOURCE,
    capability: 'streaming',
    breaks: ['Grok CLI', 'Rig', 'openai-python models'],
    counterexample: { of: 'text-stream/create', edit: [{ op: 'remove', path: SECOND_DELTA }] },
    watch: (probe) =>
      live((step) => {
        if (step.data === undefined || step.type === undefined) return;
        const number = step.data['sequence_number'];
        const holds = typeof number === 'number' && Number.isInteger(number);
        probe.check(holds, holds ? '' : place(step, '/sequence_number'), 'an integer', holds ? '' : show(number));
      }),
  },
  {
    id: 'stream/sequence-start',
    title: 'sequence_number starts at 0, on a resumed stream after starting_after',
    on: 'stream',
    steady: true,
    levels: { openai: 'MUST' },
    source: SOURCE,
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.created/sequence_number', value: -1 }],
    },
    watch(probe, _contract, exchange) {
      const cursor = startingAfter(exchange);
      const first = cursor === undefined ? 0 : cursor + 1;
      return live((step) => {
        if (step.before.events > 0 || step.type === undefined || step.data === undefined) return;
        // A stream whose first event is lost or another one fails `stream/created-first`.
        if (cursor === undefined && step.type !== 'response.created') return;
        const number = integerMember(step.data, 'sequence_number');
        if (number === undefined) return;
        probe.check(number === first, place(step, '/sequence_number'), String(first), String(number));
      });
    },
  },
  {
    id: 'stream/sequence-increasing',
    title: 'sequence_number increases with every event',
    on: 'stream',
    levels: { openai: 'MUST', 'open-responses': 'MUST' },
    source: SOURCE,
    capability: 'streaming',
    counterexample: { of: 'text-stream/create', edit: [{ op: 'set', path: SECOND_DELTA, value: 0 }] },
    watch: (probe) =>
      numbers(({ step, number, previous, follows }) => {
        const holds = follows || number > previous;
        const at = holds ? '' : place(step, '/sequence_number');
        probe.check(holds, at, holds ? '' : `more than ${previous}`, holds ? '' : String(number));
      }),
  },
  {
    id: 'stream/sequence-contiguous',
    title: 'sequence_number grows by 1',
    on: 'stream',
    levels: { openai: 'MUST', 'open-responses': 'SHOULD' },
    source: SOURCE,
    capability: 'streaming',
    counterexample: { of: 'text-stream/create', edit: [{ op: 'set', path: SECOND_DELTA, value: 4000 }] },
    watch: (probe) =>
      numbers(({ step, number, previous, follows }) => {
        // Not increasing at all is the finding of `stream/sequence-increasing`.
        if (!follows && number <= previous) return;
        const at = follows ? '' : place(step, '/sequence_number');
        probe.check(follows, at, follows ? '' : String(previous + 1), follows ? '' : String(number));
      }),
  },
];
