import type { OperationId } from '../contract.ts';
import type { Exchange } from '../exchange.ts';
import { arrayOf, isObject, type JsonObject } from '../json.ts';
import type { RuleId } from '../rule.ts';
import { type Answered, changed, isAnswered, jsonOf, valueAt, withJson, withStatus } from './draft.ts';
import type { Mutant } from './mutant.ts';

/**
 * What can be wrong with an answer only in view of the others of its conversation: it is no longer what was stored, a
 * page lost an item, what was deleted is still there.
 * @param operation of `exchange`, the one that is broken
 * @param earlier the exchanges before it
 */
export function* stateMutants(
  exchange: Exchange,
  operation: OperationId | undefined,
  earlier: readonly Exchange[],
): Generator<Mutant> {
  if (!isAnswered(exchange) || exchange.intent === undefined) return;
  const body = jsonOf(exchange);
  const mutant = (operator: string, at: string, make: Mutant['make'], by?: RuleId): Mutant => {
    return { operator, area: 'state', at, breaks: 'always', ...(by === undefined ? {} : { by }), make };
  };
  if (exchange.intent.kind === 'invalid' && exchange.intent.flaw === 'unknown-id' && exchange.answer.status >= 400) {
    const gone = earlier.findLast((other): other is Answered => isAnswered(other) && other.answer.status < 300);
    const found = gone === undefined ? undefined : jsonOf(gone);
    // What a deletion takes along beside the response itself is recalled, not recorded.
    const byOf: Readonly<Record<string, RuleId>> = {
      listInputItems: 'state/deleted-items-gone',
      cancelResponse: 'state/deleted-not-cancellable',
    };
    if (found !== undefined) {
      yield mutant(
        'still-there',
        '/status',
        () => withJson(withStatus(exchange, 200) as Answered, found),
        byOf[operation ?? ''],
      );
    }
  }
  if (!isObject(body) || exchange.answer.status >= 300) return;
  const set: Set = (operator, path, to, by) =>
    mutant(operator, `/body/${path.join('/')}`, () => withJson(exchange, changed(body, path, to)), by);
  switch (operation) {
    case 'getResponse':
      yield set('other-response', ['id'], 'resp_of_somebody_else');
      if (body['status'] === 'completed') yield* retrieved(body, set);
      break;
    case 'deleteResponse':
    case 'deleteConversation':
      yield set('other-id-deleted', ['id'], 'tck_of_somebody_else');
      yield set('not-deleted', ['deleted'], false);
      break;
    case 'listInputItems':
    case 'listConversationItems':
      yield* listed(body, set);
      break;
    case 'getConversation':
    case 'updateConversation':
      yield set('other-conversation', ['id'], 'conv_of_somebody_else');
      if (isObject(body['metadata']) && Object.keys(body['metadata']).length > 0) {
        yield set('metadata-lost', ['metadata'], {});
      }
      break;
    case 'cancelResponse':
      yield set('other-response', ['id'], 'resp_of_somebody_else');
      break;
    case 'retrieveModel':
      yield set('other-model', ['id'], 'tck-another-model', 'models/retrieved-id');
      break;
    default:
      break;
  }
}

type Set = (
  operator: string,
  path: readonly (string | number)[],
  to: Parameters<typeof changed>[2],
  by?: RuleId,
) => Mutant;

function* retrieved(body: JsonObject, set: Set): Generator<Mutant> {
  const text = valueAt(body, ['output', 0, 'content', 0, 'text']);
  if (typeof text === 'string') yield set('text-not-kept', ['output', 0, 'content', 0, 'text'], `${text} Or not.`);
  if (arrayOf(body['output']).length > 0) yield set('output-not-kept', ['output'], []);
  const id = valueAt(body, ['output', 0, 'id']);
  if (typeof id === 'string') yield set('item-id-not-kept', ['output', 0, 'id'], `${id}x`);
  const created = body['created_at'];
  if (typeof created === 'number') yield set('made-anew', ['created_at'], created + 1000);
}

function* listed(body: JsonObject, set: Set): Generator<Mutant> {
  const data = arrayOf(body['data']);
  const [first, second] = data;
  yield set('wrong-has-more', ['has_more'], body['has_more'] !== true);
  if (first === undefined) return;
  yield set('wrong-first-id', ['first_id'], 'tck_not_the_first');
  yield set('wrong-last-id', ['last_id'], 'tck_not_the_last');
  if (second === undefined) return;
  yield set('item-lost', ['data'], data.slice(0, -1));
  yield set('item-twice', ['data'], [first, ...data]);
  yield set('other-order', ['data'], data.toReversed());
}
