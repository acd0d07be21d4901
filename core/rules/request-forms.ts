import type { Capability } from '../capability.ts';
import type { SpecPointer } from '../contract.ts';
import { arrayOf, isObject, type Json, type JsonObject, member, show, stringMember } from '../json.ts';
import type { Counterexample, Level } from '../rule.ts';
import type { ExchangeView } from '../view.ts';

/**
 * How much of a request a form is. A refusal that does not say what it objects to is laid to the most particular form:
 * 0 what every request has (an easy message), 1 what a request is about (an assistant turn), 2 and 3 what is rarer still
 * (an image in it, its detail). Members of the request are `named`: only a refusal that names them is laid to them.
 */
export type Weight = 0 | 1 | 2 | 3 | 'named';

/** One way to say something in a request, which a server takes or refuses as such. */
export interface Form {
  /** The rule is called `request/<id>-accepted`. */
  readonly id: string;
  readonly title: string;
  readonly levels: readonly [openai: Level | '-', openResponses: Level | '-'];
  readonly source: SpecPointer;
  readonly capability: Capability;
  readonly weight: Weight;
  /** Where the request has this form: dotted paths such as `input.0.content.1`; none when it has not. */
  readonly places: (sent: JsonObject) => readonly string[];
  readonly counterexample: Counterexample;
}

/**
 * The counterexample of a form: the server stumbles over it, and says where. A 4xx that names it could be an honest
 * refusal of something optional. `param` as the official service writes it.
 */
export function refusing(of: string, param: string): Counterexample {
  const error = { message: `Cannot handle '${param}'.`, type: 'server_error', param, code: null };
  return {
    of,
    edit: [
      { op: 'set', path: '/status', value: 500 },
      { op: 'set', path: '/body', value: { error } },
    ],
  };
}

export interface Placed {
  readonly value: JsonObject;
  /** Dotted path in the request. */
  readonly at: string;
}

function placed(list: Json | undefined, at: string): readonly Placed[] {
  return arrayOf(list).flatMap((value, index) => (isObject(value) ? [{ value, at: `${at}.${index}` }] : []));
}

/** The items of a list as `input`; a string has none. */
export function itemsOf(sent: JsonObject): readonly Placed[] {
  return placed(sent['input'], 'input');
}

export function toolsOf(sent: JsonObject): readonly Placed[] {
  return placed(sent['tools'], 'tools');
}

/** The parts of an item's content or output, where it is a list. */
export function partsOf({ value, at }: Placed): readonly Placed[] {
  return [...placed(value['content'], `${at}.content`), ...placed(value['output'], `${at}.output`)];
}

export function isType(type: string): (item: Placed) => boolean {
  return ({ value }) => value['type'] === type;
}

/** A message, easy or typed. */
export function isMessage({ value }: Placed): boolean {
  return typeof value['role'] === 'string' && (value['type'] === undefined || value['type'] === 'message');
}

export function placesOf(found: readonly Placed[]): readonly string[] {
  return found.map(({ at }) => at);
}

/** Forms of members that nearly every request has. */
const USUAL: readonly string[] = ['max-output-tokens', 'store', 'stream', 'instructions', 'text-format'];

/** Which of the forms a refusal is laid to: one, or none when it could be several. */
export function blamed<Any extends Form>(view: ExchangeView, forms: readonly Any[]): Any | undefined {
  const { sent } = view;
  if (!isObject(sent)) return undefined;
  const held = forms.map((form) => ({ form, places: form.places(sent) })).filter(({ places }) => places.length > 0);
  const named = namedPlaces(view);
  const around = held.filter(({ places }) => places.some((place) => named.some((name) => encloses(place, name))));
  if (around.length > 0) return heaviest(deepest(around, named));
  const inside = held.filter(({ places }) => places.some((place) => named.some((name) => encloses(name, place))));
  if (inside.length > 0) return heaviest(inside.map(({ form }) => form));
  // It names a place of the request, and another one than any form has.
  if (named.some((name) => isThere(sent, name))) return undefined;
  // Any of the members that are there beside them may be what the server stumbled over.
  if (held.some(({ form }) => form.weight === 'named' && !USUAL.includes(form.id))) return undefined;
  return heaviest(held.map(({ form }) => form).filter(({ weight }) => weight !== 'named'));
}

interface Held<Any extends Form> {
  readonly form: Any;
  readonly places: readonly string[];
}

/** Of the forms that enclose the named place those closest to it: `input.1.content.0` before `input.1`. */
function deepest<Any extends Form>(held: readonly Held<Any>[], named: readonly string[]): readonly Any[] {
  const depth = ({ places }: Held<Any>) =>
    Math.max(
      ...places.filter((place) => named.some((name) => encloses(place, name))).map((place) => place.split('.').length),
    );
  const deep = Math.max(...held.map(depth));
  return held.filter((one) => depth(one) === deep).map(({ form }) => form);
}

function heaviest<Any extends Form>(forms: readonly Any[]): Any | undefined {
  const weight = ({ weight: given }: Form) => (given === 'named' ? -1 : given);
  const most = Math.max(...forms.map(weight));
  const [first, ...others] = forms.filter((form) => weight(form) === most);
  return others.length === 0 ? first : undefined;
}

function isThere(sent: JsonObject, place: string): boolean {
  const found = place.split('.').reduce<Json | undefined>((value, key) => {
    return Array.isArray(value) ? arrayOf(value)[Number(key)] : member(value, key);
  }, sent);
  return found !== undefined;
}

function encloses(outer: string, inner: string): boolean {
  return outer === inner || inner.startsWith(`${outer}.`);
}

/** `input[1].content`, `input.1.content` and `["body", "input", 1, "content"]` are the same place. */
function namedPlaces(view: ExchangeView): readonly string[] {
  if (view.body.kind !== 'json') return [];
  const { value } = view.body;
  const error = member(value, 'error');
  const params = [stringMember(error, 'param'), stringMember(value, 'param')].filter((param) => param !== undefined);
  const locations = arrayOf(member(value, 'detail')).map((detail) => arrayOf(member(detail, 'loc')).join('.'));
  const quoted = [stringMember(error, 'message'), stringMember(value, 'message')].flatMap((text) =>
    [...(text ?? '').matchAll(/['"`]([\w.[\]]{2,80})['"`]/g)].map(([, name = '']) => name),
  );
  const given = params.length > 0 ? params : [...locations, ...quoted];
  return given
    .map((path) => path.replace(/\[['"]?([^\]'"]*)['"]?\]/g, '.$1').replace(/^(?:body|\$)\./, ''))
    .filter((path) => path !== '' && path !== 'input');
}

/** The status with the server's own words, for people. */
export function refusal({ status, body }: ExchangeView): string {
  const message = body.kind === 'json' ? stringMember(member(body.value, 'error'), 'message') : undefined;
  return message === undefined ? String(status) : `${status}: ${show(message)}`;
}
