import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { isObject, type JsonObject } from '../../core/json.ts';
import { type Document, readDocument } from '../compile/document.ts';
import { packageFile } from '../package-root.ts';
import { compare } from './compare.ts';
import { loadKnown, sorted } from './known.ts';
import { contractSide, pairsOf, SDK_TYPES } from './pairs.ts';
import { readSdk, type Sdk } from './sdk.ts';
import { byType, memberNames, memberOf, type Placed, type Side, shapeOf } from './shape.ts';

/** The contract against the installed SDK. What the SDK has is computed from its types, nothing is counted by hand. */
const RESPONSES = 'resources/responses/responses';
let document: Document;
let sdk: Sdk;

test.describe.configure({ mode: 'default', timeout: 60_000 });

test.beforeAll(async () => {
  document = readDocument(packageFile('specs', 'openai')).document;
  const read = await readSdk(SDK_TYPES);
  if (read === undefined) throw new Error('openai and ts-json-schema-generator are not installed: run npm ci');
  sdk = read;
});

function component(name: string): Placed {
  return { at: name, schema: { $ref: `#/components/schemas/${name}` } };
}

function type(name: string): Placed {
  const schema = sdk.roots.get(name);
  if (!isObject(schema)) throw new Error(`${name} was not read`);
  return { at: name, schema };
}

function variants(side: Side, placed: readonly Placed[]): readonly string[] {
  return [...byType(side, shapeOf(side, placed).objects).keys()].sort();
}

function deeper(side: Side, placed: Placed, member: string): readonly Placed[] {
  return memberOf(shapeOf(side, [placed]).objects, member);
}

/** The SDK's list with what is known to differ: the contract's own list has to be equal to it. */
function expected(names: readonly string[], place: string): readonly string[] {
  const known = loadKnown().filter(({ where }) => where.startsWith(place));
  const more = known.filter(({ has }) => has === 'contract').map(({ where }) => where.slice(place.length));
  const less = known.filter(({ has }) => has === 'sdk').map(({ where }) => where.slice(place.length));
  return [...names.filter((name) => !less.includes(name)), ...more].sort();
}

test('every difference is known, and what is known still differs', () => {
  const { stale, unknown } = sorted(compare(contractSide(document), sdk.side, pairsOf(document, sdk)), loadKnown());
  expect(unknown).toEqual([]);
  expect(stale).toEqual([]);
});

const UNIONS = [
  ['Event', 'ResponseStreamEvent', 50],
  ['Item', 'ResponseOutputItem', 25],
  ['InputItem', 'ResponseInputItem', 25],
  ['Tool', 'Tool', 15],
] as const;

for (const [union, name, least] of UNIONS) {
  test(`${union} has the variants of the SDK's ${name}`, () => {
    const theirs = variants(sdk.side, [type(`${RESPONSES}#${name}`)]);
    // The list was read at all.
    expect(theirs.length).toBeGreaterThan(least);
    const mine = variants(contractSide(document), [component(union)]).filter((found) => found !== '(untyped)');
    expect(mine).toEqual(
      expected(
        theirs.filter((found) => found !== '(untyped)'),
        `${union}:`,
      ),
    );
  });
}

test('a create request has the members, the include values and the tool_choice forms of the SDK', () => {
  const side = contractSide(document);
  const [mine, theirs] = [component('Request.createResponse'), type(`${RESPONSES}#ResponseCreateParamsBase`)];
  const names = [...memberNames(shapeOf(sdk.side, [theirs]).objects)];
  expect(names.length).toBeGreaterThan(30);
  expect([...memberNames(shapeOf(side, [mine]).objects)].sort()).toEqual(expected(names, 'Request.createResponse/'));

  const include = (of: Side, placed: Placed) =>
    [...(shapeOf(of, shapeOf(of, deeper(of, placed, 'include')).items).values ?? [])].sort();
  expect(include(sdk.side, theirs).length).toBeGreaterThan(5);
  expect(include(side, mine)).toEqual(include(sdk.side, theirs));

  const forms = variants(sdk.side, deeper(sdk.side, theirs, 'tool_choice'));
  expect(forms.length).toBeGreaterThan(10);
  expect(variants(side, deeper(side, mine, 'tool_choice'))).toEqual(expected(forms, 'ToolChoice:'));
});

test('something that only the SDK has is seen, at the place where it is', () => {
  const side = contractSide(document);
  const response: JsonObject = side.schemas['Response'] as JsonObject;
  const { status: _status, ...properties } = response['properties'] as JsonObject;
  const event = side.schemas['Event'] as { readonly oneOf: readonly JsonObject[] };
  const lacking = {
    ...side,
    schemas: { ...side.schemas, Response: { ...response, properties }, Event: { oneOf: event.oneOf.slice(1) } },
  };
  const { unknown } = sorted(compare(lacking, sdk.side, pairsOf(document, sdk)), loadKnown());
  expect(unknown.map(({ has, kind, where }) => `${has} ${kind} ${where}`)).toEqual([
    expect.stringMatching(/^sdk event Event:response\./),
    'sdk member Response/status',
  ]);
});

test('a type that the SDK does not have is an error that names it', async () => {
  await expect(readSdk(['resources/models#Model', 'resources/models#NoSuchModel'])).rejects.toThrow('NoSuchModel');
});

/** Left out of the package by `files` in package.json. */
const NOT_PUBLISHED = [join('specs', 'drift'), join('suites', 'accuracy')];

test('nothing that is published loads the SDK or the generator', () => {
  const folders = ['cli', 'core', 'fixtures', 'reporters', 'specs', 'suites'];
  const files = folders.flatMap((folder) =>
    readdirSync(packageFile(folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const users = files
    .filter((name) => name.endsWith('.ts') && !NOT_PUBLISHED.some((folder) => name.startsWith(folder)))
    .filter((name) =>
      /from '(?:openai|ts-json-schema-generator)|\/drift\//.test(readFileSync(packageFile(name), 'utf8')),
    );
  expect(users).toEqual([]);
});
