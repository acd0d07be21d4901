import { asText, type JsonObject, show } from '../json.ts';
import type { Rule, ScenarioSteps } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { accepted } from './acceptance.ts';
import { inputText, leastTokens } from './input-text.ts';
import { inputTokens, plantedIn, says, wordAsked } from './planted.ts';
import { chainParent } from './state.ts';
import { answerText, finalAt, finalResponse, levels, outputItems, sentMember } from './support.ts';

/** Chains by previous_response_id. */
export const chainRules: readonly Rule[] = [
  {
    id: 'state/chain-accepted',
    title: 'A stored response can be continued by previous_response_id',
    on: 'exchange',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Response/properties/previous_response_id',
    capability: 'state',
    needs: ['request'],
    counterexample: {
      of: 'previous-response/second',
      edit: [{ op: 'set', path: '/status', value: 400 }],
      also: ['error/envelope'],
    },
    judge(view, probe, contract) {
      if (view.operation === 'createResponse' && sentMember(view, 'previous_response_id') !== undefined) {
        accepted(view, contract, probe.check);
      }
    },
  },
  {
    id: 'state/context-carried',
    title: 'A continued response knows what was said before',
    on: 'scenario',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Response/properties/previous_response_id',
    capability: 'state',
    counterexample: {
      of: 'previous-response/second',
      edit: [
        { op: 'set', path: '/body/output/0/content/0/text', value: 'I do not know.' },
        { op: 'set', path: '/body/usage/input_tokens', value: 3 },
        { op: 'set', path: '/body/usage/output_tokens', value: 3 },
        { op: 'set', path: '/body/usage/total_tokens', value: 6 },
      ],
    },
    judge(steps, probe) {
      for (const { ancestors, parent, view } of chains(steps)) {
        const word = plantedIn(ancestors.map(inputText));
        const answer = finalResponse(view);
        if (word === undefined || answer === undefined || !wordAsked(inputText(view))) continue;
        const at = `${finalAt(view)}/output`;
        const text = answerText(answer);
        if (says(text, word)) {
          probe.check(true, view, at, `an answer with ${word}`, show(text));
          continue;
        }
        const before = inputTokens(parent);
        const now = inputTokens(view);
        const least = before === undefined ? undefined : before + leastTokens(inputText(view));
        if (
          least === undefined ||
          now === undefined ||
          now >= least ||
          sentMember(parent, 'instructions') !== undefined
        ) {
          probe.unmet(`the model did not repeat the word ${word}, and its input tokens do not show that it was lost`);
          continue;
        }
        const actual = `${show(text)}, with ${now} input tokens after a turn of ${before}`;
        probe.check(false, view, at, `an answer with ${word}, or at least ${least} input tokens`, actual);
      }
    },
  },
  {
    id: 'state/chain-tokens',
    title: 'The tokens of the earlier turns count as input tokens',
    on: 'scenario',
    levels: levels('MUST', 'SHOULD'),
    source: '#/components/schemas/Usage/properties/input_tokens',
    capability: 'state',
    counterexample: {
      of: 'previous-response/second',
      edit: [
        { op: 'set', path: '/body/usage/input_tokens', value: 1 },
        { op: 'set', path: '/body/usage/output_tokens', value: 1 },
        { op: 'set', path: '/body/usage/total_tokens', value: 2 },
      ],
    },
    judge(steps, probe) {
      for (const { ancestors, parent, view } of chains(steps)) {
        const word = plantedIn(ancestors.map(inputText));
        const text = answerText(finalResponse(view) ?? {});
        // Where the context is lost altogether, that is the defect, and the counts are right.
        if (word === undefined || !says(text, word)) continue;
        const now = inputTokens(view);
        const before = inputTokens(parent);
        const auto = sentMember(view, 'truncation') === 'auto' || sentMember(parent, 'instructions') !== undefined;
        if (now === undefined || before === undefined || before === 0 || now === 0 || auto) continue;
        const least = before + leastTokens(inputText(view));
        probe.check(now >= least, view, `${finalAt(view)}/usage/input_tokens`, `at least ${least}`, String(now));
      }
    },
  },
  {
    id: 'state/answer-carried',
    title: 'A continued response has the earlier answer in its context',
    on: 'scenario',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Response/properties/previous_response_id',
    capability: 'state',
    counterexample: {
      of: 'previous-response/second',
      edit: [
        { op: 'set', path: '/body/usage/input_tokens', value: 40 },
        { op: 'set', path: '/body/usage/output_tokens', value: 3 },
        { op: 'set', path: '/body/usage/total_tokens', value: 43 },
      ],
    },
    judge(steps, probe) {
      for (const { parent, view } of chains(steps)) {
        const answered = wordsOf(finalResponse(parent));
        const text = answered === undefined ? 0 : leastTokens(answered);
        const [before, now] = [inputTokens(parent), inputTokens(view)];
        if (text === 0 || before === undefined || now === undefined || before === 0 || now === 0) continue;
        if (shortens(view) || sentMember(parent, 'instructions') !== undefined) continue;
        const asked = before + leastTokens(inputText(view));
        // Where even the earlier input does not count, that is state/context-carried or state/chain-tokens.
        if (now < asked) continue;
        const at = `${finalAt(view)}/usage/input_tokens`;
        const expected = `at least ${asked + text}: ${before} before, ${text} of the earlier answer, and the new input`;
        probe.check(now >= asked + text, view, at, expected, String(now));
      }
    },
  },
  {
    id: 'state/instructions-own',
    title: 'Instructions are not inherited by the next response',
    on: 'scenario',
    levels: levels('MUST', 'SHOULD'),
    source: '#/components/schemas/Response/properties/instructions',
    capability: 'state',
    counterexample: {
      of: 'previous-response/second',
      edit: [{ op: 'set', path: '/body/instructions', value: 'Talk like a pirate.' }],
    },
    judge(steps, probe) {
      for (const { ancestors, view } of chains(steps)) {
        const answer = finalResponse(view);
        if (answer === undefined || sentMember(view, 'instructions') !== undefined) continue;
        const word = plantedIn(ancestors.map((ancestor) => asText(sentMember(ancestor, 'instructions') ?? '')));
        if (word !== undefined) {
          const text = answerText(answer);
          probe.check(
            !says(text, word),
            view,
            `${finalAt(view)}/output`,
            `no word of earlier instructions`,
            show(text),
          );
        }
        if (sentMember(view, 'prompt') !== undefined) continue;
        const own = answer['instructions'];
        const none = own === null || own === undefined || own === '';
        probe.check(none, view, `${finalAt(view)}/instructions`, 'null: none were sent', show(own));
      }
    },
  },
];

interface Chain {
  readonly parent: ExchangeView;
  /** The parent, its parent and so on, nearest first. */
  readonly ancestors: readonly ExchangeView[];
  readonly view: ExchangeView;
}

function chains(steps: ScenarioSteps): readonly Chain[] {
  return steps.all.flatMap((view) => {
    const ancestors = view.operation === 'createResponse' && view.success ? ancestorsOf(steps, view) : [];
    const [parent] = ancestors;
    return parent === undefined ? [] : [{ parent, ancestors, view }];
  });
}

function ancestorsOf(steps: ScenarioSteps, view: ExchangeView): readonly ExchangeView[] {
  const found: ExchangeView[] = [];
  let parent = chainParent(steps, view);
  // A server that repeats ids must not make a circle of the chain.
  while (parent !== undefined && !found.includes(parent)) {
    found.push(parent);
    parent = chainParent(steps, parent);
  }
  return found;
}

/** Whether the request lets the server drop what was said earlier. */
function shortens(view: ExchangeView): boolean {
  return sentMember(view, 'truncation') === 'auto' || sentMember(view, 'context_management') !== undefined;
}

/**
 * The text of an answer that holds nothing but messages. Tokens of hosted tools are counted in ways of their own, and
 * thoughts in the text are taken out of the history by the templates of several models.
 */
function wordsOf(response: JsonObject | undefined): string | undefined {
  if (response === undefined) return undefined;
  const plain = outputItems(response, '').every(({ type }) => type === 'message' || type === 'reasoning');
  return plain ? answerText(response).replace(/<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/g, '') : undefined;
}
