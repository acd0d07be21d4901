import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTRACT_IDS } from '../../core/contract.ts';
import { packageFile } from '../package-root.ts';
import { type Document, readDocument, readEdition } from './document.ts';
import { editionsIn } from './edition.ts';
import { metaOf } from './meta.ts';
import { validatorModule } from './validators.ts';

/**
 * Compiles every contract that has a folder under `specs/` into `dist/contracts/<id>/`, and its older editions into
 * `dist/contracts/<id>@<edition>/`: `validators.js`, `meta.js` (operations, unions, cuts) and `document.json` (the
 * document with its errata, for source pointers).
 * `node dist/specs/compile/main.js [OUTPUT-FOLDER]`
 */
const output = process.argv[2] ?? packageFile('dist', 'contracts');
try {
  for (const id of CONTRACT_IDS) {
    const folder = packageFile('specs', id);
    if (!existsSync(join(folder, 'openapi.yaml'))) continue;
    compile(readDocument(folder).document, join(output, id));
    for (const edition of editionsIn(folder)) {
      compile(readEdition(folder, edition), join(output, `${id}@${edition}`));
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function compile(document: Document, target: string): void {
  const meta = metaOf(document);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'validators.js'), validatorModule(document, [...new Set(Object.values(meta.schemas))]));
  writeFileSync(join(target, 'meta.js'), `export const meta = ${JSON.stringify(meta, null, 1)};\n`);
  writeFileSync(join(target, 'document.json'), `${JSON.stringify(document)}\n`);
  console.log(`${target}: ${Object.keys(meta.schemas).length} schemas, ${meta.operations.length} operations`);
}
