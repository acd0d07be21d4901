import type { Hooks } from '../../fixtures/reference/faults/hooks.ts';

type Point = Exclude<keyof Hooks, 'switches'>;

/** What the points where a fault can step in were given, in their order. */
export type Told = Call[];
type Call = { readonly [P in Point]: { readonly point: P; readonly given: Parameters<NonNullable<Hooks[P]>> } }[Point];

/** Steps in everywhere, changes nothing and writes down what it was given. */
export function listener(told: Told): Hooks {
  return {
    consulted: (...given) => {
      told.push({ point: 'consulted', given });
    },
    admit: (...given) => {
      told.push({ point: 'admit', given });
    },
    request: (...given) => {
      told.push({ point: 'request', given });
      return given[0];
    },
    items: (...given) => {
      told.push({ point: 'items', given });
      return given[0];
    },
    answer: (...given) => {
      told.push({ point: 'answer', given });
      return given[0];
    },
    frames: (...given) => {
      told.push({ point: 'frames', given });
      return given[0];
    },
    wire: (...given) => {
      told.push({ point: 'wire', given });
      return given[0];
    },
  };
}

/**
 * Whether a fault would have changed any of it. Hooks are pure (`fixtures/reference/faults/hooks.ts`): the first
 * difference to the unbroken reference can only be one of these.
 */
export function changesAnything(hooks: Hooks, told: Told): boolean {
  return told.some((call) => changes(hooks, call));
}

function changes(hooks: Hooks, call: Call): boolean {
  if (call.point === 'consulted') return hooks.switches !== undefined && call.given[0] in hooks.switches;
  try {
    return !isSame(handedBack(hooks, call), call.given[0]);
  } catch {
    // It refuses the request.
    return true;
  }
}

function handedBack(hooks: Hooks, call: Exclude<Call, { readonly point: 'consulted' }>): unknown {
  switch (call.point) {
    case 'admit':
      hooks.admit?.(...call.given);
      return call.given[0];
    case 'request':
      return hooks.request?.(...call.given) ?? call.given[0];
    case 'items':
      return hooks.items?.(...call.given) ?? call.given[0];
    case 'answer':
      return hooks.answer?.(...call.given) ?? call.given[0];
    case 'frames':
      return hooks.frames?.(...call.given) ?? call.given[0];
    case 'wire':
      return hooks.wire?.(...call.given) ?? call.given[0];
    default:
      return call satisfies never;
  }
}

/** The same values under the same names in the same order: it would be written alike. */
function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [own, other] = [Object.entries(left), Object.entries(right)];
  return (
    own.length === other.length &&
    own.every(([name, value], index) => name === other[index]?.[0] && isSame(value, other[index]?.[1]))
  );
}
