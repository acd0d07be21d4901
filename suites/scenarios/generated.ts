import { NOT_NEEDED, type Scenario, type Step, type StepContext, type Unmet } from '../../core/scenario.ts';
import { cover, type ParameterValue, parameterValues, requestWith } from '../../specs/generate/index.ts';
import { loadContract } from '../../specs/load.ts';
import { create, succeeded } from './make.ts';
import { nextValues, type Reply, replyOf } from './narrow.ts';

const contract = await loadContract('openai');

/** How often one combination may be asked again; enough to find one value among 64 by halves. */
const FOLLOW_UPS = 6;

/** Every member with every value that a request alone can carry, as few requests as do not interact. */
export const COMBINATIONS: readonly (readonly ParameterValue[])[] = cover(parameterValues(contract));

function stepName(combination: number, attempt: number): string {
  return attempt === 0 ? `values-${combination + 1}` : `values-${combination + 1}-again-${attempt}`;
}

/** A follow-up that earlier answers make needless is not sent and costs nothing. */
function follow(combination: number, attempt: number): Step {
  const all = COMBINATIONS[combination] ?? [];
  return create(
    stepName(combination, attempt),
    (context) => {
      const values = attempt === 0 ? all : again(context, combination, attempt);
      return 'unmet' in values ? values : requestWith(values, context.model(roleOf(values)));
    },
    [...new Set(all.flatMap(({ member }) => [member, member.split('.')[0] ?? member]))],
  );
}

function roleOf(values: readonly ParameterValue[]): 'reasoning' | 'tools' | 'text' {
  if (values.some(({ member, value }) => member.startsWith('reasoning') && value !== null)) return 'reasoning';
  return values.some(({ member }) => member === 'tools' || member === 'tool_choice') ? 'tools' : 'text';
}

function again(context: StepContext, combination: number, attempt: number): readonly ParameterValue[] | Unmet {
  const reply = (earlier: number, sent: readonly ParameterValue[]): Reply | undefined => {
    if (earlier >= attempt) return undefined;
    const exchange = context.past(stepName(combination, earlier));
    return exchange === undefined || exchange.answer.kind === 'none'
      ? { kind: 'silent' }
      : replyOf(exchange, sent, contract);
  };
  const values = nextValues(COMBINATIONS[combination] ?? [], reply);
  if (values === undefined || refusesAll(context, combination)) return { unmet: NOT_NEEDED };
  return values;
}

/** Where an earlier combination never came through, whatever was left out, the values are not to blame. */
function refusesAll(context: StepContext, combination: number): boolean {
  const names = (of: number) => Array.from({ length: FOLLOW_UPS + 1 }, (_, attempt) => stepName(of, attempt));
  const earlier = Array.from({ length: combination }, (_, of) => names(of)).flat();
  return earlier.length > 0 && !earlier.some((name) => succeeded(context, name));
}

export const generatedRequests: readonly Scenario[] = [
  {
    id: 'generated',
    title: 'Every request member with each of its values',
    capability: 'core',
    steps: COMBINATIONS.flatMap((_, combination) =>
      Array.from({ length: FOLLOW_UPS + 1 }, (__, attempt) => follow(combination, attempt)),
    ),
  },
];
