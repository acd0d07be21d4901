import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rules } from '../core/rules/index.ts';
import { faults } from '../fixtures/reference/faults/index.ts';
import { ruleGuide } from '../reporters/site/data/guide.ts';
import { loadStatements } from '../specs/statements/load.ts';

/**
 * Writes `dist/rule-guide.json`, a part of `npm run build`: what the pages say of each rule beyond the results (the
 * statements it judges, the faults that break it). Reporters may not import either, so they read this file.
 */
const file = fileURLToPath(new URL('../rule-guide.json', import.meta.url));
const guide = ruleGuide(rules, loadStatements(), faults);
writeFileSync(file, `${JSON.stringify(guide)}\n`);
console.log(`${file}: ${Object.keys(guide).length} rules`);
