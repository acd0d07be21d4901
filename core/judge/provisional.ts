import type { Contract, OperationId } from '../contract.ts';
import type { Exchange } from '../exchange.ts';
import { stringMember } from '../json.ts';
import type { Provisional, ScenarioReport, Unanswered } from '../report.ts';
import type { Rule } from '../rule.ts';
import type { ExchangeView } from '../view.ts';
import { judgeInto } from './judge.ts';
import { Gatherer } from './probe.ts';

/**
 * What a deliberately wrong request shows that was refused for its key or model, should both prove to be in order. Of
 * valid requests nothing is: that a key may not do one of them is the business of its account.
 */
export function provisionally(
  exchange: Exchange,
  view: ExchangeView | undefined,
  { cause }: Unanswered,
  contract: Contract,
  rules: readonly Rule[],
): readonly Provisional[] {
  if (cause !== 'configuration' || view === undefined || exchange.intent?.kind !== 'invalid') return [];
  const unless = proofFor(view);
  if (unless === undefined) return [];
  const gatherer = new Gatherer();
  if (judgeInto(gatherer, exchange, view, contract, rules, true) !== undefined) return [];
  return [{ exchange: exchange.id, unless, applied: gatherer.applied, findings: gatherer.findings }];
}

function proofFor({ status, operation, sent }: ExchangeView): Provisional['unless'] | undefined {
  if (status === 401 || status === 403) return operation === undefined ? undefined : { operation };
  const model = stringMember(sent, 'model');
  return model === undefined ? undefined : { model };
}

/**
 * The reports of a run with what only the whole run can decide: a wrong request that was refused for the key (or the
 * model) where valid ones with the same key and operation (or model) were served was answered, and wrongly. Pure;
 * settled reports stay as they are.
 */
export function settled(reports: readonly ScenarioReport[]): readonly ScenarioReport[] {
  if (reports.every(({ provisional }) => provisional === undefined)) return reports;
  const operations = new Set<OperationId>(reports.flatMap(({ succeeded }) => succeeded));
  const models = new Set(reports.flatMap(({ exchanges }) => exchanges.flatMap(servedModel)));
  return reports.map(({ provisional = [], ...report }) => {
    const answers = provisional.filter(({ unless }) =>
      'operation' in unless ? operations.has(unless.operation) : models.has(unless.model),
    );
    if (answers.length === 0) return report;
    const ids = new Set(answers.map(({ exchange }) => exchange));
    const { checked } = report;
    return {
      ...report,
      applied: [...new Set([...report.applied, ...answers.flatMap(({ applied }) => applied)])],
      // The form of the error was judged the first time as well.
      findings: [
        ...report.findings.filter(({ exchange }) => !ids.has(exchange)),
        ...answers.flatMap(({ findings }) => findings),
      ],
      unanswered: report.unanswered.filter(({ exchange }) => !ids.has(exchange)),
      ...(checked === undefined
        ? {}
        : {
            checked: { ...checked, ...Object.fromEntries(answers.map(({ exchange, applied }) => [exchange, applied])) },
          }),
    };
  });
}

/** Only an answer of the model itself proves it: tokens may be counted, or a window made, without asking it. */
function servedModel({ intent, request, answer }: Exchange): readonly string[] {
  if (!request.path.endsWith('/responses')) return [];
  const model = stringMember(request.json, 'model');
  const served = intent?.kind === 'valid' && answer.kind === 'http' && answer.status >= 200 && answer.status < 300;
  return served && model !== undefined ? [model] : [];
}
