import { CAPABILITIES, type Capability } from '../core/capability.ts';
import { isOwn } from '../core/contract.ts';
import type { Column } from './results/model.ts';
import { type Cell, cellOf, countOutcomes, type RuleIndex, type Tone } from './results/summary.ts';
import { cut, escapeMarkup, oneLine } from './text.ts';

/** What a badge says: label and message; symbol and words beside the colour. */
export interface Badge {
  readonly label: string;
  readonly message: string;
  /** `#rrggbb`; white text on it has a contrast of at least 4.5. */
  readonly color: string;
}

const HEIGHT = 20;
const PADDING = 6;
const LABEL_CHARACTERS = 60;

const COLOR: Readonly<Record<Tone, string>> = {
  ok: '#00674b',
  partial: '#a84300',
  bad: '#a84300',
  known: '#005b8f',
  unsure: '#5c656f',
  none: '#5c656f',
};

/** The counts of the MUST rules of one column; no score. */
export function columnBadge(column: Column): Badge {
  const { message, tone } = columnMessage(column);
  return {
    label: labelOf('Responses API', column),
    message,
    color: COLOR[tone],
  };
}

/** The same of one capability: `Streaming · Acme`, `◐ 55 of 56 hold`. */
export function capabilityBadge(column: Column, capability: Capability, rules: RuleIndex): Badge {
  const title = CAPABILITIES.find(({ id }) => id === capability)?.title ?? capability;
  const cell = cellOf(column, capability, rules);
  return {
    label: labelOf(title, column),
    message: `${cell.symbol} ${cellWords(cell)}`,
    color: COLOR[cell.tone],
  };
}

/** The provider by name, and what the badge rests on where nobody asked the server now. */
function labelOf(subject: string, { provider, evidence, contract }: Column): string {
  const words = [...(evidence === 'live' ? [] : [evidence]), ...(isOwn(contract) ? ['own document'] : [])];
  const kind = words.length === 0 ? '' : ` (${words.join(', ')})`;
  return `${cut(oneLine(`${subject} · ${provider.name}`), LABEL_CHARACTERS - kind.length)}${kind}`;
}

function cellWords({ judged, holds, text }: Cell): string {
  if (judged > 0) return `${holds} of ${judged} hold`;
  return text === '' ? 'not exercised' : text;
}

function columnMessage(column: Column): { readonly message: string; readonly tone: Tone } {
  if (column.notRun !== undefined) return { message: 'not run', tone: 'none' };
  const must = countOutcomes(column.verdicts.filter(({ level }) => level === 'MUST'));
  const holds = must.pass + must.stale;
  if (must.fail > 0) return { message: `✕ ${must.fail} fail, ${holds} hold`, tone: 'bad' };
  if (must['known-fail'] > 0) return { message: `⚑ ${must['known-fail']} known, ${holds} hold`, tone: 'known' };
  if (holds === 0) return { message: 'nothing judged', tone: 'none' };
  return { message: `● ${holds} hold`, tone: 'ok' };
}

/** A small SVG for a README. Its text cannot leave its box, whatever font the reader has. */
export function renderBadge({ label, message, color }: Badge): string {
  const left = widthOf(label);
  const right = widthOf(message);
  const title = escapeMarkup(`${label}: ${message}`);
  const width = left + right;
  // `textLength` fits the glyphs of any font into the box; the estimate decides only how tight they stand.
  const word = (value: string, x: number, box: number) =>
    `<text x="${x + PADDING}" y="14" textLength="${box - 2 * PADDING}" lengthAdjust="spacingAndGlyphs">${escapeMarkup(value)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${title}"><title>${title}</title><clipPath id="r"><rect width="${width}" height="${HEIGHT}" rx="3"/></clipPath><g clip-path="url(#r)"><rect width="${left}" height="${HEIGHT}" fill="#3b4248"/><rect x="${left}" width="${right}" height="${HEIGHT}" fill="${color}"/></g><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${word(label, 0, left)}${word(message, left, right)}</g></svg>\n`;
}

/** What shields.io reads from a URL (its endpoint badge, version 1). */
export function renderEndpoint({ label, message, color }: Badge): string {
  return `${JSON.stringify({ schemaVersion: 1, label, message, color })}\n`;
}

const NARROW = /[ijlIf.,:;!|'()[\]·]/;
const WIDE = /[mwMW@%●○◐✕⚑≈]/;
/** Scripts whose characters are as wide as they are tall, and pictures. */
const SQUARE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Extended_Pictographic}/u;

/** Of the box around a text, in pixels: Verdana at 11 px, by classes of characters. */
function widthOf(text: string): number {
  const shown = [...new Intl.Segmenter('en').segment(oneLine(text))].map(({ segment }) => segment);
  const width = shown.reduce(
    (sum, one) => sum + (SQUARE.test(one) ? 12 : WIDE.test(one) ? 10.5 : NARROW.test(one) ? 4.6 : 7),
    0,
  );
  return Math.ceil(width) + 2 * PADDING;
}
