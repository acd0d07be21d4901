import { type ContractId, OPERATION_IDS } from '../../../core/contract.ts';
import { isObject, type JsonObject, member } from '../../../core/json.ts';
import { deriveSchemas } from './derive.ts';
import { partsOf } from './parts.ts';
import { type Published, refName, type Schema, structure } from './structure.ts';
import { VOCABULARIES, type Vocabulary } from './vocabulary.ts';

/** A published document in the form that `specs/<contract>` has: the root file, and its parts by file name. */
interface Derived {
  readonly root: JsonObject;
  readonly parts: ReadonlyMap<string, ReadonlyMap<string, Schema>>;
}

/** The structure of a published OpenAPI document under the names that the contract `id` gives to it. */
export function derive(id: ContractId, document: unknown): Derived {
  const vocabulary = VOCABULARIES[id];
  const schemas = deriveSchemas(document, vocabulary);
  const paths = pathsOf(document, schemas, vocabulary);
  const filled = [...partsOf(schemas)].filter(([, content]) => content.size > 0);
  const parts = new Map(filled.map(([part, content]) => [`schemas/${part}.yaml`, content]));
  const version = String(member(member(document, 'info'), 'version'));
  const info = { title: vocabulary.title, version };
  return { root: { openapi: '3.1.0', info, 'x-parts': [...parts.keys()], paths }, parts };
}

function pathsOf(document: unknown, schemas: Map<string, Schema>, vocabulary: Vocabulary): JsonObject {
  /** Parameters only refer to enums. */
  const scalars: Published = {
    get: (name) => member(member(member(document, 'components'), 'schemas'), name),
    rewrite: (name) => structure(scalars.get(name), scalars),
    unionOf: () => undefined,
  };
  const toOurs: Published = {
    ...scalars,
    rewrite: (name) => refTo(vocabulary.unionOf[name] ?? vocabulary.renamed[name] ?? name),
  };

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

  /** A schema that is written in place becomes the component `inline`, unless it is one that the vocabulary names. */
  function contentOf(holder: unknown, inline: string): JsonObject | undefined {
    const content = member(holder, 'content');
    if (!isObject(content)) return undefined;
    return Object.fromEntries(
      Object.entries(content).map(([mediaType, media]) => {
        const schema = member(media, 'schema');
        const name = refName(schema);
        if (name !== '') return [mediaType, { schema: toOurs.rewrite(name) as JsonObject }];
        if (mediaType === 'text/event-stream') return [mediaType, { schema: refTo('Event') }];
        schemas.set(inline, structure(schema, toOurs));
        return [mediaType, { schema: refTo(inline) }];
      }),
    );
  }

  const result: Record<string, Record<string, JsonObject>> = {};
  const published = member(document, 'paths');
  for (const [path, methods] of Object.entries(isObject(published) ? published : {})) {
    if (path.includes('?')) continue;
    for (const [method, operation] of Object.entries(isObject(methods) ? methods : {})) {
      const name = String(member(operation, 'operationId'));
      const id = vocabulary.operations[name] ?? name;
      if ((OPERATION_IDS as readonly string[]).includes(id)) {
        result[path] = { ...result[path], [method]: operationOf(id, operation) };
      }
    }
  }
  return result;
}

function refTo(name: string): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}
