import { useEffect, useState } from 'preact/hooks';
import type { KeptHistory } from '../data/history.ts';
import type { SiteColumnDetails, SiteFileName, SiteFiles } from '../model.ts';
import { wholeDetails } from '../whole-details.ts';
import { wholeHistory } from '../whole-history.ts';

declare global {
  interface Window {
    /** Data files are scripts that call this. */
    tckData?: (name: string, json: string) => void;
  }
}

const texts = new Map<string, string>();
const values = new Map<string, unknown>();
const waiting = new Map<string, { readonly promise: Promise<unknown>; readonly arrived: () => void }>();

/** Must run before any data file does. */
export function acceptData(): void {
  window.tckData = (name, json) => {
    texts.set(name, json);
    waiting.get(name)?.arrived();
  };
}

/** What is there already: sent by a script, or part of the page. */
function present<N extends SiteFileName>(name: N): SiteFiles[N] | undefined {
  if (values.has(name)) return values.get(name) as SiteFiles[N];
  // A track is nothing without the index, which names its rules.
  if (name.startsWith(TRACK) && present('history') === undefined) return undefined;
  const text = texts.get(name) ?? document.querySelector(`script[data-name="${CSS.escape(name)}"]`)?.textContent;
  if (text === undefined || text === null) return undefined;
  const value = read(name, text);
  texts.delete(name);
  values.set(name, value);
  return value as SiteFiles[N];
}

const COLUMN = 'columns/';
const TRACK = 'history/';

function read(name: string, text: string): unknown {
  const value: unknown = JSON.parse(text);
  const index = name.startsWith(TRACK) ? present('history') : undefined;
  if (index !== undefined) return wholeHistory(value as KeptHistory, index);
  const matrix = name.startsWith(COLUMN) ? present('matrix') : undefined;
  return matrix === undefined ? value : wholeDetails(value as SiteColumnDetails, matrix, name.slice(COLUMN.length));
}

/**
 * The data file of that name, loaded once.
 * @throws (rejects) with a message for people when the file cannot be had
 */
export async function load<N extends SiteFileName>(name: N): Promise<SiteFiles[N]> {
  if (name.startsWith(TRACK)) await load('history');
  const there = present(name);
  if (there !== undefined) return there;
  const known = waiting.get(name);
  if (known === undefined) {
    let arrived = () => {};
    const promise = new Promise<void>((resolve, reject) => {
      arrived = resolve;
      const script = document.querySelector<HTMLScriptElement>(`script[src="${CSS.escape(addressOf(name))}"]`);
      const element = script ?? document.createElement('script');
      element.addEventListener('error', () => reject(new Error(missing(name))));
      element.addEventListener('load', () => (present(name) === undefined ? reject(new Error(missing(name))) : null));
      if (script !== null) return;
      element.src = addressOf(name);
      document.head.append(element);
    });
    waiting.set(name, { promise, arrived });
    promise.catch(() => waiting.delete(name));
  }
  await waiting.get(name)?.promise;
  const value = present(name);
  if (value === undefined) throw new Error(missing(name));
  return value;
}

function addressOf(name: string): string {
  return `data/${name.split('/').map(encodeURIComponent).join('/')}.js`;
}

function missing(name: string): string {
  return location.protocol === 'file:' || document.querySelector('script[src="assets/app.js"]') !== null
    ? `${addressOf(name)} could not be loaded. Copy the whole folder, or build it again: responses-tck report RESULTS --out FOLDER.`
    : `This page does not carry ${name}.`;
}

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly why: string };

/** A data file for a component. `undefined` as the name loads nothing. */
export function useData<N extends SiteFileName>(name: N | undefined): Loaded<SiteFiles[N]> {
  const [held, setHeld] = useState<{ readonly name: N | undefined; readonly loaded: Loaded<SiteFiles[N]> }>(() => ({
    name,
    loaded: initial(name),
  }));
  useEffect(() => {
    let wanted = true;
    setHeld({ name, loaded: initial(name) });
    if (name === undefined) return;
    load(name).then(
      (value) => wanted && setHeld({ name, loaded: { state: 'ready', value } }),
      (error: unknown) =>
        wanted && setHeld({ name, loaded: { state: 'failed', why: String(error).replace('Error: ', '') } }),
    );
    return () => {
      wanted = false;
    };
  }, [name]);
  return held.name === name ? held.loaded : initial(name);
}

function initial<N extends SiteFileName>(name: N | undefined): Loaded<SiteFiles[N]> {
  const there = name === undefined ? undefined : present(name);
  return there === undefined ? { state: 'loading' } : { state: 'ready', value: there };
}
