import type { Contract, SpecPointer } from '../contract.ts';
import type { Flaw, Intent } from '../exchange.ts';
import { member, show } from '../json.ts';
import type { ExchangeRule, Level, Rule } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { REQUEST_FLAWS } from './request-flaws.ts';
import { refusal } from './request-forms.ts';
import { anyOf, levels } from './support.ts';

const POST: SpecPointer = '#/paths/~1responses/post';

export interface FlawFacts {
  readonly title: string;
  /** A step of the scenario `reject-<flaw>`. */
  readonly step: string;
  readonly levels: readonly [openai: Level | '-', openResponses: Level | '-'];
}

/** One rule per flaw. Where the official behaviour is only recalled or observed, not recorded, the level is SHOULD. */
const FLAW_RULES = {
  'missing-member': {
    title: 'A request without a required member is refused',
    step: 'message-content',
    levels: ['MUST', 'MUST'],
  },
  'wrong-type': { title: 'A member of the wrong type is refused', step: 'temperature', levels: ['MUST', 'MUST'] },
  'unknown-member': { title: 'An unknown member is refused', step: 'top-level', levels: ['SHOULD', 'MAY'] },
  'unknown-enum-value': { title: 'An unknown enum value is refused', step: 'truncation', levels: ['MUST', 'SHOULD'] },
  'out-of-range': { title: 'A number out of its range is refused', step: 'top-p-high', levels: ['MUST', 'MUST'] },
  'too-long': {
    title: 'Text, lists and maps above their limit are refused',
    step: 'metadata-pairs',
    levels: ['MUST', 'MUST'],
  },
  'malformed-json': { title: 'A body that is no JSON is refused', step: 'truncated', levels: ['MUST', 'SHOULD'] },
  'wrong-media-type': {
    title: 'A body of another media type is refused',
    step: 'text-plain',
    levels: ['SHOULD', 'SHOULD'],
  },
  'wrong-method': {
    title: 'A method that the path does not have is refused',
    step: 'put-responses',
    levels: ['SHOULD', 'SHOULD'],
  },
  'missing-key': { title: 'A request without credentials is refused', step: 'create', levels: ['MUST', 'SHOULD'] },
  'wrong-key': { title: 'A wrong key is refused', step: 'create', levels: ['MUST', 'SHOULD'] },
  'unknown-model': { title: 'An unknown model is refused', step: 'create', levels: ['MUST', 'SHOULD'] },
  'unknown-id': { title: 'An unknown id is refused', step: 'retrieve', levels: ['MUST', 'MUST'] },
  conflict: {
    title: 'Members that exclude each other are refused',
    step: 'previous-response-and-conversation',
    levels: ['MUST', '-'],
  },
  ...REQUEST_FLAWS,
} satisfies Record<Flaw, FlawFacts>;

/** Invalid requests: refused at all (one rule per flaw), and refused helpfully. */
export const rejectionRules: readonly Rule[] = [
  ...(Object.entries(FLAW_RULES) as [Flaw, FlawFacts][]).map(([flaw, facts]) => rejects(flaw, facts)),
  {
    id: 'request/refusal-param',
    title: 'A refusal names the wrong member in error.param',
    on: 'exchange',
    levels: levels('SHOULD', 'MAY'),
    source: '#/components/schemas/Error/properties/param',
    capability: 'errors',
    needs: ['request'],
    counterexample: {
      of: 'reject-wrong-type/temperature',
      edit: [{ op: 'set', path: '/body/error/param', value: 'top_p' }],
    },
    judge(view, probe, contract) {
      const intent = refusedFlaw(view);
      const error = errorOf(view);
      if (intent?.param === undefined || error === undefined || !isPlaced(contract, view, intent)) return;
      const param = member(error, 'param');
      if (param !== null && typeof param !== 'string') return;
      probe.check(samePath(intent.param, param), '/body/error/param', show(intent.param), show(param));
    },
  },
  {
    id: 'request/refusal-code',
    title: 'A refusal has the code of the official service',
    on: 'exchange',
    levels: levels('SHOULD', 'MAY'),
    source: '#/components/schemas/Error/properties/code',
    capability: 'errors',
    needs: ['request'],
    counterexample: {
      of: 'reject-unknown-model/create',
      edit: [{ op: 'set', path: '/body/error/code', value: 'bad_request' }],
    },
    judge(view, probe, contract) {
      const intent = refusedFlaw(view);
      const error = errorOf(view);
      if (intent?.codes === undefined || error === undefined || isMissingParent(intent)) return;
      if (!isPlaced(contract, view, intent)) return;
      const code = member(error, 'code');
      if (code !== null && typeof code !== 'string') return;
      // What is wrong inside a member counts for nothing where the member as such is not offered.
      if (code === 'unsupported_parameter' || (code === 'unknown_parameter' && !intent.codes.includes(code))) return;
      const holds = typeof code === 'string' && intent.codes.includes(code);
      probe.check(holds, '/body/error/code', anyOf(intent.codes), show(code));
    },
  },
  {
    id: 'request/previous-response-not-found',
    title: 'An unknown previous_response_id has the code previous_response_not_found',
    on: 'exchange',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Error/properties/code',
    capability: 'state',
    needs: ['request'],
    breaks: ['clients that resend the whole context on that code'],
    counterexample: {
      of: 'reject-unknown-id/previous-response-id',
      edit: [{ op: 'set', path: '/body/error/code', value: null }],
    },
    judge(view, probe) {
      const intent = refusedFlaw(view);
      const error = errorOf(view);
      if (intent === undefined || error === undefined || !isMissingParent(intent)) return;
      const code = member(error, 'code');
      if (code !== null && typeof code !== 'string') return;
      // A server that knows no state names the member as such: that is the business of the state capability.
      if (code === 'unsupported_parameter' || code === 'unknown_parameter') return;
      probe.check(
        code === 'previous_response_not_found',
        '/body/error/code',
        '"previous_response_not_found"',
        show(code),
      );
    },
  },
];

/** What the Open Responses contract neither demands nor bounds in a request; of tiers a provider may have its own. */
const UNBOUND: readonly string[] = ['text.format.name', 'text.format.schema', 'service_tier'];

type Invalid = Extract<Intent, { kind: 'invalid' }>;

function rejects(flaw: Flaw, facts: FlawFacts): ExchangeRule {
  return {
    id: `request/rejects-${flaw}`,
    title: facts.title,
    on: 'exchange',
    levels: levels(...facts.levels),
    source: POST,
    capability: 'errors',
    needs: ['request'],
    counterexample: { of: `reject-${flaw}/${facts.step}`, edit: [{ op: 'set', path: '/status', value: 500 }] },
    judge(view, probe, contract) {
      const intent = invalidIntent(view);
      if (intent?.flaw !== flaw || !forbids(contract, view, flaw)) return;
      if (contract.id === 'open-responses' && UNBOUND.includes(intent.param ?? '')) return;
      const actual = view.success ? `${view.status}, accepted` : refusal(view);
      probe.check(intent.statuses.includes(view.status), '/status', intent.statuses.join(' or '), actual);
    },
  };
}

/** Flaws of the body that the schema shows; what is not in it is a matter of the server, not of the document. */
const IN_SCHEMA: readonly Flaw[] = ['missing-member', 'wrong-type', 'unknown-enum-value', 'out-of-range', 'too-long'];

/** One contract has members and bounds that the other does not: what it allows may be taken. */
function forbids(contract: Contract, { operation, sent }: ExchangeView, flaw: Flaw): boolean {
  const schema = contract.operations.find(({ id }) => id === operation)?.request;
  if (!IN_SCHEMA.includes(flaw) || schema === undefined || sent === undefined) return true;
  return contract.validate(schema, sent, '').length > 0;
}

/** Whether the contract objects at the place that was made wrong, and not at another one of the same request. */
function isPlaced(contract: Contract, { operation, sent }: ExchangeView, { flaw, param }: Invalid): boolean {
  const schema = contract.operations.find(({ id }) => id === operation)?.request;
  if (!IN_SCHEMA.includes(flaw) || schema === undefined || sent === undefined || param === undefined) return true;
  const place = `/${param.replaceAll(/\[(\d+)\]/g, '.$1').replaceAll('.', '/')}`;
  const errors = contract.validate(schema, sent, '');
  return errors.length === 0 || errors.some(({ at }) => at === place || at.startsWith(`${place}/`));
}

/** The wrong steps inside state scenarios (a deleted id, ...) are judged as a whole by the rules of state.ts. */
function invalidIntent({ exchange }: ExchangeView): Invalid | undefined {
  const { intent, step } = exchange;
  const own = step === undefined || /^(?:reject|error)-/.test(step.scenario);
  return intent?.kind === 'invalid' && own ? intent : undefined;
}

function refusedFlaw(view: ExchangeView): Invalid | undefined {
  return view.status >= 400 && view.status < 500 ? invalidIntent(view) : undefined;
}

function errorOf({ body }: ExchangeView) {
  return body.kind === 'json' ? member(body.value, 'error') : undefined;
}

function isMissingParent({ flaw, param }: Invalid): boolean {
  return flaw === 'unknown-id' && param === 'previous_response_id';
}

/** `tools[0].name`, `tools.0.name` and the enclosing `tools` all name the place. */
function samePath(wanted: string, named: string | null): boolean {
  if (named === null || named === '') return false;
  const plain = (path: string) => path.replace(/\[['"]?([^\]'"]*)['"]?\]/g, '.$1').replace(/^(?:body|\$)\./, '');
  const [want, have] = [plain(wanted), plain(named)];
  return want === have || want.startsWith(`${have}.`) || have.startsWith(`${want}.`);
}
