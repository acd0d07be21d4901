import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Contract, UnionName } from '../core/contract.ts';
import type { Exchange } from '../core/exchange.ts';
import { arrayOf, isObject, type Json, member, parseJson, stringMember } from '../core/json.ts';
import { createSseDecoder } from '../core/sse/decoder.ts';
import { viewOf } from '../core/view.ts';
import { readRecording } from '../fixtures/recordings/read.ts';
import { loadContract } from '../specs/load.ts';

/**
 * Whatever occurs in recorded traffic is known to the contract: event types, item types, content parts, annotations,
 * tools, request members. `TCK_SHARED` names the folder with the recordings, which are no part of the repository.
 */
const file = join(process.env['TCK_SHARED'] ?? '', 'traffic', 'recorded.jsonl');

/** Of one vendor's own making, without a prefix; no other service has them. */
const FOREIGN: readonly string[] = ['Item x_search_call', 'Tool x_search'];

test('what occurs in the recordings is known to the contract', async () => {
  test.skip(process.env['TCK_SHARED'] === undefined || !existsSync(file), 'TCK_SHARED names no recorded traffic');
  const contract = await loadContract('openai');
  const unknown = new Set<string>();
  let seen = 0;
  for await (const entry of readRecording(file)) {
    if ('error' in entry) throw new Error(`line ${entry.line}: ${entry.error}`);
    for (const [union, type] of occurring(entry.exchange, contract)) {
      seen += 1;
      if (!isKnown(contract, union, type)) unknown.add(`${union} ${type}`);
    }
  }
  expect(seen).toBeGreaterThan(10_000);
  expect([...unknown].sort()).toEqual(FOREIGN);
});

type Kind = UnionName | 'Member';

function isKnown(contract: Contract, kind: Kind, type: string): boolean {
  if (kind !== 'Member') return contract.knows(kind, type);
  return contract.resolve(`#/components/schemas/Request.createResponse/properties/${type}`) !== undefined;
}

function* occurring(exchange: Exchange, contract: Contract): Generator<readonly [Kind, string]> {
  const view = viewOf(exchange, contract.operations);
  if (view?.operation === 'createResponse' && isObject(exchange.request.json)) yield* inRequest(exchange.request.json);
  if (view?.body.kind === 'json') yield* inResponse(view.body.value);
  for (const payload of view?.body.kind === 'stream' ? payloadsOf(exchange) : []) {
    yield* typed('Event', payload);
    yield* inResponse(member(payload, 'response'));
    yield* typed('Item', member(payload, 'item'));
  }
}

function* inRequest(request: Json): Generator<readonly [Kind, string]> {
  for (const name of Object.keys(isObject(request) ? request : {})) yield ['Member', name];
  for (const item of arrayOf(member(request, 'input'))) yield* typed('InputItem', item);
  for (const tool of arrayOf(member(request, 'tools'))) yield* typed('Tool', tool);
}

function* inResponse(response: Json | undefined): Generator<readonly [Kind, string]> {
  if (member(response, 'object') !== 'response') return;
  for (const tool of arrayOf(member(response, 'tools'))) yield* typed('Tool', tool);
  for (const item of arrayOf(member(response, 'output'))) {
    yield* typed('Item', item);
    for (const part of arrayOf(member(item, 'content'))) {
      yield* typed('Content', part);
      for (const annotation of arrayOf(member(part, 'annotations'))) yield* typed('Annotation', annotation);
    }
  }
}

function* typed(kind: Kind, value: Json | undefined): Generator<readonly [Kind, string]> {
  const type = stringMember(value, 'type');
  if (type !== undefined) yield [kind, type];
}

function payloadsOf({ answer }: Exchange): readonly Json[] {
  if (answer.kind !== 'http') return [];
  if (answer.body.kind === 'data') return answer.body.payloads.flatMap(parsed);
  if (answer.body.kind !== 'text') return [];
  const decoder = createSseDecoder();
  const events = [...decoder.push(new TextEncoder().encode(answer.body.text)), ...decoder.end().events];
  return events.flatMap(({ data }) => parsed(data));
}

function parsed(text: string): readonly Json[] {
  const result = parseJson(text);
  return result.ok ? [result.value] : [];
}
