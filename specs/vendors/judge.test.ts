import { expect, test } from '@playwright/test';
import { stringify } from 'yaml';
import type { Contract } from '../../core/contract.ts';
import type { DocumentedContract } from '../../core/document.ts';
import { editJson } from '../../core/edit.ts';
import type { Json } from '../../core/json.ts';
import { exampleExchanges, judgeDocument, statedPerCapability } from '../../core/judge/document.ts';
import type { Finding, Level, RuleId } from '../../core/rule.ts';
import { documentRules } from '../../core/rules/document.ts';
import { conformingDocument } from '../../core/rules/document-conforming.ts';
import { loadContract } from '../load.ts';
import { loadDocuments, parseVendorDocument } from './load.ts';

let contract: Contract;
let documents: ReadonlyMap<string, DocumentedContract>;

test.beforeAll(async () => {
  contract = await loadContract('openai');
  documents = new Map((await loadDocuments()).map((document) => [document.id, document]));
});

function named(id: string): DocumentedContract {
  const document = documents.get(id);
  if (document === undefined) throw new Error(`no vendor document ${id}`);
  return document;
}

function findingsOf(document: DocumentedContract): readonly Finding[] {
  return judgeDocument(document, documentRules, contract).findings;
}

function rulesAt(level: Level, id: string): RuleId[] {
  const atLevel = new Set(documentRules.filter(({ levels }) => levels.openai === level).map((rule) => rule.id));
  return [...new Set(findingsOf(named(id)).map(({ rule }) => rule))].filter((rule) => atLevel.has(rule)).sort();
}

/** What the rule says: `line: actual`. */
function said(id: string, rule: RuleId): string[] {
  return findingsOf(named(id))
    .filter((finding) => finding.rule === rule)
    .map(({ at, actual }) => `${at.replace('/lines/', '')}: ${actual}`);
}

test('every rule names a place in the reference', () => {
  for (const { id, source } of documentRules) expect(contract.resolve(source), `${id}: ${source}`).toBeDefined();
});

test('the conforming document conforms to the real contract, and every rule is exercised by it', () => {
  const { findings, applied } = judgeDocument(conformingDocument(contract), documentRules, contract);
  expect(findings).toEqual([]);
  expect([...applied].sort()).toEqual(documentRules.map(({ id }) => id).sort());
});

test('what the type allows, the file format allows', () => {
  const document = conformingDocument(contract);
  expect(parseVendorDocument(stringify(document), 'conforming.yaml')).toEqual(document);
});

test('every counterexample breaks exactly its rule under the real contract', () => {
  const document = conformingDocument(contract) as unknown as Json;
  for (const { id, counterexample } of documentRules) {
    const edited = editJson(document, 'document', counterexample.edit) as unknown as DocumentedContract;
    const broken = [...new Set(findingsOf(edited).map(({ rule }) => rule))].sort();
    expect(broken, id).toEqual([id, ...(counterexample.also ?? [])].sort());
  }
});

for (const [id, contradicted, lacking] of [
  ['omnirouters', [], ['document/streaming-described', 'document/success-answer-described']],
  [
    'ohmygpt',
    ['document/parameter-element-types', 'document/parameter-types'],
    [
      'document/example-exclusive-members',
      'document/example-requests-valid',
      'document/streaming-described',
      'document/success-answer-described',
    ],
  ],
  ['variable-base-aggregator', ['document/auth-in-header'], ['document/streaming-described']],
  ['opeai', [], ['document/streaming-described']],
  [
    'apifox-export',
    ['document/success-answer-is-response'],
    ['document/auth-required', 'document/required-headers', 'document/success-answer-members'],
  ],
] as const) {
  test(`${id}: what its document contradicts, and what it promises less or asks more`, () => {
    expect(rulesAt('MUST', id)).toEqual(contradicted);
    expect(rulesAt('SHOULD', id)).toEqual(lacking);
  });
}

test('ohmygpt: the wrong types are named with their lines', () => {
  expect(said('ohmygpt', 'document/parameter-types')).toEqual([
    '188: max_tool_calls: string',
    '191: parallel_tool_calls: string',
  ]);
  expect(said('ohmygpt', 'document/parameter-element-types')).toEqual(['204: tools: list of string']);
  const places = findingsOf(named('ohmygpt'))
    .filter(({ rule }) => rule === 'document/example-requests-valid')
    .map(({ expected }) => expected.split(':')[0]);
  for (const place of ['/max_output_tokens', '/max_tool_calls', '/parallel_tool_calls', '/truncation', '/prompt/id']) {
    expect(places).toContain(place);
  }
  expect(said('ohmygpt', 'document/operations-conversations')[0]).toMatch(/^28: only listed: createConversation, /);
});

test('variable-base-aggregator: the key in the query is at its line', () => {
  expect(said('variable-base-aggregator', 'document/auth-in-header')).toEqual(['136: Authorization in the query']);
});

test('apifox-export: the documented answer is a chat completion', () => {
  expect(said('apifox-export', 'document/success-answer-is-response')).toEqual([
    '18: requires created, choices, has no output',
  ]);
  expect(said('apifox-export', 'document/success-answer-members')[0]).toMatch(
    /^18: omits .*created_at.*output.*usage\.input_tokens_details/,
  );
  expect(said('apifox-export', 'document/input-forms')).toEqual(['16: array']);
  expect(said('apifox-export', 'document/required-headers')).toEqual(['14: required']);
});

test('opeai: model and input are required where the reference requires nothing; no type is wrong', () => {
  const found = findingsOf(named('opeai')).filter(({ rule }) => rule === 'document/required-members');
  expect(found.map(({ at, expected }) => [at, expected])).toEqual([
    ['/lines/14', 'model optional'],
    ['/lines/15', 'input optional'],
  ]);
  const [omitted] = said('opeai', 'document/parameters-described');
  expect(omitted).toContain('background');
  expect(omitted).not.toContain('max_tool_calls');
});

test('example answers against the schema: usage without details, a chat completion, a whole Response', () => {
  const errorsOf = (id: string) =>
    exampleExchanges(named(id)).flatMap(({ answer }) =>
      answer.kind === 'http' && answer.body.kind === 'text'
        ? contract.validate('Response', JSON.parse(answer.body.text), '/body').map(({ at }) => at)
        : [],
    );
  expect(errorsOf('variable-base-aggregator')).toEqual([]);
  expect(errorsOf('opeai')).toEqual(
    expect.arrayContaining(['/body/usage/input_tokens_details', '/body/usage/output_tokens_details', '/body/tools']),
  );
  expect(errorsOf('apifox-export')).toEqual(expect.arrayContaining(['/body/object', '/body/output']));
  expect(exampleExchanges(named('omnirouters'))).toEqual([]);
  expect(exampleExchanges(named('ohmygpt'))).toEqual([]);
});

test('statements per capability', () => {
  expect(statedPerCapability(named('ohmygpt'))).toMatchObject({
    conversations: 9,
    models: 1,
    background: 2,
    errors: 0,
  });
  expect(statedPerCapability(named('opeai'))).toMatchObject({ streaming: 2, reasoning: 1, state: 2 });
});
