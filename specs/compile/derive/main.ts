import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Document, isScalar, parse, visit } from 'yaml';
import { OPERATION_IDS } from '../../../core/contract.ts';
import { isObject, type JsonObject, member } from '../../../core/json.ts';
import { deriveSchemas } from './derive.ts';
import { OPERATION_RENAMED, RENAMED, UNION_OF } from './names.ts';
import { partsOf } from './parts.ts';
import { type Published, refName, structure } from './structure.ts';

/**
 * Writes the structure of a published OpenAPI document as the parts of our contract:
 * `node dist/specs/compile/derive/main.js DOCUMENT.yaml OUTPUT-FOLDER`. Run it on a newer edition into a scratch folder
 * and compare with `specs/openai`: the difference is the drift.
 */
const [source, target] = process.argv.slice(2);
if (source === undefined || target === undefined) {
  console.error('usage: derive/main.js DOCUMENT.yaml OUTPUT-FOLDER');
  process.exit(2);
}
const document: unknown = parse(readFileSync(source, 'utf8'));
const schemas = deriveSchemas(document, [...Object.keys(RENAMED), 'InputMessage', 'EasyInputMessage']);
function write(name: string, content: unknown): void {
  const text = new Document(content, { aliasDuplicateObjects: false });
  visit(text, {
    Seq(_key, list) {
      const texts = list.items.map((entry) => (isScalar(entry) ? String(entry.value) : ''));
      list.flow = !texts.includes('') && texts.join(', ').length < 80;
    },
  });
  writeFileSync(join(target ?? '.', name), text.toString({ lineWidth: 118, flowCollectionPadding: false }));
}

/** Parameters only refer to enums. */
const scalars: Published = {
  get: (name) => member(member(member(document, 'components'), 'schemas'), name),
  rewrite: (name) => structure(scalars.get(name), scalars),
  unionOf: () => undefined,
};

function pathsOf(paths: unknown): JsonObject {
  const result: Record<string, Record<string, JsonObject>> = {};
  for (const [path, methods] of Object.entries(isObject(paths) ? paths : {})) {
    if (path.includes('?')) continue;
    for (const [method, operation] of Object.entries(isObject(methods) ? methods : {})) {
      const published = String(member(operation, 'operationId'));
      const id = OPERATION_RENAMED[published] ?? published;
      if ((OPERATION_IDS as readonly string[]).includes(id)) {
        result[path] = { ...result[path], [method]: operationOf(id, operation) };
      }
    }
  }
  return result;
}

function operationOf(id: string, operation: unknown): JsonObject {
  const body = contentOf(member(operation, 'requestBody'), `Request.${id}`);
  const success = contentOf(member(member(operation, 'responses'), '200'), `${id}.200`);
  const parameters = member(operation, 'parameters');
  return {
    operationId: id,
    ...(Array.isArray(parameters) && parameters.length > 0 ? { parameters: parameters.map(plain) } : {}),
    ...(body === undefined ? {} : { requestBody: { content: body } }),
    responses: { '200': success === undefined ? {} : { content: success } },
  };
}

function plain(parameter: unknown): JsonObject {
  const { name, in: place, required, schema } = isObject(parameter) ? parameter : {};
  return {
    ...(name === undefined ? {} : { name }),
    ...(place === undefined ? {} : { in: place }),
    ...(required === true ? { required } : {}),
    schema: structure(schema, scalars) as JsonObject,
  };
}

const toOurs: Published = {
  ...scalars,
  rewrite: (name) => ({ $ref: `#/components/schemas/${UNION_OF[name] ?? RENAMED[name] ?? name}` }),
};

/** A schema that is written in place becomes the component `inline`. */
function contentOf(holder: unknown, inline: string): JsonObject | undefined {
  const content = member(holder, 'content');
  if (!isObject(content)) return undefined;
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, media]) => {
      const schema = member(media, 'schema');
      const name = refName(schema);
      if (name === '') schemas.set(inline, structure(schema, toOurs));
      if (name === '') return [mediaType, { schema: { $ref: `#/components/schemas/${inline}` } }];
      return [mediaType, { schema: toOurs.rewrite(name) as JsonObject }];
    }),
  );
}

const paths = pathsOf(member(document, 'paths'));
const parts = partsOf(schemas);
mkdirSync(join(target, 'schemas'), { recursive: true });
for (const [part, content] of parts) write(join('schemas', `${part}.yaml`), Object.fromEntries(content));
write('openapi.yaml', {
  openapi: '3.1.0',
  info: {
    title: 'Responses API, as published by OpenAI',
    version: String(member(member(document, 'info'), 'version')),
  },
  'x-parts': [...parts.keys()].map((part) => `schemas/${part}.yaml`),
  paths,
});
