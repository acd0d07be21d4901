import { arrayOf, isObject, type Json, type JsonObject, member, sameJson, show, stringMember } from '../json.ts';
import type { ResponseSubject, Rule } from '../rule.ts';
import { created, levels, sentMember } from './support.ts';

const TEXT = '#/components/schemas/Response/properties/text' as const;
const TOOLS = '#/components/schemas/Response/properties/tools' as const;

/** What echoed tools, formats and settings look like inside (A46, A47, A54, A58, A68, A70, A72). */
export const echoShapeRules: readonly Rule[] = [
  {
    id: 'echo/format-schema',
    title: 'The schema and strict of a json_schema format come back as they were sent',
    on: 'response',
    levels: levels('MUST', 'MAY'),
    source: TEXT,
    capability: 'structured-output',
    needs: ['request'],
    counterexample: {
      of: 'json-schema/create',
      edit: [{ op: 'set', path: '/body/text/format/schema', value: { type: 'object' } }],
    },
    judge(subject, probe) {
      const formats = jsonSchemaFormats(subject);
      if (formats === undefined) return;
      const { sent, echoed, at } = formats;
      // An echo without its schema lacks a required member: that is said by schema/response.
      if (echoed['schema'] === undefined) return;
      for (const name of ['schema', 'strict', 'description']) {
        const [wanted, shown] = [sent[name] ?? undefined, echoed[name]];
        if (wanted !== undefined) probe.check(sameJson(wanted, shown), `${at}/${name}`, show(wanted), show(shown));
      }
    },
  },
  {
    id: 'echo/format-strict',
    title: 'The strict of an echoed json_schema format is true or false, also when it was not sent',
    on: 'response',
    levels: levels('MUST', '-'),
    source: TEXT,
    capability: 'structured-output',
    needs: ['request'],
    counterexample: {
      of: 'loose-schema/create',
      edit: [{ op: 'set', path: '/body/text/format/strict', value: null }],
    },
    judge(subject, probe) {
      const formats = jsonSchemaFormats(subject);
      if (formats?.echoed['schema'] === undefined || typeof formats.sent['strict'] === 'boolean') return;
      const strict = formats.echoed['strict'];
      probe.check(typeof strict === 'boolean', `${formats.at}/strict`, 'true or false', show(strict));
    },
  },
  {
    id: 'echo/tool-parameters',
    title: 'An echoed function tool has every property that its parameters were sent with',
    on: 'response',
    // In 561 recorded echoes nothing that was sent is lost; `required` and `additionalProperties` are added by strict.
    levels: levels('MUST', 'MAY'),
    source: TOOLS,
    capability: 'function-tools',
    needs: ['request'],
    counterexample: {
      of: 'function-call/call',
      edit: [{ op: 'set', path: '/body/tools/0/parameters/properties', value: {} }],
    },
    judge(subject, probe) {
      const tools = toolsOf(subject);
      if (tools === undefined || !tools.sent.every(plainFunction)) return;
      for (const tool of tools.sent) {
        const index = tools.echoed.findIndex((other) => other['type'] === 'function' && other['name'] === tool['name']);
        const echoed = member(tools.echoed[index], 'parameters');
        const wanted = propertyNames(tool['parameters']);
        // Parameters that are not shown at all are schema/tool.
        if (!isObject(echoed) || wanted.length === 0) continue;
        const shown = new Set(propertyNames(echoed));
        const lost = wanted.filter((name) => !shown.has(name));
        probe.check(lost.length === 0, `${subject.at}/tools/${index}/parameters`, show(wanted), show([...shown]));
      }
    },
  },
  {
    id: 'echo/tool-strict',
    title: 'An echoed function tool shows the strict that was sent, or the one that was settled on',
    on: 'response',
    levels: levels('MUST', 'MAY'),
    source: TOOLS,
    capability: 'function-tools',
    needs: ['request'],
    counterexample: {
      of: 'function-call/call',
      edit: [{ op: 'set', path: '/body/tools/0/strict', value: false }],
    },
    judge(subject, probe) {
      const tools = toolsOf(subject);
      // Deferred and searched tools come back wrapped, and without strict.
      if (tools === undefined || !tools.sent.every(plainFunction)) return;
      for (const tool of tools.sent) {
        const index = tools.echoed.findIndex((other) => other['type'] === 'function' && other['name'] === tool['name']);
        const echoed = tools.echoed[index];
        // Where strict is not shown at all, schema/tool says so.
        if (echoed?.['strict'] === undefined) continue;
        const wanted = tool['strict'];
        const holds = typeof wanted === 'boolean' ? echoed['strict'] === wanted : typeof echoed['strict'] === 'boolean';
        const expected = typeof wanted === 'boolean' ? show(wanted) : 'true or false';
        probe.check(holds, `${subject.at}/tools/${index}/strict`, expected, show(echoed['strict']));
      }
    },
  },
  {
    id: 'echo/custom-tools',
    title: 'A custom tool comes back with its name and the kind of its format',
    on: 'response',
    levels: levels('MUST', '-'),
    source: TOOLS,
    capability: 'hosted-tools',
    needs: ['request'],
    counterexample: { of: 'custom-tools/text', edit: [{ op: 'set', path: '/body/tools/0/name', value: 'another' }] },
    judge(subject, probe) {
      const tools = toolsOf(subject);
      if (tools === undefined || tools.sent.some(({ type }) => type === 'tool_search')) return;
      for (const tool of tools.sent.filter(({ type, defer_loading }) => type === 'custom' && defer_loading !== true)) {
        const echoed = tools.echoed.find(({ type, name }) => type === 'custom' && name === tool['name']);
        const wanted = stringMember(tool['format'], 'type') ?? 'text';
        // Before formats were echoed at all there was none: only a wrong one is wrong.
        const kind = stringMember(echoed?.['format'], 'type') ?? wanted;
        const expected = `custom tool ${show(tool['name'])} with format ${wanted}`;
        const holds = echoed !== undefined && kind === wanted;
        probe.check(
          holds,
          `${subject.at}/tools`,
          expected,
          show(echoed ?? tools.echoed.map(({ name }) => name ?? null)),
        );
      }
    },
  },
  {
    id: 'echo/hosted-tools',
    title: 'A hosted tool comes back in tools',
    on: 'response',
    levels: levels('MUST', '-'),
    source: TOOLS,
    capability: 'hosted-tools',
    needs: ['request'],
    counterexample: { of: 'web-search/create', edit: [{ op: 'set', path: '/body/tools', value: [] }] },
    judge(subject, probe) {
      const tools = toolsOf(subject);
      if (tools === undefined) return;
      const text = JSON.stringify(tools.echoed);
      for (const tool of tools.sent) {
        const type = stringMember(tool, 'type');
        if (type === undefined || type === 'function' || type === 'custom') continue;
        // A dated type comes back by its plain name.
        const plain = type.replace(/_\d{4}_\d{2}_\d{2}$/, '');
        const types = tools.echoed.map(({ type: other }) => other ?? null);
        probe.check(text.includes(`"type":"${plain}`), `${subject.at}/tools`, `a tool of type ${type}`, show(types));
      }
    },
  },
  {
    id: 'echo/reasoning-summary',
    title: 'A reasoning.summary of concise or detailed comes back',
    on: 'response',
    // auto comes back as what it was settled to; recorded echoes of the other two are few.
    levels: levels('SHOULD', 'SHOULD'),
    source: '#/components/schemas/Response/properties/reasoning',
    capability: 'reasoning',
    needs: ['request'],
    counterexample: {
      of: 'reasoning-members/summary',
      edit: [{ op: 'set', path: '/body/reasoning/summary', value: 'concise' }],
    },
    judge(subject, probe) {
      if (!created(subject)) return;
      const sent = member(sentMember(subject.view, 'reasoning'), 'summary');
      const reasoning = subject.value['reasoning'];
      if ((sent !== 'concise' && sent !== 'detailed') || !isObject(reasoning)) return;
      const echoed = reasoning['summary'];
      probe.check(echoed === sent, `${subject.at}/reasoning/summary`, show(sent), show(echoed));
    },
  },
  {
    id: 'echo/service-tier-named',
    title: 'A service_tier in the response is no empty string',
    on: 'response',
    levels: levels('-', 'SHOULD'),
    source: '#/components/schemas/Response/properties/service_tier',
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/service_tier', value: '' }] },
    judge({ value, at }, probe) {
      const tier = value['service_tier'];
      if (typeof tier === 'string') probe.check(tier !== '', `${at}/service_tier`, 'the name of a tier', show(tier));
    },
  },
];

interface Formats {
  readonly sent: JsonObject;
  readonly echoed: JsonObject;
  readonly at: string;
}

/** The json_schema format as it was sent and as it came back; undefined where the echo is another format altogether. */
function jsonSchemaFormats(subject: ResponseSubject): Formats | undefined {
  if (!created(subject)) return undefined;
  const sent = member(sentMember(subject.view, 'text'), 'format');
  const echoed = member(subject.value['text'], 'format');
  if (!isObject(sent) || !isObject(echoed)) return undefined;
  if (sent['type'] !== 'json_schema' || echoed['type'] !== 'json_schema') return undefined;
  return { sent, echoed, at: `${subject.at}/text/format` };
}

interface Tools {
  readonly sent: readonly JsonObject[];
  readonly echoed: readonly JsonObject[];
}

/** Undefined when there is no list of tools to compare. */
function toolsOf(subject: ResponseSubject): Tools | undefined {
  const echoed = subject.value['tools'];
  if (!created(subject) || !Array.isArray(echoed)) return undefined;
  const sent = arrayOf(sentMember(subject.view, 'tools')).filter(isObject);
  return sent.length === 0 ? undefined : { sent, echoed: arrayOf(echoed as Json).filter(isObject) };
}

/** The properties of a JSON Schema, those of its objects and elements as paths below. */
function propertyNames(schema: Json | undefined, below = ''): readonly string[] {
  if (!isObject(schema)) return [];
  const { items, properties } = schema;
  const inner = isObject(properties) ? Object.entries(properties) : [];
  return [
    ...inner.flatMap(([name, of]) => [`${below}${name}`, ...propertyNames(of, `${below}${name}.`)]),
    ...propertyNames(items, `${below}[].`),
  ];
}

function plainFunction(tool: JsonObject): boolean {
  return tool['type'] === 'function' && tool['defer_loading'] !== true;
}
