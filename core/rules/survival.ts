import type { Rule } from '../rule.ts';
import { levels } from './support.ts';

/** The one rule that looks at what became of the server; the judge asks it where nothing was answered, too. */
export const SURVIVES = 'request/server-survives';

export const survivalRules: readonly Rule[] = [
  {
    id: SURVIVES,
    title: 'The server goes on answering after a request, whatever was wrong with it',
    on: 'exchange',
    levels: levels('MUST', 'MUST'),
    source: '#/paths/~1responses/post',
    capability: 'errors',
    needs: ['request'],
    counterexample: {
      of: 'text/create',
      edit: [{ op: 'set', path: '/outage', value: 'no connection was accepted for 30 s after it' }],
    },
    judge({ exchange }, probe) {
      // Of a recording nobody knows what came after.
      if (exchange.step === undefined) return;
      probe.check(exchange.outage === undefined, '/status', 'a server that goes on answering', exchange.outage ?? '');
    },
  },
];
