import type { Contract, SchemaError } from '../contract.ts';
import { arrayOf, isObject, type Json, stringMember } from '../json.ts';
import type { StreamRule } from '../rule.ts';
import { isTerminal } from '../stream/events.ts';
import type { StreamStep } from '../stream/machine.ts';
import { isNewValue } from './schema-values.ts';
import { levels, schemaErrors } from './support.ts';

/** Members of a finished item or part that the comparison with the terminal snapshot leaves out. */
const NOT_COMPARED =
  /\/(?:annotations|logprobs|call_id|encrypted_content|fingerprint|text|refusal|arguments|input|code)(?:\/|$)/;

/**
 * Items and parts as events show them before the end. The terminal snapshot is judged by the `schema/item-*` rules and
 * the finished items are compared with it, so this rule speaks only of what neither sees: the items and parts when they
 * are added, what the comparison leaves out, and finished items that no terminal snapshot repeats.
 */
export const snapshotSchemaRules: readonly StreamRule[] = [
  {
    id: 'schema/snapshot',
    title: 'Items and parts in stream events have the members and types of the contract',
    on: 'stream',
    events: ['lifecycle', 'item-added', 'item-done', 'part-added', 'part-done'],
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Event.response.output_item.added/properties/item',
    capability: 'streaming',
    counterexample: {
      of: 'text-stream/create',
      edit: [{ op: 'set', path: '/events/response.output_item.added/item/role', value: 7 }],
    },
    watch(probe, contract) {
      const seen: Seen[] = [];
      const finished = new Set<Json | undefined>();
      let final: readonly Json[] = [];
      return {
        event(step) {
          seen.push(...inAdded(step, contract), ...inDone(step, contract));
          if (step.type === 'response.output_item.done') finished.add(step.data?.['output_index']);
          const snapshot = step.data?.['response'];
          if (isTerminal(step.type) && isObject(snapshot)) final = arrayOf(snapshot['output']);
        },
        end() {
          const repeated = new Set(
            final.flatMap((item) => (isObject(item) ? itemErrors(contract, item, '').map(placeless) : [])),
          );
          let broken = 0;
          for (const { error, compared, unlessFinished } of seen) {
            if (unlessFinished !== undefined && finished.has(unlessFinished)) continue;
            // The same error in the terminal snapshot is the same defect, and is reported there.
            if (repeated.has(placeless(error)) || (compared && final.length > 0 && !isLostNull(error, final))) continue;
            broken += 1;
            probe.check(false, error.at, error.expected, error.actual);
          }
          if (broken === 0) probe.check(true, '/stream', '', '');
        },
      };
    },
  },
];

interface Seen {
  readonly error: SchemaError;
  /** Another rule compares this place with the terminal snapshot. */
  readonly compared: boolean;
  /** Another rule compares this place with the finished item of this output_index. */
  readonly unlessFinished?: Json | undefined;
}

/** What an added item may still lack is `stream/item-added-complete`; what it has must have its type. */
function inAdded({ type, data, event }: StreamStep, contract: Contract): readonly Seen[] {
  if (type !== 'response.output_item.added' && type !== 'response.content_part.added') return [];
  const [name, errors] = nested(contract, data, event.at);
  // Text and annotations of an added part are `stream/part-added-empty` and `stream/part-added-annotations`.
  const typed = errors.filter(
    ({ at, keyword }) => keyword !== 'required' && (name === 'item' || /\/logprobs/.test(at)),
  );
  return typed.map((error) => {
    // Another role of the right type is `stream/role-stable`.
    const isOtherRole = error.at.endsWith('/item/role') && error.actual.startsWith('"');
    return { error, compared: false, ...(isOtherRole ? { unlessFinished: data?.['output_index'] } : {}) };
  });
}

function inDone({ type, data, event, item }: StreamStep, contract: Contract): readonly Seen[] {
  if (type !== 'response.output_item.done' && type !== 'response.content_part.done') return [];
  const [, errors] = nested(contract, data, event.at);
  // An item that was added before the stream was taken up has nothing that its id could be compared with.
  const alone = ({ at }: SchemaError) => item?.implicit === true && at.endsWith('/item/id');
  return errors.map((error) => {
    return { error, compared: !NOT_COMPARED.test(error.at) && !isNameOfMcp(error) && !alone(error) };
  });
}

/** For the comparison absent and null are the same: a lost null is nobody else's finding. */
function isLostNull({ at, keyword }: SchemaError, final: readonly Json[]): boolean {
  const name = /\/data\/item\/([^/]+)$/.exec(at)?.[1];
  return keyword === 'required' && name !== undefined && final.some((item) => isObject(item) && item[name] === null);
}

/** stream/call-name-stable compares names of hosted calls only where there are two. */
function isNameOfMcp({ at, schema }: SchemaError): boolean {
  return schema.startsWith('Item.mcp_') && at.endsWith('/name');
}

function nested(
  contract: Contract,
  data: StreamStep['data'],
  at: string,
): readonly ['item' | 'part', readonly SchemaError[]] {
  const item = data?.['item'];
  if (isObject(item)) return ['item', itemErrors(contract, item, `${at}/data/item`)];
  const part = data?.['part'];
  const type = stringMember(part, 'type');
  if (!isObject(part) || type === undefined || !contract.knows('Content', type)) return ['part', []];
  return ['part', schemaErrors(contract, `Content.${type}`, part, `${at}/data/part`)];
}

function itemErrors(contract: Contract, item: object, at: string): readonly SchemaError[] {
  const type = stringMember(item, 'type');
  if (type === undefined || !contract.knows('Item', type)) return [];
  // schema/value-known.
  return schemaErrors(contract, `Item.${type}`, item, at).filter(
    (error) => contract.id !== 'openai' || !isNewValue(error),
  );
}

/** Which validator objects to which member, wherever the value stands. */
function placeless({ at, keyword, schema }: SchemaError): string {
  return `${schema} ${keyword} ${at.split('/').at(-1)}`;
}
