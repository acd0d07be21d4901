import { arrayOf, show, stringMember } from '../json.ts';
import type { Rule } from '../rule.ts';
import { levels, nonEmptyString, outputItems } from './support.ts';

/** An implementor's own type: `acme:search_call`. */
export const PREFIXED = /^[a-z0-9][a-z0-9_.-]*:[^\s:]+$/i;

/** How a server of Open Responses says more than the specification does. */
export const extensionRules: readonly Rule[] = [
  {
    id: 'item/extension-members',
    title: "An item of an implementor's own type has an id and a status",
    on: 'response',
    levels: levels('-', 'SHOULD'),
    source: '#/components/schemas/Item',
    capability: 'hosted-tools',
    counterexample: {
      of: 'items-extension/create',
      edit: [{ op: 'remove', path: '/body/output/0/status' }],
    },
    judge({ value, at, phase }, probe) {
      if (phase !== 'final') return;
      for (const { item, type = '', at: place } of outputItems(value, at)) {
        if (!PREFIXED.test(type)) continue;
        for (const name of ['id', 'status']) {
          probe.check(nonEmptyString(item[name]), `${place}/${name}`, 'non-empty string', show(item[name]));
        }
      }
    },
  },
  {
    id: 'response/tool-type-known',
    title: "Every tool of a response is a function or has an implementor's prefixed type",
    on: 'response',
    levels: levels('-', 'SHOULD'),
    source: '#/components/schemas/Tool',
    capability: 'function-tools',
    counterexample: {
      of: 'function-call/call',
      edit: [{ op: 'set', path: '/body/tools/1', value: { type: 'web_search' } }],
    },
    judge({ value, at }, probe, contract) {
      for (const [index, tool] of arrayOf(value['tools']).entries()) {
        const type = stringMember(tool, 'type');
        // A tool without a type is a matter of its schema.
        if (!nonEmptyString(type)) continue;
        const known = contract.knows('Tool', type) || PREFIXED.test(type);
        probe.check(known, `${at}/tools/${index}/type`, '"function", or slug:type', show(type));
      }
    },
  },
];
