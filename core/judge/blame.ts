import { arrayOf, asText, type Json, member } from '../json.ts';
import type { SentParameter } from '../parameter.ts';
import { errorTexts } from './answerable.ts';

/**
 * The values of a request that an error speaks of: by the path in `error.param` (or the `loc` lists of validating
 * frameworks), else by a name in its message. Several when it names what encloses them. Empty when it names none.
 */
export function blamed(body: Json, sent: readonly SentParameter[]): readonly SentParameter[] {
  for (const path of paths(body)) {
    const found = atPath(path, sent);
    if (found.length > 0) return found;
  }
  return inWords(errorTexts(body).join('\n'), sent);
}

function paths(body: Json): readonly string[] {
  const loc = arrayOf(member(body, 'detail')).map((detail) =>
    arrayOf(member(detail, 'loc'))
      .filter((part) => part !== 'body')
      .map(asText)
      .join('.'),
  );
  return [member(member(body, 'error'), 'param'), member(body, 'param'), ...loc]
    .filter((path) => typeof path === 'string' && path !== '')
    .map((path) => plain(asText(path)));
}

/** `tools[0].type`, `tools.0.type`, `body.tools.0.type` are one path. */
function plain(path: string): string {
  return path.replace(/\[['"]?([^\]'"]*)['"]?\]/g, '.$1').replace(/^(?:body|\$)\./, '');
}

function atPath(path: string, sent: readonly SentParameter[]): readonly SentParameter[] {
  const within = sent.filter(({ at }) => path === plain(at) || path.startsWith(`${plain(at)}.`));
  if (within.length > 0) return longest(within, ({ at }) => at.length);
  const enclosed = sent.filter(({ at, value }) => plain(at).startsWith(`${path}.`) && value !== null);
  // A null beside values means "unset": it is seldom what a server complains of.
  return enclosed.length > 0 ? enclosed : sent.filter(({ at }) => plain(at).startsWith(`${path}.`));
}

function longest<T>(values: readonly T[], length: (value: T) => number): readonly T[] {
  const most = Math.max(...values.map(length));
  return values.filter((value) => length(value) === most);
}

/** A name that is no common word counts anywhere; one that is (`store`, `input`) only in quotes. */
function inWords(text: string, sent: readonly SentParameter[]): readonly SentParameter[] {
  const named = sent.flatMap((each) => {
    const names = [each.at, each.member, ...lastOf(each.member), ...entryOf(each)].filter((name) => says(text, name));
    const most = Math.max(0, ...names.map((name) => name.length));
    return most === 0 ? [] : [{ each, most }];
  });
  return named.length === 0 ? [] : longest(named, ({ most }) => most).map(({ each }) => each);
}

function lastOf(name: string): readonly string[] {
  const last = name.split('.').at(-1) ?? name;
  return last.includes('_') ? [last] : [];
}

/** Of lists the entry itself is a name. */
function entryOf({ member: name, text }: SentParameter): readonly string[] {
  return name === 'include' || name === 'tools' ? [text] : [];
}

function says(text: string, name: string): boolean {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const common = /^[a-z]+$/.test(name);
  const pattern = common ? `['"\`“‘]${literal}['"\`”’]` : `(?<![\\w.])${literal}(?![\\w])`;
  return new RegExp(pattern).test(text);
}
