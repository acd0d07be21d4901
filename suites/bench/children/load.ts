import { readFileSync } from 'node:fs';
import { packageFile } from '../../../specs/package-root.ts';

/** Loads the validators, or (the floor) their text as a module of one string, and prints time and memory. */
const file = packageFile('dist', 'contracts', 'openai', 'validators.js');
const text =
  process.argv[2] === 'text'
    ? `data:text/javascript,export const text=${encodeURIComponent(JSON.stringify(readFileSync(file, 'utf8')))}`
    : undefined;
const before = process.memoryUsage.rss();
const began = performance.now();
const loaded = (await import(text ?? file)) as {
  readonly validators?: Readonly<Record<string, (value: unknown) => unknown>>;
};
loaded.validators?.['Response']?.({});
const ms = performance.now() - began;
console.log(JSON.stringify({ ms, bytes: process.memoryUsage.rss() - before }));
