import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Document, isScalar, parse, visit } from 'yaml';
import { CONTRACT_IDS } from '../../../core/contract.ts';
import { derive } from './document.ts';

/**
 * Writes the structure of a published OpenAPI document as the parts of our contract:
 * `node dist/specs/compile/derive/main.js CONTRACT DOCUMENT OUTPUT-FOLDER`, CONTRACT being `openai` or `open-responses`.
 * Run it on a newer edition into a scratch folder and compare with `specs/<contract>`: the difference is the drift.
 */
const [name, source, target] = process.argv.slice(2);
const id = CONTRACT_IDS.find((known) => known === name);
if (id === undefined || source === undefined || target === undefined) {
  console.error(`usage: derive/main.js ${CONTRACT_IDS.join('|')} DOCUMENT OUTPUT-FOLDER`);
  process.exit(2);
}

function write(folder: string, name: string, content: unknown): void {
  const text = new Document(content, { aliasDuplicateObjects: false });
  visit(text, {
    Seq(_key, list) {
      const texts = list.items.map((entry) => (isScalar(entry) ? String(entry.value) : ''));
      list.flow = !texts.includes('') && texts.join(', ').length < 80;
    },
  });
  writeFileSync(join(folder, name), text.toString({ lineWidth: 118, flowCollectionPadding: false }));
}

const { root, parts } = derive(id, parse(readFileSync(source, 'utf8')));
mkdirSync(join(target, 'schemas'), { recursive: true });
for (const [part, content] of parts) write(target, part, Object.fromEntries(content));
write(target, 'openapi.yaml', root);
