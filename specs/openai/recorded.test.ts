import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import type { Contract } from '../../core/contract.ts';
import { type Json, member, parseJson } from '../../core/json.ts';
import { identify } from '../../core/operation.ts';
import { readDocument } from '../compile/document.ts';
import { compiled } from '../compile/fresh.test-support.ts';
import { packageFile } from '../package-root.ts';

const shared = process.env['TCK_SHARED'];

test('recorded genuine traffic is valid by the contract', async () => {
  if (shared === undefined) {
    console.warn(
      'SKIPPED: recorded traffic against the contract. Set TCK_SHARED to the folder that has traffic/recorded.jsonl.',
    );
  }
  test.skip(shared === undefined, 'set TCK_SHARED to the folder that has traffic/recorded.jsonl');
  const contract = await compiled(readDocument(packageFile('specs', 'openai')).document);
  const found: string[] = [];
  let answers = 0;
  for await (const line of createInterface({
    input: createReadStream(join(shared ?? '', 'traffic', 'recorded.jsonl')),
  })) {
    const record = parsed(line);
    const provider = String(member(record, 'provider')).toLowerCase();
    if (provider !== 'openai' && provider !== 'azure') continue;
    for (const [schema, value] of subjects(record, contract)) {
      answers += 1;
      for (const { at, expected } of contract.validate(schema, value, '')) {
        found.push(`${String(member(record, 'id'))} ${schema} ${at}: ${expected}`);
      }
    }
  }
  expect(answers).toBeGreaterThan(1_000);
  expect(found).toEqual([]);
});

/** Every JSON answer and every event of a recorded exchange, with the schema that it should follow. */
function subjects(record: Json, contract: Contract): readonly (readonly [schema: string, value: Json])[] {
  const kind = member(record, 'kind');
  const body = String(member(record, 'body') ?? '');
  const payloads = kind === 'sse' ? dataOf(body) : kind === 'sse-data' ? member(record, 'events') : undefined;
  if (Array.isArray(payloads)) {
    const events = payloads.map((payload) => parsed(String(payload))).filter((event) => event !== null);
    return events.map((event) => [`Event.${String(member(event, 'type'))}`, event] as const);
  }
  const { operation } = identify(String(member(record, 'method')), String(member(record, 'path')), contract.operations);
  const schema = Number(member(record, 'status')) >= 400 ? 'ErrorEnvelope' : operation?.success;
  const value = parsed(body);
  return schema === undefined || value === null ? [] : [[schema, value]];
}

function dataOf(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.startsWith('data:'));
  return lines.map((line) => line.slice('data:'.length).trim());
}

function parsed(text: string): Json {
  const result = parseJson(text);
  return result.ok ? result.value : null;
}
