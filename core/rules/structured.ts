import {
  arrayOf,
  isObject,
  type Json,
  type JsonObject,
  member,
  parseJson,
  sameJson,
  show,
  stringMember,
  token,
  typeName,
} from '../json.ts';
import type { ResponseSubject, Rule } from '../rule.ts';
import { isCall } from './request-choice.ts';
import { contentParts, created, levels, outputItems, refused, sentMember } from './support.ts';

const FORMAT = '#/components/schemas/ResponseFormatJsonSchema' as const;

/** What `text.format` promises of a completed answer that is no refusal. */
export const structuredRules: readonly Rule[] = [
  {
    id: 'request/json-output',
    title: 'The answer to a text.format of strict json_schema or json_object is a JSON document',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: FORMAT,
    capability: 'structured-output',
    needs: ['request'],
    breaks: ['responses.parse of the official SDKs'],
    counterexample: {
      of: 'json-schema/create',
      edit: [{ op: 'set', path: '/body/output/0/content/0/text', value: 'Paris is the capital of France.' }],
    },
    judge(subject, probe) {
      const answer = structuredAnswer(subject);
      if (answer === undefined) return;
      const parsed = parseJson(answer.text);
      const mustBeObject = answer.type === 'json_object';
      const holds = parsed.ok && (!mustBeObject || isObject(parsed.value));
      probe.check(holds, answer.at, mustBeObject ? 'JSON object' : 'JSON document', show(answer.text));
    },
  },
  {
    id: 'request/json-schema',
    title: 'The answer to a strict json_schema has its members and types',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: FORMAT,
    capability: 'structured-output',
    needs: ['request'],
    counterexample: {
      of: 'json-schema/create',
      edit: [{ op: 'set', path: '/body/output/0/content/0/text', value: '{"title":"Paris"}' }],
    },
    judge(subject, probe) {
      const answer = structuredAnswer(subject);
      if (answer === undefined || !isObject(answer.schema)) return;
      const parsed = parseJson(answer.text);
      if (!parsed.ok) return;
      const [breach] = breaches(parsed.value, answer.schema, '');
      probe.check(
        breach === undefined,
        answer.at,
        breach?.expected ?? 'what the schema asks for',
        breach?.actual ?? '',
      );
    },
  },
];

interface StructuredAnswer {
  readonly type: string;
  readonly schema: Json | undefined;
  readonly text: string;
  readonly at: string;
}

/**
 * The text of the final answer. Models comment in plain text before it, and before they call a tool, whatever format was
 * asked for (openai/openai-python#3859).
 */
function structuredAnswer(subject: ResponseSubject): StructuredAnswer | undefined {
  const { value, at, view } = subject;
  if (!created(subject) || value['status'] !== 'completed' || refused(value)) return undefined;
  const format = member(sentMember(view, 'text'), 'format');
  const type = stringMember(format, 'type');
  // Without strict the schema is a wish, and what the model makes of it is its own affair.
  if (type !== 'json_object' && !(type === 'json_schema' && member(format, 'strict') === true)) return undefined;
  const items = outputItems(value, at);
  const message = items.findLast(({ item, type }) => type === 'message' && item['phase'] !== 'commentary');
  if (message === undefined || items.some((later) => later.index > message.index && isCall(later))) return undefined;
  const parts = contentParts(message).filter((part) => part.type === 'output_text');
  const texts = parts.map(({ part }) => stringMember(part, 'text'));
  if (parts[0] === undefined || texts.includes(undefined)) return undefined;
  return { type, schema: member(format, 'schema'), text: texts.join(''), at: `${parts[0].at}/text` };
}

interface Breach {
  readonly expected: string;
  readonly actual: string;
}

/**
 * The first breaches of the plain part of JSON Schema: type, enum, const, required, properties, items and closed
 * objects. What it does not know it lets pass, so it never accuses wrongly.
 */
function breaches(value: Json, schema: JsonObject, at: string): readonly Breach[] {
  const types = typeof schema['type'] === 'string' ? [schema['type']] : arrayOf(schema['type']);
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    return [{ expected: `${at || 'the answer'} of type ${types.join(' or ')}`, actual: typeName(value) }];
  }
  const choices = arrayOf(schema['enum']);
  if (choices.length > 0 && !choices.some((choice) => sameJson(choice, value))) {
    return [{ expected: `${at || 'the answer'} one of ${show(choices)}`, actual: show(value) }];
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    return isObject(items) ? value.flatMap((entry: Json, index) => breaches(entry, items, `${at}/${index}`)) : [];
  }
  return isObject(value) ? objectBreaches(value, schema, at) : [];
}

function objectBreaches(value: JsonObject, schema: JsonObject, at: string): readonly Breach[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const found: Breach[] = [];
  for (const name of arrayOf(schema['required'])) {
    if (typeof name === 'string' && !Object.hasOwn(value, name)) {
      found.push({ expected: `member ${at}/${token(name)}`, actual: 'absent' });
    }
  }
  for (const [name, inner] of Object.entries(value)) {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (isObject(own) && inner !== undefined) found.push(...breaches(inner, own, `${at}/${token(name)}`));
    else if (own === undefined && schema['additionalProperties'] === false) {
      found.push({ expected: 'no further members', actual: `${at}/${token(name)}` });
    }
  }
  return found;
}

function isOfType(value: Json, type: Json): boolean {
  const is = typeName(value);
  return is === type || (type === 'number' && is === 'integer');
}
