import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { Contract } from '../../core/contract.ts';
import { type Exchange, FLAWS } from '../../core/exchange.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { NOT_NEEDED, type RequestDraft, type Scenario, type StepContext } from '../../core/scenario.ts';
import { loadContract } from '../../specs/load.ts';
import { referenceOnlyScenarios, scenarios } from './index.ts';

const all: readonly Scenario[] = [...scenarios, ...referenceOnlyScenarios];

/** An answer that has whatever a later step may ask for. */
const ANSWER: JsonObject = {
  id: 'resp_1',
  last_id: 'msg_1',
  data: [{ id: 'vendor/model:1', object: 'model' }],
  output: [
    { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAAAA' },
    { type: 'custom_tool_call', id: 'ctc_1', call_id: 'call_2', name: 'write_note', input: 'a note' },
    { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'get_weather', arguments: '{"city":"Paris"}' },
    { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [] },
    { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'sealed' },
    { type: 'compaction', id: 'cmp_1', encrypted_content: 'sealed' },
    { type: 'mcp_approval_request', id: 'mcpr_1', name: 'read_note', server_label: 'notes', arguments: '{}' },
    { type: 'custom_tool_call', id: 'ctc_1', call_id: 'call_2', name: 'write_note', input: 'Hello' },
    { type: 'program', id: 'prog_1', call_id: 'call_3', code: '42', fingerprint: 'sealed' },
    { type: 'program_output', id: 'po_1', call_id: 'call_3', result: '42', status: 'completed' },
    {
      type: 'tool_search_call',
      id: 'tsc_1',
      call_id: 'call_1',
      execution: 'client',
      arguments: {},
      status: 'completed',
    },
    { type: 'shell_call', id: 'sh_1', call_id: 'call_1', action: { commands: ['true'] }, status: 'completed' },
    {
      type: 'apply_patch_call',
      id: 'apc_1',
      call_id: 'call_1',
      operation: { type: 'delete_file', path: 'a.txt' },
      status: 'completed',
    },
    {
      type: 'computer_call',
      id: 'cu_1',
      call_id: 'call_1',
      action: { type: 'screenshot' },
      pending_safety_checks: [],
      status: 'completed',
    },
  ],
};

/** Numbered events, for what goes on from one of them. */
const STREAM = [0, 1, 2].map((number) => `data: {"sequence_number":${number}}\n\n`).join('');

const ANSWERED: Exchange = {
  id: 'any',
  request: { method: 'POST', url: '', path: '', query: '', headers: {}, json: undefined },
  answer: {
    kind: 'http',
    status: 200,
    headers: {},
    contentType: 'application/json',
    body: { kind: 'text', text: STREAM },
    ending: 'complete',
  },
  fidelity: 'verbatim',
};

const after = (past: Exchange | undefined, answered: Json | undefined): StepContext => ({
  model: (role) => `model-for-${role}`,
  seed: 7,
  past: () => past,
  answered: () => answered,
});

interface Drafted {
  readonly name: string;
  readonly draft: RequestDraft;
}

function drafts(): readonly Drafted[] {
  return all.flatMap(({ id, steps }) =>
    steps.flatMap((step) => {
      const draft = step.send(after(ANSWERED, ANSWER));
      // Everything was answered, so nothing has to be asked again.
      if ('unmet' in draft && draft.unmet === NOT_NEEDED) return [];
      if ('unmet' in draft) throw new Error(`${id}/${step.name}: ${draft.unmet}`);
      return [{ name: `${id}/${step.name}`, draft }];
    }),
  );
}

test('the names of scenarios and steps are stable: results and known failures refer to them', () => {
  const pinned = readFileSync(new URL('./steps.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  expect(all.flatMap(({ id, steps }) => steps.map(({ name }) => `${id}/${name}`))).toEqual(pinned);
});

test('ids are unique and kebab-case', () => {
  const ids = all.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, steps } of all) {
    const names = steps.map(({ name }) => name);
    expect(new Set(names).size, id).toBe(names.length);
    for (const name of [id, ...names]) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  }
});

test('at least 25 wrong requests, one scenario a flaw', () => {
  const wrong = scenarios.filter(({ id }) => id.startsWith('reject-'));
  expect(wrong.flatMap(({ steps }) => steps).length).toBeGreaterThanOrEqual(25);
  for (const { draft, name } of drafts().filter(({ name: of }) => of.startsWith('reject-'))) {
    expect(draft.intent.kind, name).toBe('invalid');
    if (draft.intent.kind === 'invalid')
      expect(name.split('/')[0]?.replace(/-more$/, '')).toBe(`reject-${draft.intent.flaw}`);
  }
});

test('a default run tries every member of the request with one wrong value, and every kind of flaw', async () => {
  const drafted = drafts().filter(({ name }) => name.startsWith('reject-') && !/^reject-[a-z-]+-more\//.test(name));
  const intents = drafted.flatMap(({ draft: { intent } }) => (intent.kind === 'invalid' ? [intent] : []));
  expect(new Set(intents.map(({ flaw }) => flaw))).toEqual(new Set(FLAWS));
  const contract = await loadContract('openai');
  const schema = contract.resolve('#/components/schemas/Request.createResponse/properties');
  const roots = intents.map(({ param }) => param?.split(/[.[]/)[0]);
  expect(roots).toEqual(expect.arrayContaining(Object.keys(schema ?? {})));
});

test('one entry scenario per optional capability that is asked for', () => {
  const asked = new Set(scenarios.map(({ capability }) => capability));
  const optional = [...asked].filter((id) => id !== 'core' && id !== 'errors').sort();
  const entries = scenarios.filter(({ entry }) => entry === true).map(({ capability }) => capability);
  expect([...entries].sort()).toEqual(optional);
});

test('steps that need an earlier answer say so instead of throwing', () => {
  for (const { id, steps } of all) {
    for (const [index, step] of steps.entries()) {
      const draft = step.send(after(undefined, undefined));
      if (index === 0) expect('unmet' in draft, `${id}/${step.name}`).toBe(false);
    }
  }
});

test('nothing is stored but what is retrieved, chained or runs in the background', () => {
  const stored = drafts().filter(({ draft: { json } }) => isStored(json));
  const families = new Set(stored.map(({ name }) => name.split('/')[0]));
  expect([...families].sort()).toEqual([
    'background',
    'background-cancel',
    'background-cancel-stages',
    'background-resume-everywhere',
    'background-stream',
    'call-replayed',
    'cancel-foreground',
    'deleted',
    'input-items',
    'input-items-pages',
    'item-reference',
    'item-references',
    'previous-response',
    'previous-response-chain',
    'previous-response-instructions',
    'previous-response-parent',
    'query-arrays',
    'reasoning-stored',
    'store',
    'store-stream',
    'stored-call',
  ]);
});

function isStored(json: Json | undefined): boolean {
  return typeof json === 'object' && json !== null && 'store' in json && json['store'] === true;
}

/** Flaws that the body itself shows. The contract's schema has no say on the others. */
const IN_BODY = new Set(['missing-member', 'wrong-type', 'unknown-enum-value', 'out-of-range', 'too-long']);

test.describe('against the contract', () => {
  let contract: Contract;
  test.beforeAll(async () => {
    contract = await loadContract('openai');
  });

  test('valid bodies are valid', () => {
    for (const { name, draft } of drafts()) {
      if (draft.intent.kind !== 'valid' || draft.json === undefined) continue;
      expect(contract.validate(`Request.${draft.operation}`, draft.json, ''), name).toEqual([]);
    }
  });

  test('wrong bodies are wrong at the member that they name', () => {
    for (const { name, draft } of drafts()) {
      if (draft.intent.kind !== 'invalid' || !IN_BODY.has(draft.intent.flaw)) continue;
      // A wrong query is not seen in a body.
      if (draft.json === undefined && draft.query !== undefined) continue;
      const errors = contract.validate(`Request.${draft.operation}`, draft.json ?? null, '');
      expect(errors.length, name).toBeGreaterThan(0);
      const top = (draft.intent.param ?? '').split(/[.[]/)[0];
      expect(
        errors.map(({ at }) => at.split('/')[1]),
        name,
      ).toContain(top);
    }
  });

  test('paths have the ids that their template asks for', () => {
    for (const { name, draft } of drafts()) {
      const path = contract.operations.find(({ id }) => id === draft.operation)?.path ?? '';
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, id]) => id);
      expect(Object.keys(draft.pathIds ?? {}), name).toEqual(wanted);
    }
  });
});
