import { isObject } from '../json.ts';
import type { Rule, RuleId } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { allows } from './allowed.ts';
import { blamed, type Form, refusal } from './request-forms.ts';
import { messageForms } from './request-input.ts';
import { itemForms } from './request-items.ts';
import { memberForms } from './request-members.ts';
import { toolForms } from './request-tools.ts';
import { levels, sentMember } from './support.ts';

const FORMS: readonly Form[] = [...messageForms, ...itemForms, ...memberForms, ...toolForms];

/** Whether a refused request is laid to one form of it, and so to that form's own rule. */
export function isLaidToForm(view: ExchangeView): boolean {
  return formOf(view) !== undefined;
}

/** The rule that a refusal of this request is laid to, where it is that of one form. */
export function formOf(view: ExchangeView): RuleId | undefined {
  const form = isCreate(view) ? blamed(view, FORMS) : undefined;
  return form === undefined ? undefined : `request/${form.id}-accepted`;
}

/**
 * One rule for each form of a request. Whatever a served request holds is accepted; a refusal is laid to one form, so
 * that a maintainer reads which one and not all that were in the request.
 */
export const acceptedFormRules: readonly Rule[] = FORMS.map(
  (form): Rule => ({
    id: `request/${form.id}-accepted`,
    title: form.title,
    on: 'exchange',
    levels: levels(...form.levels),
    source: form.source,
    capability: form.capability,
    needs: ['request'],
    counterexample: form.counterexample,
    judge(view, probe, contract) {
      const { exchange, sent, success } = view;
      if (!isCreate(view) || exchange.intent?.kind !== 'valid' || !isObject(sent)) return;
      if (form.places(sent).length === 0) return;
      if (success) probe.check(true, '/status', '2xx', String(view.status));
      else if (allows(contract, view) && blamed(view, FORMS) === form)
        probe.check(false, '/status', '2xx', refusal(view));
    },
  }),
);

/** That a chain cannot be continued is the business of state/chain-accepted. */
function isCreate(view: ExchangeView): boolean {
  return view.operation === 'createResponse' && sentMember(view, 'previous_response_id') === undefined;
}
