import { isObject, type JsonObject, member } from '../../core/json.ts';
import { byType, memberNames, memberOf, type Placed, type Shape, type Side, shapeOf, UNTYPED } from './shape.ts';

export type DriftSide = 'contract' | 'sdk';

/** Something that one side has and the other has not. */
export interface Difference {
  /** `event`, `item`, `member`, `status`, `value`, ...: what it is, for people. */
  readonly kind: string;
  /**
   * Where, in the contract's names: `Item.message/phase` for a member, `Item.message/role=user` for a value,
   * `Item:message` for a variant, `Item.message/role=*` where a side takes every string.
   */
  readonly where: string;
  /** The side that has it. */
  readonly has: DriftSide;
  /** The SDK's types at that place. */
  readonly sdk: readonly string[];
}

/** A schema of the contract and the SDK's type that describes the same thing. */
export interface Pair {
  readonly contract: Placed;
  readonly sdk: Placed;
}

/** Unions of the contract, and what a variant of them is called. */
const VARIANTS: Readonly<Record<string, string>> = {
  Event: 'event',
  Item: 'item',
  InputItem: 'input item',
  ListedItem: 'listed item',
  Content: 'content part',
  InputContent: 'content part',
  Annotation: 'annotation',
  Tool: 'tool type',
  ToolChoice: 'tool_choice form',
};

/** What was seen at one place of the contract, over all types of the SDK that describe it. */
interface Seen {
  readonly kind: string;
  readonly contract: Set<string>;
  readonly sdk: Set<string>;
  readonly types: Set<string>;
}

/** Stands for every string. */
const ANY = '=*';

/**
 * What one side has and the other has not, over all that is reachable from the pairs: members of objects, variants of
 * unions (by their `type`) and values of closed lists. The SDK often has several types for one schema of the contract,
 * each narrower; together they have what any of them has. Whether a member is required, may be null or has bounds is not
 * compared: the SDK's types do not say it as the wire does. Pure.
 */
export function compare(contract: Side, sdk: Side, pairs: readonly Pair[]): readonly Difference[] {
  const places = new Map<string, Seen>();
  const visited = new Set<string>();
  for (const pair of pairs) visit([pair.contract], [pair.sdk]);
  return [...places.values()].flatMap(differences).sort((a, b) => (a.where < b.where ? -1 : 1));

  function visit(mine: readonly Placed[], theirs: readonly Placed[]): void {
    const [left, right] = [shapeOf(contract, mine), shapeOf(sdk, theirs)];
    if (left.any || right.any || known('visit', [...mine, ...left.objects], [...theirs, ...right.objects])) return;
    strings(left, right, mine, theirs);
    objects(left.objects, right.objects, mine, theirs);
    if (left.items.length > 0 && right.items.length > 0) visit(left.items, right.items);
    if (left.map.length > 0 && right.map.length > 0) visit(left.map, right.map);
  }

  function known(what: string, mine: readonly Placed[], theirs: readonly Placed[]): boolean {
    const key = [what, ...mine.map(({ at }) => at), '|', ...theirs.map(({ at }) => at)].join(' ');
    return visited.size === visited.add(key).size;
  }

  function objects(
    left: readonly Placed[],
    right: readonly Placed[],
    mine: readonly Placed[],
    theirs: readonly Placed[],
  ) {
    if (left.length === 0 || right.length === 0) return;
    const [ours, others] = [byType(contract, left), byType(sdk, right)];
    // One object whose `type` may be anything describes all variants of the other side.
    if ((ours.size < 2 && others.size < 2) || (ours.size === 1 && ours.has(UNTYPED))) {
      members(left, right, []);
      return;
    }
    const union = nameOf(contract, mine);
    note(VARIANTS[union] ?? 'variant', union, ':', [...ours.keys()], [...others.keys()], nameOf(sdk, theirs));
    for (const [type, a] of ours) members(a, others.get(type) ?? [], ['type']);
  }

  /** @param settled members that need no look, because they decided which objects are compared */
  function members(left: readonly Placed[], right: readonly Placed[], settled: readonly string[]): void {
    if (right.length === 0 || known('members', left, right)) return;
    const [ours, others] = [memberNames(left), memberNames(right)];
    note('member', left[0]?.at ?? '', '/', [...ours], [...others], right[0]?.at ?? '');
    for (const name of ours) {
      if (!settled.includes(name)) visit(memberOf(left, name), memberOf(right, name));
    }
  }

  function strings(left: Shape, right: Shape, mine: readonly Placed[], theirs: readonly Placed[]): void {
    if (!takesStrings(left) || !takesStrings(right)) return;
    const at = nameOf(contract, mine);
    note(kindOfValue(at), at, '=', valuesOf(left), valuesOf(right), nameOf(sdk, theirs));
  }

  function note(
    kind: string,
    at: string,
    sign: string,
    mine: readonly string[],
    theirs: readonly string[],
    type: string,
  ): void {
    const seen = places.get(`${at} ${kind}`) ?? { kind, contract: new Set(), sdk: new Set(), types: new Set() };
    places.set(`${at} ${kind}`, seen);
    for (const name of mine) seen.contract.add(`${at}${sign}${name}`);
    for (const name of theirs) seen.sdk.add(`${at}${sign}${name}`);
    seen.types.add(type);
  }
}

function differences({ kind, contract, sdk, types }: Seen): readonly Difference[] {
  const of = (has: DriftSide, mine: ReadonlySet<string>, others: ReadonlySet<string>): readonly Difference[] => {
    const lacking = [...mine].filter((where) => !others.has(where));
    // A side that takes every string has every value of the other: only its openness is a difference.
    const open = [...mine, ...others].find((where) => where.endsWith(ANY));
    const told = open === undefined ? lacking : lacking.filter((where) => where === open);
    return told.map((where) => ({ kind, where, has, sdk: [...types] }));
  };
  return [...of('contract', contract, sdk), ...of('sdk', sdk, contract)];
}

function takesStrings({ values, openStrings }: Shape): boolean {
  return openStrings || values !== undefined;
}

function valuesOf({ values, openStrings }: Shape): readonly string[] {
  return openStrings ? ['*'] : [...(values ?? [])];
}

/** The component that the alternatives refer to where it is one, else their own place. */
function nameOf(side: Side, alternatives: readonly Placed[]): string {
  const [ref, ...more] = alternatives.flatMap(({ schema }) => refsOf(schema));
  if (ref === undefined || more.length > 0) return alternatives[0]?.at ?? '';
  const name = ref.slice(side.prefix.length);
  const target = member(side.schemas, name);
  return isObject(target) && target['$ref'] !== undefined ? nameOf(side, [{ at: name, schema: target }]) : name;
}

/** The reference that a schema is, or those among its choices. */
function refsOf(schema: JsonObject): readonly string[] {
  if (typeof schema['$ref'] === 'string') return [schema['$ref']];
  const choices = Array.isArray(schema['anyOf']) ? schema['anyOf'] : [];
  return choices.flatMap((choice) => {
    const ref = typeof choice === 'object' && choice !== null && '$ref' in choice ? choice['$ref'] : undefined;
    return typeof ref === 'string' ? [ref] : [];
  });
}

function kindOfValue(at: string): string {
  if (/\/include\[\]$/.test(at)) return 'include value';
  return at.endsWith('/status') ? 'status' : 'value';
}
