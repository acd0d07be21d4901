import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Contract, ContractRef } from '../../core/contract.ts';
import type { Json } from '../../core/json.ts';
import { contractOf } from './contract.ts';
import type { Document } from './document.ts';
import { metaOf } from './meta.ts';
import { validatorModule } from './validators.ts';
import type { Validator } from './walk.ts';

/** A contract compiled on the spot, so that a test judges the sources and not what was built last. */
export async function compiled(document: Document, ref: ContractRef = 'openai'): Promise<Contract> {
  const meta = metaOf(document);
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  const file = join(folder, 'validators.mjs');
  writeFileSync(file, validatorModule(document, [...new Set(Object.values(meta.schemas))]));
  const module = (await import(pathToFileURL(file).href)) as {
    readonly validators: Readonly<Record<string, Validator>>;
  };
  rmSync(folder, { recursive: true });
  return contractOf(ref, { meta, validators: module.validators, document: () => document as Json });
}
