import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { DocumentedContract } from '../../core/document.ts';
import { sameJson } from '../../core/json.ts';
import { loadDocuments, parseVendorDocument, VendorDocumentError } from './load.ts';

const MINIMAL = `id: some-vendor
title: Some vendor
document: some.txt
operations: []
auth: []
parameters: []
answers: []
examples: []
`;

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(VendorDocumentError);
    return error instanceof Error ? error.message : '';
  }
  throw new Error('nothing was thrown');
}

test('the five vendor documents load, sorted by id', async () => {
  const documents = await loadDocuments();
  expect(documents.map(({ id }) => id)).toEqual([
    'apifox-export',
    'ohmygpt',
    'omnirouters',
    'opeai',
    'variable-base-aggregator',
  ]);
});

test('a minimal document is accepted', () => {
  expect(parseVendorDocument(MINIMAL, 'some-vendor.yaml').title).toBe('Some vendor');
});

for (const [what, text, file, message] of [
  [
    'an unknown field',
    `${MINIMAL}price: 3\n`,
    'some-vendor.yaml',
    /the document has the unknown member "price"; remove/,
  ],
  ['a missing field', MINIMAL.replace('auth: []\n', ''), 'some-vendor.yaml', /lacks "auth"; add it/],
  [
    'a wrong value',
    MINIMAL.replace('auth: []', 'auth: [{ line: 1, place: cookie, name: a, basis: stated }]'),
    'some-vendor.yaml',
    /field \/auth\/0\/place .* header, query$/,
  ],
  ['broken YAML', MINIMAL.replace('auth: []', 'auth: ['), 'some-vendor.yaml', /^some-vendor\.yaml:\d+: no valid YAML/],
  [
    'a statement without its line',
    `${MINIMAL}baseUrl: https://api.example.com\n`,
    'some-vendor.yaml',
    /has "baseUrl" without "baseUrlLine"; add it/,
  ],
  ['an alias of nothing', MINIMAL.replace('auth: []', 'auth: *nothing'), 'some-vendor.yaml', /no valid YAML/],
  ['another file name', MINIMAL, 'other.yaml', /\/id is "some-vendor"; make it "other"/],
  ['an empty file', '', 'empty.yaml', /wrong type; make it object/],
] as const) {
  test(`${what} is refused in one line that names file, field and mend`, () => {
    const said = messageOf(() => parseVendorDocument(text, file));
    expect(said).toMatch(message);
    expect(said).toContain(file);
    expect(said).not.toContain('\n');
  });
}

test('a missing folder is named', async () => {
  await expect(loadDocuments('/nowhere/at/all')).rejects.toThrow(/^\/nowhere\/at\/all: no such folder/);
});

test('a folder of one’s own is read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vendors-'));
  try {
    await writeFile(join(folder, 'some-vendor.yaml'), MINIMAL);
    expect((await loadDocuments(folder)).map(({ id }) => id)).toEqual(['some-vendor']);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('values read off an example are those of an example request', async () => {
  for (const document of await loadDocuments()) {
    for (const { operation, name, value } of document.parameters.filter(({ basis }) => basis === 'example')) {
      const found = document.examples.some(
        (example) =>
          example.operation === operation &&
          typeof example.request === 'object' &&
          example.request !== null &&
          !Array.isArray(example.request) &&
          sameJson(Reflect.get(example.request, name), value),
      );
      expect(found, `${document.id}: ${name}`).toBe(true);
    }
  }
});

function elidedTexts(document: DocumentedContract): { pointer: string; text: string }[] {
  return document.examples.flatMap((example) =>
    (example.elided ?? []).map((pointer) => {
      const steps = pointer.split('/').slice(1);
      const found = steps.reduce<unknown>((value, step) => (Object(value) as Record<string, unknown>)[step], example);
      return { pointer, text: String(found) };
    }),
  );
}

test('every elided place is a text that shows it was shortened', async () => {
  const texts = (await loadDocuments()).flatMap(elidedTexts);
  expect(texts.length).toBeGreaterThan(0);
  for (const { pointer, text } of texts) expect(text, pointer).toMatch(/ …$/);
});

interface Claim {
  readonly line: number;
  readonly words: string;
}

/** Every statement of the file as words that must stand in its line. */
function claimsOf(document: DocumentedContract): Claim[] {
  const claims: Claim[] = [];
  const add = (line: number | undefined, ...words: readonly (string | undefined)[]) => {
    for (const word of words) if (line !== undefined && word !== undefined) claims.push({ line, words: word });
  };
  add(document.modifiedLine, document.modified);
  add(document.baseUrlLine, document.baseUrl);
  for (const { line, title, path } of document.operations) add(line, title, path);
  for (const { line, name, scheme, sample } of document.auth) add(line, name, scheme, sample);
  for (const { line, name, sample } of document.headers ?? []) add(line, name, sample);
  for (const { line, contentType } of document.bodies ?? []) add(line, contentType);
  for (const { line, name, basis, types, value } of document.parameters) {
    add(line, name, ...(basis === 'stated' ? types : []));
    if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') add(line, String(value));
  }
  for (const { line, status, contentType } of document.answers) add(line, `${status}`, contentType);
  for (const { line, also, request, responseLine, response } of document.examples) {
    if (request !== undefined) for (const place of [line, ...(also ?? [])]) add(place, '{');
    if (response !== undefined) add(responseLine, '{');
  }
  for (const { line, words } of document.mentions ?? []) add(line, words);
  return claims;
}

test('every statement stands in the line it names', async () => {
  const seeds = join(process.env['TCK_SHARED'] ?? '', 'seeds');
  test.skip(!existsSync(seeds), 'NOT CHECKED: set TCK_SHARED to the folder that holds the documents in seeds/');
  for (const document of await loadDocuments()) {
    const lines = readFileSync(join(seeds, document.document), 'utf8').split('\n');
    // An answer's status and media type stand in neighbouring lines of these exports.
    const near = (line: number) => lines.slice(line - 1, line + 1).join('\n');
    for (const { line, words } of claimsOf(document)) {
      const answer = document.answers.some((one) => one.line === line);
      const text = answer ? near(line) : (lines[line - 1] ?? '');
      expect(text, `${document.id}, line ${line}`).toContain(words);
    }
    for (const { line, method = '' } of document.operations) {
      const around = lines.slice(Math.max(0, line - 2), line + 1).join('\n');
      expect(around, `${document.id}: method near line ${line}`).toContain(method);
    }
    for (const { line, required } of [...document.parameters, ...(document.bodies ?? [])]) {
      if (required === undefined) continue;
      expect(lines[line - 1], `${document.id}: line ${line}`).toMatch(required ? /Yes|true|Required/ : /No|false/);
    }
    for (const { pointer, text } of elidedTexts(document)) {
      // JSON inside JSON has escaped line breaks; what is left of the text has none.
      expect(lines.join('\n'), `${document.id}: ${pointer}`).toContain(text.slice(0, text.indexOf(' …')));
    }
    for (const example of document.examples) {
      for (const value of [example.request, example.response]) {
        for (const name of Object.keys(value ?? {})) {
          expect(lines.slice(example.line - 1).join('\n'), `${document.id}: ${name}`).toContain(name);
        }
      }
    }
  }
});
