import { arrayOf, isObject, type JsonObject, member, show } from '../json.ts';
import type { Rule } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { refusal } from './acceptance.ts';
import { errorIn } from './errors.ts';
import { levels } from './support.ts';

const MODEL = '#/components/schemas/Model/properties' as const;
const RETRIEVE = '#/paths/~1models~1{model}/get' as const;

/** In seconds this is the year 5138; what is above it counts milliseconds. */
const LATEST_SECOND = 100_000_000_000;

/** Models in detail, and those that do not exist. */
export const modelFormRules: readonly Rule[] = [
  {
    id: 'models/created-seconds',
    title: 'created of a model counts seconds',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: `${MODEL}/created`,
    capability: 'models',
    counterexample: {
      of: 'models/list',
      edit: [{ op: 'set', path: '/body/data/0/created', value: 1_767_225_600_000 }],
    },
    judge(view, probe) {
      for (const { model, at } of modelsIn(view)) {
        const { created } = model;
        if (typeof created !== 'number' || !Number.isInteger(created)) continue;
        probe.check(created < LATEST_SECOND, `${at}/created`, 'Unix seconds', show(created));
      }
    },
  },
  {
    id: 'models/shutdown-date',
    title: 'shutdown_date of a model is a date, or null',
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: `${MODEL}/shutdown_date`,
    capability: 'models',
    counterexample: {
      of: 'models/list',
      edit: [{ op: 'set', path: '/body/data/0/shutdown_date', value: 'soon' }],
    },
    judge(view, probe) {
      for (const { model, at } of modelsIn(view)) {
        const date = model['shutdown_date'];
        if (date !== null && typeof date !== 'string') continue;
        probe.check(isDate(date), `${at}/shutdown_date`, 'YYYY-MM-DD or null', show(date));
      }
    },
  },
  {
    id: 'models/whole-list',
    title: 'The list of models is whole: no further page',
    on: 'exchange',
    levels: levels('SHOULD', '-'),
    source: '#/components/schemas/ModelList',
    capability: 'models',
    breaks: ['the official SDKs, which know no second page here'],
    counterexample: { of: 'models/list', edit: [{ op: 'set', path: '/body/has_more', value: true }] },
    judge(view, probe) {
      if (view.operation !== 'listModels' || !view.success || view.body.kind !== 'json') return;
      const { value } = view.body;
      if (!isObject(value)) return;
      probe.check(value['has_more'] !== true, '/body/has_more', 'absent or false', show(value['has_more']));
    },
  },
  {
    id: 'models/encoded-id',
    title: 'A listed model whose id has a slash or colon can be retrieved by its encoded id',
    on: 'scenario',
    levels: levels('SHOULD', '-'),
    source: RETRIEVE,
    capability: 'models',
    counterexample: {
      of: 'model-with-slash/retrieve',
      edit: [{ op: 'set', path: '/status', value: 400 }],
      also: ['error/envelope', 'request/valid-accepted'],
    },
    judge(steps, probe) {
      const list = steps.all.find(({ operation, success }) => operation === 'listModels' && success);
      const listed = list === undefined ? [] : modelsIn(list).map(({ model }) => model['id']);
      for (const view of steps.all) {
        const id = view.pathIds['model'];
        if (view.operation !== 'retrieveModel' || id === undefined) continue;
        if (/[/:]/.test(id) && listed.includes(id)) probe.check(view.success, view, '/status', '2xx', refusal(view));
      }
    },
  },
  {
    id: 'models/unknown-refused',
    title: 'A model that does not exist is not retrieved',
    demandsRefusal: true,
    on: 'exchange',
    levels: levels('MUST', '-'),
    source: RETRIEVE,
    capability: 'models',
    counterexample: { of: 'unknown-model-retrieved/unknown', edit: [{ op: 'set', path: '/status', value: 200 }] },
    judge(view, probe) {
      if (!asksForNobodysModel(view)) return;
      // Which status of a refusal it is, is only recalled: that is the next rule's.
      const holds = view.status >= 400 && view.status < 500;
      probe.check(holds, '/status', '404', view.success ? `${view.status}, found` : refusal(view));
    },
  },
  {
    id: 'models/unknown-code',
    title: 'A model that does not exist is a 404 with the code model_not_found',
    on: 'exchange',
    levels: levels('SHOULD', '-'),
    source: RETRIEVE,
    capability: 'models',
    counterexample: {
      of: 'unknown-model-retrieved/unknown',
      edit: [{ op: 'set', path: '/body/error/code', value: 'not_here' }],
    },
    judge(view, probe) {
      const error = errorIn(view);
      if (!asksForNobodysModel(view) || error === undefined || view.status >= 500) return;
      const code = error['code'];
      if (code !== null && typeof code !== 'string') return;
      const holds = view.status === 404 && code === 'model_not_found';
      probe.check(holds, '/body/error/code', '404, "model_not_found"', `${view.status}, ${show(code)}`);
    },
  },
];

interface PlacedModel {
  readonly model: JsonObject;
  readonly at: string;
}

/** The models of a list, or the one that was retrieved. */
function modelsIn({ body, operation, success }: ExchangeView): readonly PlacedModel[] {
  if (!success || body.kind !== 'json') return [];
  if (operation === 'retrieveModel') return isObject(body.value) ? [{ model: body.value, at: '/body' }] : [];
  if (operation !== 'listModels') return [];
  return arrayOf(member(body.value, 'data')).flatMap((model, index) =>
    isObject(model) ? [{ model, at: `/body/data/${index}` }] : [],
  );
}

function isDate(value: string | null): boolean {
  return value === null || /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(value);
}

/** 405 and 501 are what a server without the operation says. */
function asksForNobodysModel({ exchange, operation, status }: ExchangeView): boolean {
  const { intent } = exchange;
  const unknown = intent?.kind === 'invalid' && intent.flaw === 'unknown-id';
  return operation === 'retrieveModel' && unknown && status !== 405 && status !== 501;
}
