import { isObject, type Json, type JsonObject, stringMember } from '../../core/json.ts';

type Writable = Json[] | { [member: string]: Json };

/**
 * A copy of `document` with the actions of an OpenAPI Overlay 1.0.0 applied in order. `update` merges objects member by
 * member, appends to arrays (what is already there is not repeated) and replaces scalars; `remove` removes. An array
 * that has to be replaced is removed by one action and set by the next.
 * @throws Error naming the file and the action when an action is malformed or its target matches nothing.
 */
export function applyOverlay<T extends JsonObject>(document: T, overlay: JsonObject, file: string): T {
  const copy = structuredClone(document) as T;
  for (const [index, action] of actionsOf(overlay, file).entries()) {
    const target = stringMember(action, 'target');
    const place = `${file}: action ${index + 1} (${target ?? 'no target'})`;
    if (target === undefined) throw new Error(`${place}: target must be a JSONPath`);
    const steps = parseTarget(target, place);
    const holders = select(copy as unknown as Writable, steps.slice(0, -1));
    const last = steps.at(-1);
    let matched = 0;
    for (const holder of holders) {
      for (const key of last === undefined ? [] : keysOf(holder, last)) {
        matched += 1;
        apply(holder, key, action);
      }
    }
    if (matched === 0) throw new Error(`${place}: the target matches nothing in the document`);
  }
  return copy;
}

export function actionsOf(overlay: JsonObject, file: string): readonly JsonObject[] {
  const actions = overlay['actions'];
  if (overlay['overlay'] !== '1.0.0' || !Array.isArray(actions) || !actions.every(isObject)) {
    throw new Error(`${file}: expected an OpenAPI Overlay 1.0.0 with a list of actions`);
  }
  return actions;
}

function apply(holder: Writable, key: string, action: JsonObject): void {
  if (action['remove'] === true) {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
    return;
  }
  const record = holder as { [member: string]: Json };
  record[key] = merge(record[key], action['update']);
}

function merge(old: Json | undefined, update: Json | undefined): Json {
  if (update === undefined) return old ?? null;
  if (Array.isArray(old)) {
    const extra = Array.isArray(update) ? update : [update];
    return [...old, ...extra.filter((value) => !old.some((have) => JSON.stringify(have) === JSON.stringify(value)))];
  }
  if (!isObject(old) || !isObject(update)) return structuredClone(update) as Json;
  const result: Record<string, Json | undefined> = { ...old };
  for (const [name, value] of Object.entries(update)) result[name] = merge(old[name], value);
  return result;
}

/**
 * A step of the JSONPath subset: a member's name, an array element's index, `*`, an element equal to a value, or an
 * element that is a reference to a pointer.
 */
type Step =
  | { readonly name: string }
  | { readonly any: true }
  | { readonly equals: string }
  | { readonly refersTo: string };

/**
 * The subset of JSONPath (RFC 9535) that overlays need: `$.a.b`, `$['a.b']`, `$.a[0]`, `.*` / `[*]`, `[?(@ == 'text')]`
 * for an element of a list of strings, and `[?(@['$ref'] == '#/a')]` for one of a list of references.
 */
function parseTarget(target: string, place: string): readonly Step[] {
  const pattern =
    /\.([A-Za-z_$][\w$-]*)|\['([^']*)'\]|\[(\d+)\]|(\.\*|\[\*\])|\[\?\(?@(\['\$ref'\])? == '([^']*)'\)?\]/y;
  const steps: Step[] = [];
  pattern.lastIndex = target.startsWith('$') ? 1 : 0;
  while (target.startsWith('$') && pattern.lastIndex < target.length) {
    const match = pattern.exec(target);
    if (match === null) break;
    const name = match[1] ?? match[2] ?? match[3];
    if (name !== undefined) steps.push({ name });
    else if (match[4] !== undefined) steps.push({ any: true });
    else if (match[5] === undefined) steps.push({ equals: match[6] ?? '' });
    else steps.push({ refersTo: match[6] ?? '' });
    if (pattern.lastIndex === target.length) return steps;
  }
  throw new Error(
    `${place}: not a JSONPath that errata may use ($.a.b, ['a.b'], [0], .*, [?(@ == 'text')], [?(@['$ref'] == '#/a')])`,
  );
}

function select(root: Writable, steps: readonly Step[]): readonly Writable[] {
  let found: Writable[] = [root];
  for (const step of steps) {
    found = found.flatMap((holder) =>
      keysOf(holder, step).flatMap((key) => {
        const inner = (holder as { [member: string]: Json })[key];
        return typeof inner === 'object' && inner !== null ? [inner as Writable] : [];
      }),
    );
  }
  return found;
}

/** The keys of `holder` that the step selects; highest index first, so that removing one does not move the next. */
function keysOf(holder: Writable, step: Step): readonly string[] {
  const keys = Object.keys(holder).reverse();
  if ('any' in step) return keys;
  if ('name' in step) return keys.filter((key) => key === step.name);
  if (!Array.isArray(holder)) return [];
  if ('equals' in step) return keys.filter((key) => holder[Number(key)] === step.equals);
  return keys.filter((key) => stringMember(holder[Number(key)], '$ref') === step.refersTo);
}
