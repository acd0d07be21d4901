import type { Flaw } from '../../core/exchange.ts';
import type { Scenario, Step } from '../../core/scenario.ts';
import { BODY_FLAWS, bodySteps } from './rejections/bodies.ts';
import { conflict, credentials, unknownIds, unknownModel, wrongMethods } from './rejections/requests.ts';
import { brokenJson, MALFORMED_CASES, mediaType } from './rejections/transport.ts';

const TITLES = {
  'missing-member': 'A required member is missing',
  'wrong-type': 'A member has the wrong JSON type',
  'unknown-member': 'A member that the contract does not have',
  'unknown-enum-value': 'A value that is not in the list',
  'out-of-range': 'A number out of its range',
  'too-long': 'A text, list or map above its limit',
  'malformed-json': 'A body that is no JSON',
  'wrong-media-type': 'A body with another media type',
  'wrong-method': 'A method that the path does not have',
  'missing-key': 'No credentials',
  'wrong-key': 'Credentials that nobody has',
  'unknown-model': 'A model that does not exist',
  'unknown-id': 'Ids that do not exist',
  conflict: 'Members that exclude each other',
} satisfies Partial<Record<Flaw, string>>;

function reject(flaw: keyof typeof TITLES, steps: readonly Step[]): Scenario {
  return { id: `reject-${flaw}`, title: TITLES[flaw], capability: 'errors', steps };
}

/** Operations that answer an unknown id as retrieving does, and are seen with deleted ones by the state scenarios. */
const STATEFUL: readonly string[] = ['delete', 'cancel', 'input-items'];

/** What a default run has no calls for; asked with `--thorough`. */
function rest(flaw: keyof typeof TITLES, steps: readonly Step[]): readonly Scenario[] {
  const scenario = { id: `reject-${flaw}-more`, title: `${TITLES[flaw]}: every other place`, thorough: true } as const;
  return steps.length === 0 ? [] : [{ ...scenario, capability: 'errors', steps }];
}

/**
 * One scenario per flaw, one step per wrong request; those of items and tools that do not go together are in requests.ts.
 * No step depends on another one's answer.
 */
export const rejections: readonly Scenario[] = [
  ...BODY_FLAWS.map((flaw) => reject(flaw, bodySteps(flaw, 'default'))),
  reject('malformed-json', MALFORMED_CASES.slice(0, 1).map(brokenJson)),
  reject('wrong-media-type', [mediaType]),
  reject('wrong-method', wrongMethods.slice(0, 1)),
  reject('missing-key', [credentials('missing-key')]),
  reject('wrong-key', [credentials('wrong-key')]),
  reject('unknown-model', unknownModel.slice(0, 1)),
  reject(
    'unknown-id',
    unknownIds.filter(({ name }) => !STATEFUL.includes(name)),
  ),
  reject('conflict', conflict),
  ...BODY_FLAWS.flatMap((flaw) => rest(flaw, bodySteps(flaw, 'others'))),
  ...rest('malformed-json', MALFORMED_CASES.slice(1).map(brokenJson)),
  ...rest('wrong-method', wrongMethods.slice(1)),
  ...rest('unknown-model', unknownModel.slice(1)),
  ...rest(
    'unknown-id',
    unknownIds.filter(({ name }) => STATEFUL.includes(name)),
  ),
];
