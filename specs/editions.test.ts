import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { CONTRACT_IDS, type ContractId } from '../core/contract.ts';
import { member } from '../core/json.ts';
import { derive } from './compile/derive/document.ts';
import { type Document, readDocument, readEdition, readYaml } from './compile/document.ts';
import { editionsIn } from './compile/edition.ts';
import { compiled } from './compile/fresh.test-support.ts';
import { actionsOf, applyOverlay } from './compile/overlay.ts';
import { packageFile } from './package-root.ts';

const folderOf = (id: ContractId) => packageFile('specs', id);
const overlayOf = (id: ContractId, edition: string) => join(folderOf(id), 'editions', `${edition}.overlay.yaml`);
const dated = CONTRACT_IDS.flatMap((id) => editionsIn(folderOf(id)).map((edition) => [id, edition] as const));

/** The published documents lie outside this repository: `TCK_SHARED` names the folder with them. */
const shared = process.env['TCK_SHARED'];
const PUBLISHED: readonly (readonly [id: ContractId, edition: string | undefined, file: string])[] = [
  ['openai', undefined, 'openai-openapi.yaml'],
  ['open-responses', undefined, 'open-responses-2026-04-24.openapi.json'],
  ['open-responses', '2026-01-15', 'open-responses-2026-01-15.openapi.json'],
];

for (const [id, edition, file] of PUBLISHED) {
  test(`the parts of ${id} ${edition ?? '(newest)'} are what is derived from the published document`, () => {
    const path = join(shared ?? '', 'protocol', file);
    test.skip(shared === undefined || !existsSync(path), 'TCK_SHARED names no published documents');
    const { root, parts } = derive(id, parse(readFileSync(path, 'utf8')));
    const { 'x-parts': _parts, ...rest } = root;
    const schemas = Object.assign({}, ...[...parts.values()].map((part) => Object.fromEntries(part)));
    expect(withoutErrata(id, edition)).toEqual({ ...rest, components: { schemas } });
  });
}

function withoutErrata(id: ContractId, edition: string | undefined): Document {
  const { published } = readDocument(folderOf(id));
  if (edition === undefined) return published;
  const file = overlayOf(id, edition);
  return applyOverlay(published, readYaml(file), file);
}

test('each action of an edition says why, and changes the document', () => {
  expect(dated.length).toBeGreaterThan(0);
  for (const [id, edition] of dated) {
    const file = overlayOf(id, edition);
    const overlay = readYaml(file);
    let before: Document = readDocument(folderOf(id)).document;
    for (const [index, action] of actionsOf(overlay, file).entries()) {
      const name = `${file}: action ${index + 1} (${String(action['target'])})`;
      expect(action['x-why'], name).toEqual(expect.any(String));
      const after = applyOverlay(before, { ...overlay, actions: [action] }, file);
      expect(JSON.stringify(after), name).not.toBe(JSON.stringify(before));
      before = after;
    }
  }
});

test('an edition is older than the newest, compiles, and every reference of it leads somewhere', async () => {
  for (const [id, edition] of dated) {
    const document = readEdition(folderOf(id), edition);
    const contract = await compiled(document, `${id}@${edition}`);
    expect([contract.id, contract.ref, contract.edition]).toEqual([id, `${id}@${edition}`, edition]);
    const newest = (await compiled(readDocument(folderOf(id)).document, id)).edition;
    expect(edition < newest, `${edition} is older than ${newest}`).toBe(true);
    for (const [, pointer] of JSON.stringify(document).matchAll(/"\$ref":"(#\/[^"]+)"/g)) {
      expect(contract.resolve(pointer as `#/${string}`), pointer).toBeDefined();
    }
  }
});

test('an overlay that leads to another edition than its name says is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'edition-'));
  cpSync(folderOf('open-responses'), folder, { recursive: true });
  const misnamed = join(folder, 'editions', '2025-01-01.overlay.yaml');
  renameSync(join(folder, 'editions', '2026-01-15.overlay.yaml'), misnamed);
  expect(() => readEdition(folder, '2025-01-01')).toThrow(
    `${misnamed}: leads to the edition 2026-01-15, not 2025-01-01`,
  );
  rmSync(folder, { recursive: true });
});

test('open-responses@2026-01-15 has no compaction, no phase, and demands logprobs', async () => {
  const contract = await compiled(readEdition(folderOf('open-responses'), '2026-01-15'), 'open-responses@2026-01-15');
  const newest = await compiled(readDocument(folderOf('open-responses')).document, 'open-responses');
  expect(contract.operations.map(({ id }) => id)).toEqual(['createResponse']);
  expect([contract, newest].map((each) => each.knows('Item', 'compaction'))).toEqual([false, true]);
  expect([contract, newest].map((each) => each.knows('InputItem', 'compaction'))).toEqual([false, true]);
  const text = { type: 'output_text', text: 'Hi', annotations: [] };
  const at = (value: object) => contract.validate('Content.output_text', value, '').map((error) => error.at);
  expect(at(text)).toEqual(['/logprobs']);
  expect(at({ ...text, logprobs: [] })).toEqual([]);
  const members = contract.resolve('#/components/schemas/Item.message/properties');
  expect(member(members, 'role')).toEqual({ const: 'assistant' });
  expect(member(members, 'phase')).toBeUndefined();
});

test('openai@2025-05 knows no member that the service first sent later, and its schemas demand the same', async () => {
  const contract = await compiled(readEdition(folderOf('openai'), '2025-05'), 'openai@2025-05');
  const newest = await compiled(readDocument(folderOf('openai')).document, 'openai');
  const numbered = { type: 'response.output_text.delta', sequence_number: 'one', delta: 'Hi' };
  const objections = (each: typeof contract) =>
    each.validate('Event.response.output_text.delta', numbered, '').map(({ at }) => at);
  expect(objections(newest)).toContain('/sequence_number');
  expect(objections(contract)).toEqual(objections(newest).filter((at) => at !== '/sequence_number'));
  expect(contract.schemas).toEqual(newest.schemas);
  for (const name of ['background', 'service_tier', 'created_at', 'completed_at', 'top_logprobs']) {
    const known = contract.resolve(`#/components/schemas/Response/properties/${name}`) !== undefined;
    expect(known, name).toBe(!['completed_at', 'top_logprobs'].includes(name));
  }
});
