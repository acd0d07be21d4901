import { isObject, show, typeName } from '../json.ts';
import type { DocumentRule } from '../rule.ts';
import { typesStated } from './own-requests.ts';
import { byLine, fits, type OwnPart } from './own-support.ts';

/** Whether a document keeps to itself: its examples against what it states elsewhere. */
export const ownExampleRules: readonly (DocumentRule & OwnPart)[] = [
  {
    id: 'own/example-request',
    title: 'A printed request has the parameters that the document requires, each with a type that it states',
    on: 'document',
    levels: { own: 'MUST' },
    source: '#/parameters',
    capability: 'core',
    counterexample: {
      of: 'reference',
      edit: [{ op: 'set', path: '/document/examples/0/request/max_output_tokens', value: 'many' }],
    },
    ofExamples: 'only',
    promises: typesStated,
    judge({ examples, parameters }, probe, contract) {
      for (const { operation, request, line } of examples) {
        if (!isObject(request)) continue;
        for (const parameter of parameters) {
          if (parameter.operation !== operation || parameter.basis !== 'stated') continue;
          const { name, types, required } = parameter;
          const value = request[name];
          const expected = `${name}: ${types.join(' or ')} ${byLine(parameter.line)}`;
          if (value !== undefined)
            probe.check(fits(parameter, value, contract), line, expected, `${typeName(value)} ${show(value)}`);
          else if (required === true) probe.check(false, line, expected, `no ${name}`);
        }
      }
    },
  },
];
