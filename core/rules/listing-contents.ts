import { type JsonObject, show, stringMember } from '../json.ts';
import type { Counterexample, Rule } from '../rule.ts';
import { CONVERSATION_ITEMS, type Family, INPUT_ITEMS } from './listing-family.ts';
import { itemText, pageOf, readable } from './pages.ts';
import { levels } from './support.ts';

/** What listed items say, and who says it. */
export const contentRules: readonly Rule[] = [
  listFaithful(INPUT_ITEMS, 'The input is listed as it was sent', {
    of: 'store/input-items',
    edit: [{ op: 'set', path: '/body/data/0/content/0/text', value: 'Something else.' }],
  }),
  listFaithful(CONVERSATION_ITEMS, 'The items of a conversation are listed as they were sent', {
    of: 'conversation-pages/ascending',
    edit: [{ op: 'set', path: '/body/data/2/content/0/text', value: 'Something else.' }],
  }),
  listRoles(INPUT_ITEMS, "An assistant's message is listed as one, and nobody else's", {
    of: 'input-items/ascending',
    edit: [{ op: 'set', path: '/body/data/1', value: asked('One.') }],
  }),
  listRoles(CONVERSATION_ITEMS, "An assistant's message is a conversation item of its own, and nobody else's", {
    of: 'conversation-pages/ascending',
    edit: [{ op: 'set', path: '/body/data/2', value: answered('Item three.') }],
  }),
];

function asked(text: string): JsonObject {
  return {
    id: 'msg_other',
    type: 'message',
    role: 'user',
    status: 'completed',
    content: [{ type: 'input_text', text }],
  };
}

function answered(text: string): JsonObject {
  const content = [{ type: 'output_text', text, annotations: [], logprobs: [] }];
  return { id: 'msg_other', type: 'message', role: 'assistant', status: 'completed', content };
}

function listFaithful(family: Family, title: string, counterexample: Counterexample): Rule {
  const { listing, area, operation, capability } = family;
  return {
    id: `${area}/list-faithful`,
    title,
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: operation,
    capability,
    counterexample,
    judge(steps, probe) {
      for (const view of steps.all) {
        const known = family.known(steps, view);
        const sent = (known?.put ?? []).filter((text) => text !== '');
        const data = pageOf(view, listing);
        // A page that cannot hold all of it shows a part of it.
        const limit = Number(view.query['limit']?.[0] ?? 20);
        if (limit < (known?.texts.length ?? 0) || (known?.all !== true && data.length >= limit)) continue;
        if (sent.length === 0 || data.length < sent.length || view.query['after'] !== undefined) continue;
        if (!readable(data)) continue;
        const listed = data.map(itemText);
        const lost = sent.find((text) => !listed.includes(text));
        probe.check(lost === undefined, view, '/body/data', `the text ${show(lost)}`, show(listed));
      }
    },
  };
}

/** Only the side of the talk counts: what a server makes of `system` and `developer` is its own business. */
function listRoles(
  { listing, area, operation, capability, known }: Family,
  title: string,
  counterexample: Counterexample,
): Rule {
  return {
    id: `${area}/list-roles`,
    title,
    on: 'scenario',
    levels: levels('MUST', '-'),
    source: operation,
    capability,
    counterexample,
    judge(steps, probe) {
      for (const view of steps.all) {
        const roles = known(steps, view)?.roles;
        if (roles === undefined) continue;
        for (const [index, item] of pageOf(view, listing).entries()) {
          const said = roles.get(itemText(item));
          const listed = stringMember(item, 'role');
          if (said === undefined || listed === undefined) continue;
          const same = (said === 'assistant') === (listed === 'assistant');
          probe.check(same, view, `/body/data/${index}/role`, show(said), show(listed));
        }
      }
    },
  };
}
