import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { RuleGuide } from './data/guide.ts';

let read: RuleGuide | undefined;

/** What `npm run build` wrote (`cli/guide.ts`); empty without it: the pages say then that they do not know. */
export function ruleGuideFile(): RuleGuide {
  if (read === undefined) {
    const root = dirname(createRequire(import.meta.url).resolve('responses-tck/package.json'));
    const path = join(root, 'dist/rule-guide.json');
    // Written by the kit itself.
    read = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RuleGuide) : {};
  }
  return read;
}
