import { contractIdOf } from '../../core/contract.ts';
import { loadProvidersWith } from '../../fixtures/providers/load.ts';
import { resolveTarget } from '../../fixtures/providers/resolve.ts';
import type { Provider } from '../../fixtures/target.ts';
import { plural } from '../../reporters/text.ts';
import { asksFor } from '../../suites/run/exchanges.ts';
import { type Cost, type Forecast, forecast } from '../../suites/run/forecast.ts';
import type { RunOptions } from '../../suites/run/options.ts';
import { plannedScenarios, rulesToSelect } from '../../suites/run/plan.ts';
import { readRehearsal } from '../../suites/run/rehearsal.ts';
import { EXIT, type ExitCode } from '../exit.ts';

interface ProviderPlan extends Forecast {
  readonly provider: string;
  /** Why it will not be asked. */
  readonly notRun?: string;
}

/** Says what the run would ask of whom, and asks nothing. */
export async function printPlan(options: RunOptions, format: 'text' | 'json' | 'markdown'): Promise<ExitCode> {
  const plans = await plansOf(options);
  if (format === 'json') print(JSON.stringify(plans, null, 2));
  else for (const plan of plans) print(textOf(plan, options));
  return EXIT.ok;
}

async function plansOf(options: RunOptions): Promise<readonly ProviderPlan[]> {
  const known = await loadProvidersWith(options.providersDir);
  const asked = known.filter(({ id }) => options.providers.includes(id));
  const all: readonly Provider[] = options.adHoc === undefined ? asked : [...asked, options.adHoc];
  const rehearsal = readRehearsal();
  const rules = await rulesToSelect(options);
  const ids = options.contracts.map(contractIdOf);
  const kept = ids.includes('openai') || !ids.includes('open-responses') ? 'openai' : 'open-responses';
  return all.map((provider) => {
    const target = resolveTarget(provider, process.env);
    const notRun = 'why' in target && provider.start === undefined ? target.why : undefined;
    const scenarios = plannedScenarios(options, rules).flatMap((planned) => {
      if (planned.kind !== 'scenario' || !asksFor(provider, planned.scenario.id)) return [];
      const line = `${provider.id} conformance.spec ${planned.title} ${planned.tags.join(' ')}`;
      return options.grep === undefined || new RegExp(options.grep, 'i').test(line) ? [planned.scenario] : [];
    });
    const { id } = provider;
    return {
      provider: id,
      ...forecast(scenarios, rehearsal, kept, options.repeat),
      ...(notRun === undefined ? {} : { notRun }),
    };
  });
}

function textOf(plan: ProviderPlan, { budget = {} }: RunOptions): string {
  const caps = [
    ...(budget.requests === undefined ? [] : [plural(budget.requests, 'request')]),
    ...(budget.tokens === undefined ? [] : [plural(budget.tokens, 'token')]),
  ];
  const widest = Math.max(0, ...plan.capabilities.map(({ id }) => id.length));
  return [
    plan.provider,
    ...(plan.notRun === undefined ? [] : [`  will not be asked: ${plan.notRun}`]),
    ...plan.capabilities.map(({ id, ...cost }) => `  ${id.padEnd(widest)}  ${costWords(cost)}`),
    `  ${'in all'.padEnd(widest)}  ${costWords(plan)}`,
    ...(caps.length === 0 ? [] : [`  stops at ${caps.join(' or ')}`]),
    '  counted on the reference provider; a server that refuses something is asked less, one that polls slowly more',
  ].join('\n');
}

function costWords({ scenarios, requests, input, output }: Cost): string {
  const tokens = `${thousands(input)} tokens in, at most ${thousands(output)} out`;
  return `${plural(scenarios, 'scenario').padEnd(13)}  ${plural(requests, 'request').padEnd(12)}  about ${tokens}`;
}

function thousands(count: number): string {
  return count.toLocaleString('en');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
