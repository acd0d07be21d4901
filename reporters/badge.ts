import type { Column } from './results/model.ts';
import { countOutcomes } from './results/summary.ts';
import { cut, escapeMarkup } from './text.ts';

const HEIGHT = 20;
/** Verdana at 11 px, which badges are set in, is about this wide for each character. */
const CHARACTER_WIDTH = 6.8;

/** A small SVG for a README: the counts of the MUST rules of one column; no score. */
export function renderBadge(column: Column): string {
  const label = cut(`Responses API · ${column.provider.name}`, 60);
  const { text, fill } = message(column);
  const left = widthOf(label);
  const right = widthOf(text);
  const title = escapeMarkup(`${label}: ${text}`);
  const word = (value: string, x: number) => `<text x="${x}" y="14">${escapeMarkup(value)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${HEIGHT}" role="img" aria-label="${title}"><title>${title}</title><clipPath id="r"><rect width="${left + right}" height="${HEIGHT}" rx="3"/></clipPath><g clip-path="url(#r)"><rect width="${left}" height="${HEIGHT}" fill="#3b4248"/><rect x="${left}" width="${right}" height="${HEIGHT}" fill="${fill}"/></g><g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${word(label, left / 2)}${word(text, left + right / 2)}</g></svg>\n`;
}

function widthOf(text: string): number {
  return Math.ceil([...text].length * CHARACTER_WIDTH) + 12;
}

function message(column: Column): { readonly text: string; readonly fill: string } {
  const grey = '#5c656f';
  if (column.notRun !== undefined) return { text: 'not run', fill: grey };
  const must = countOutcomes(column.verdicts.filter(({ level }) => level === 'MUST'));
  const holds = must.pass + must.stale;
  if (must.fail > 0) return { text: `✕ ${must.fail} fail, ${holds} hold`, fill: '#a84300' };
  if (must['known-fail'] > 0) return { text: `⚑ ${must['known-fail']} known, ${holds} hold`, fill: '#005b8f' };
  if (holds === 0) return { text: 'nothing judged', fill: grey };
  return { text: `● ${holds} hold`, fill: '#00674b' };
}
