import type { SchemaError } from '../contract.ts';
import type { Rule } from '../rule.ts';
import { levels, schemaErrors } from './support.ts';

/** Members whose values decide what a client does next. What they may be is complete. */
const CLOSED = /\/(?:status|role|object)$/;

/**
 * Whether the value is text where the contract lists other texts: a setting, a kind of action, a phase. Such lists grow
 * with every edition (`find` became `find_in_page`, efforts and tiers were added), so a text that is not in one is no
 * defect of its own. Something else than text still is.
 */
export function isNewValue({ actual, at, keyword }: SchemaError): boolean {
  return keyword === 'enum' && actual.startsWith('"') && !CLOSED.test(at);
}

export const valueRules: readonly Rule[] = [
  {
    id: 'schema/value-known',
    title: 'Settings of a response, and the kinds of what its items hold, are those of the contract',
    on: 'response',
    levels: levels('SHOULD', '-'),
    source: '#/components/schemas/Response',
    capability: 'core',
    counterexample: { of: 'text/create', edit: [{ op: 'set', path: '/body/reasoning/effort', value: 'boundless' }] },
    judge({ value, at }, probe, contract) {
      // Those of echoed tools are schema/tool, that of the format is response/text-format.
      const elsewhere = (error: SchemaError) =>
        error.schema.startsWith('Tool.') || /\/(?:text\/format\/type|incomplete_details\/reason)$/.test(error.at);
      const found = schemaErrors(contract, 'Response', value, at).filter(isNewValue);
      const own = found.filter((error) => !elsewhere(error) && !/\/annotations\/\d+\/type$/.test(error.at));
      for (const error of own) probe.check(false, error.at, error.expected, error.actual);
      if (own.length === 0) probe.check(true, at, '', '');
    },
  },
];
