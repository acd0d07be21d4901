import { clashesAmong } from './interactions.ts';
import type { ParameterValue } from './parameters.ts';

/** Lists: a request carries as many of their entries as it likes. */
const LISTS: readonly string[] = ['include', 'tools'];

/**
 * Each value once, in as few requests as a greedy choice finds: every request takes from each member the next value that
 * does not clash with what it already has. At least as many requests as the member with the most values needs.
 */
export function cover(values: readonly ParameterValue[]): readonly (readonly ParameterValue[])[] {
  const bodies: ParameterValue[][] = [];
  const clashes = clashesAmong(values);
  // What stands in the way of most others goes in while there is room.
  const hardness = new Map(values.map((value) => [value, values.filter((other) => clashes(value, other)).length]));
  let left = values;
  while (left.length > 0) {
    const body: ParameterValue[] = [];
    for (const member of neediest(left)) {
      const fitting = left
        .filter((value) => value.member === member && !body.some((other) => clashes(value, other)))
        .toSorted((one, other) => (hardness.get(other) ?? 0) - (hardness.get(one) ?? 0));
      const isList = LISTS.includes(member);
      for (const value of isList ? fitting.filter(({ value: entry }) => entry !== null) : fitting.slice(0, 1))
        body.push(value);
      if (isList && !body.some((other) => other.member === member)) body.push(...fitting.slice(0, 1));
    }
    left = left.filter((value) => !body.includes(value));
    bodies.push(body);
  }
  return levelled(bodies, clashes);
}

type Clashes = ReturnType<typeof clashesAmong>;

/** Moves values from the fullest request to where they fit: a refused one then hides, and costs, less. */
function levelled(
  bodies: readonly (readonly ParameterValue[])[],
  clashes: Clashes,
): readonly (readonly ParameterValue[])[] {
  const level = bodies.map((body) => [...body]);
  for (;;) {
    const move = firstMove(level, clashes);
    if (move === undefined) return level;
    move.from.splice(move.from.indexOf(move.value), 1);
    move.to.push(move.value);
  }
}

function firstMove(bodies: readonly ParameterValue[][], clashes: Clashes) {
  for (const from of bodies.toSorted((one, other) => other.length - one.length)) {
    for (const value of from) {
      const to = roomFor(value, from, bodies, clashes);
      if (to !== undefined) return { from, value, to };
    }
  }
  return undefined;
}

function roomFor(
  value: ParameterValue,
  from: readonly ParameterValue[],
  bodies: readonly ParameterValue[][],
  clashes: Clashes,
): ParameterValue[] | undefined {
  return bodies
    .toSorted((one, other) => one.length - other.length)
    .find(
      (body) =>
        body.length < from.length - 1 &&
        body.every((other) => !clashes(value, other) && (other.member !== value.member || isEntry(other, value))),
    );
}

function isEntry(one: ParameterValue, other: ParameterValue): boolean {
  return LISTS.includes(one.member) && one.value !== null && other.value !== null;
}

/** Members by how much of them is left and how many others stand in their way: what is hardest to place comes first. */
function neediest(left: readonly ParameterValue[]): readonly string[] {
  const members = [...new Set(left.map(({ member }) => member))];
  const needs = new Map(members.map((member) => [member, needOf(member, left)]));
  return members.toSorted((one, other) => (needs.get(other) ?? 0) - (needs.get(one) ?? 0));
}

function needOf(member: string, left: readonly ParameterValue[]): number {
  return LISTS.includes(member) ? 0 : left.filter((value) => value.member === member).length;
}
