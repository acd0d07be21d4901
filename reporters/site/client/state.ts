import { CAPABILITY_IDS, type Capability } from '../../../core/capability.ts';
import { EVIDENCE, type Evidence, OUTCOMES, type Outcome } from '../../../core/report.ts';
import { LEVELS, type Level } from '../../../core/rule.ts';

/** Everything that can be chosen on the matrix; it is all in the URL, so that every view has an address. */
export interface View {
  /** A contract's name, or `all`; absent: the first one of the run. */
  readonly contract?: string;
  /** Absent: all kinds. */
  readonly evidence?: Evidence;
  /** Only rules (and request members) on which the shown providers differ. */
  readonly differences: boolean;
  readonly text: string;
  readonly capabilities: readonly Capability[];
  readonly levels: readonly Level[];
  readonly outcomes: readonly Outcome[];
  /** Provider ids; empty: all. */
  readonly providers: readonly string[];
  /** Column keys. */
  readonly pinned: readonly string[];
  readonly hidden: readonly string[];
  /** Column keys that stand before the others, in this order. */
  readonly order: readonly string[];
  /** Open rows: capabilities, or request members on `#/parameters`. */
  readonly open: readonly string[];
  /** The selected cell: a column's key, and a rule's, a capability's or a request member's name. */
  readonly cell?: CellAddress;
}

export interface CellAddress {
  readonly column: string;
  readonly of: string;
}

export type Route =
  | { readonly page: 'matrix' | 'parameters' | 'compare'; readonly view: View }
  | { readonly page: 'provider'; readonly key: string; readonly query: Query }
  | { readonly page: 'rule'; readonly id: string; readonly query: Query }
  | EvidenceRoute
  | { readonly page: 'history'; readonly query: Query }
  | { readonly page: 'unknown'; readonly hash: string };

export interface EvidenceRoute {
  readonly page: 'evidence';
  readonly column: string;
  readonly exchange: string;
  /** JSON Pointer of the place that is marked. */
  readonly at?: string;
  readonly query: Query;
}

/** What a page keeps in the URL for itself. */
export type Query = Readonly<Record<string, string>>;

export const EMPTY_VIEW: View = {
  differences: false,
  text: '',
  capabilities: [],
  levels: [],
  outcomes: [],
  providers: [],
  pinned: [],
  hidden: [],
  order: [],
  open: [],
};

/** @param hash with or without `#`; anything that is no route is `unknown`, never an error */
export function parseRoute(hash: string): Route {
  const whole = hash.replace(/^#/, '');
  const mark = whole.indexOf('?');
  const path = mark === -1 ? whole : whole.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? '' : whole.slice(mark + 1));
  const [, page = '', ...rest] = path.split('/').map(decode);
  const [first = '', ...others] = rest;
  switch (page) {
    case '':
      return path === '' || path === '/' ? { page: 'matrix', view: parseView(query) } : { page: 'unknown', hash };
    case 'parameters':
    case 'compare':
      return { page, view: parseView(query) };
    case 'provider':
      return { page, key: first, query: plain(query) };
    case 'rule':
      return { page, id: rest.join('/'), query: plain(query) };
    case 'history':
      return { page, query: plain(query) };
    case 'evidence': {
      const at = query.get('at');
      query.delete('at');
      const place = at === null ? {} : { at };
      return { page, column: first, exchange: others.join('/'), ...place, query: plain(query) };
    }
    default:
      return { page: 'unknown', hash };
  }
}

/** The address of a route, with `#`; `parseRoute` reads it back. */
export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'matrix':
      return address('', formatView(route.view));
    case 'parameters':
    case 'compare':
      return address(route.page, formatView(route.view));
    case 'provider':
      return address(`provider/${encode(route.key)}`, new URLSearchParams(route.query));
    case 'rule':
      return address(`rule/${route.id.split('/').map(encode).join('/')}`, new URLSearchParams(route.query));
    case 'evidence': {
      const query = new URLSearchParams(route.at === undefined ? {} : { at: route.at });
      for (const [name, value] of Object.entries(route.query)) query.set(name, value);
      const exchange = route.exchange.split('/').map(encode).join('/');
      return address(`evidence/${encode(route.column)}/${exchange}`, query);
    }
    case 'history':
      return address('history', new URLSearchParams(route.query));
    case 'unknown':
      return route.hash;
    default:
      return route satisfies never;
  }
}

function address(path: string, query: URLSearchParams): string {
  // A slash and a comma are legal in a fragment, and far easier to read.
  const text = query.toString().replaceAll('%2F', '/').replaceAll('%2C', ',').replaceAll('%7E', '~');
  return `#/${path}${text === '' ? '' : `?${text}`}`;
}

export function parseView(query: URLSearchParams): View {
  const list = (name: string) =>
    (query.get(name) ?? '')
      .split(',')
      .filter((each) => each !== '')
      .map(decode);
  const only = <T extends string>(name: string, known: readonly T[]) =>
    known.filter((each) => list(name).includes(each));
  const evidence = EVIDENCE.find((each) => each === query.get('evidence'));
  const contract = query.get('contract');
  const cell = parseCell(query.get('cell'));
  return {
    ...(contract === null || contract === '' ? {} : { contract }),
    ...(evidence === undefined ? {} : { evidence }),
    differences: query.get('differences') === '1',
    text: query.get('q') ?? '',
    capabilities: only('capability', CAPABILITY_IDS),
    levels: only('level', LEVELS),
    outcomes: only('verdict', OUTCOMES),
    providers: list('provider'),
    pinned: list('pin'),
    hidden: list('hide'),
    order: list('order'),
    open: list('open'),
    ...(cell === undefined ? {} : { cell }),
  };
}

function formatView(view: View): URLSearchParams {
  const query = new URLSearchParams();
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') query.set(name, value);
  };
  const list = (values: readonly string[]) => values.map((each) => encodeURIComponent(each)).join(',');
  set('contract', view.contract);
  set('evidence', view.evidence);
  set('differences', view.differences ? '1' : undefined);
  set('q', view.text);
  set('capability', list(view.capabilities));
  set('level', list(view.levels));
  set('verdict', list(view.outcomes));
  set('provider', list(view.providers));
  set('pin', list(view.pinned));
  set('hide', list(view.hidden));
  set('order', list(view.order));
  set('open', list(view.open));
  set('cell', view.cell === undefined ? undefined : `${view.cell.column}/${view.cell.of}`);
  return query;
}

function parseCell(text: string | null): CellAddress | undefined {
  const slash = text?.indexOf('/') ?? -1;
  if (text === null || slash < 1 || slash === text.length - 1) return undefined;
  return { column: text.slice(0, slash), of: text.slice(slash + 1) };
}

function plain(query: URLSearchParams): Query {
  return Object.fromEntries(query);
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%40', '@');
}

/** A `%` that begins nothing stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
