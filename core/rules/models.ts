import { arrayOf, member, show, stringMember } from '../json.ts';
import type { Rule } from '../rule.ts';
import { levels, nonEmptyString } from './support.ts';

/** Models. Their shape is the business of `schema/model` and `schema/model-list`. */
export const modelRules: readonly Rule[] = [
  {
    id: 'models/ids-unique',
    title: 'No model is listed twice',
    on: 'exchange',
    levels: levels('SHOULD', '-'),
    source: '#/components/schemas/Model/properties/id',
    capability: 'models',
    counterexample: {
      of: 'models/list',
      edit: [
        {
          op: 'set',
          path: '/body/data',
          value: ['a', 'a'].map((id) => ({ id, object: 'model', created: 1700000000, owned_by: 'x' })),
        },
      ],
      also: ['models/listed'],
    },
    judge(view, probe) {
      if (view.operation !== 'listModels' || !view.success || view.body.kind !== 'json') return;
      const seen = new Set<string>();
      for (const [index, model] of arrayOf(member(view.body.value, 'data')).entries()) {
        const id = stringMember(model, 'id');
        if (!nonEmptyString(id)) continue;
        probe.check(!seen.has(id), `/body/data/${index}/id`, 'an id of its own', show(id));
        seen.add(id);
      }
    },
  },
  {
    id: 'models/retrieved-id',
    title: 'A retrieved model is the one that was asked for',
    on: 'exchange',
    // Services resolve aliases to dated names.
    levels: levels('SHOULD', '-'),
    source: '#/components/schemas/Model/properties/id',
    capability: 'models',
    counterexample: { of: 'models/retrieve', edit: [{ op: 'set', path: '/body/id', value: 'quite-another-model' }] },
    judge(view, probe) {
      if (view.operation !== 'retrieveModel' || !view.success || view.body.kind !== 'json') return;
      const id = stringMember(view.body.value, 'id');
      const wanted = view.pathIds['model'];
      if (id !== undefined && wanted !== undefined) probe.check(id === wanted, '/body/id', show(wanted), show(id));
    },
  },
  {
    id: 'models/listed',
    title: 'A model that can be retrieved is in the list',
    on: 'scenario',
    levels: levels('SHOULD', '-'),
    source: '#/components/schemas/ModelList/properties/data',
    capability: 'models',
    counterexample: { of: 'models/list', edit: [{ op: 'set', path: '/body/data', value: [] }] },
    judge(steps, probe) {
      const list = steps.all.find(({ operation, success }) => operation === 'listModels' && success);
      const one = steps.all.find(({ operation, success }) => operation === 'retrieveModel' && success);
      const wanted = one?.pathIds['model'];
      if (list?.body.kind !== 'json' || wanted === undefined) return;
      const data = member(list.body.value, 'data');
      if (!Array.isArray(data)) return;
      const ids = arrayOf(data).map((model) => member(model, 'id'));
      probe.check(ids.includes(wanted), list, '/body/data', `an entry with id ${show(wanted)}`, `${ids.length} others`);
    },
  },
];
