import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rules } from '../core/rules/index.ts';
import { ownPromises } from '../core/rules/own.ts';
import { faults } from '../fixtures/reference/faults/index.ts';
import { ruleGuide } from '../reporters/site/data/guide.ts';
import { loadStatements } from '../specs/statements/load.ts';
import { loadDocuments } from '../specs/vendors/load.ts';

/**
 * Writes `dist/rule-guide.json`, a part of `npm run build`: what the pages say of each rule beyond the results (the
 * statements it judges, the faults that break it). Reporters may not import either, so they read this file.
 */
const file = fileURLToPath(new URL('../rule-guide.json', import.meta.url));
const documents = (await loadDocuments()).map((document) => ({ id: document.id, promises: ownPromises(document) }));
const guide = ruleGuide(rules, loadStatements(), faults, documents);
writeFileSync(file, `${JSON.stringify(guide)}\n`);
console.log(`${file}: ${Object.keys(guide).length} rules`);
