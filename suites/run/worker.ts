import type { TestInfo } from '@playwright/test';
import type { Contract } from '../../core/contract.ts';
import type { DocumentedContract } from '../../core/document.ts';
import { rules } from '../../core/rules/index.ts';
import { loadContract } from '../../specs/load.ts';
import { CHANNEL_VARIABLE, callerAt, type Delivery } from './channel.ts';
import { PROVIDER_ATTACHMENT, RED_ATTACHMENT, REPORT_ATTACHMENT } from './names.ts';
import { runOptions } from './options.ts';
import { type Bench, judgeDelivery, judgeVendorDocument, type Outcome } from './outcome.ts';
import type { Planned } from './plan.ts';
import { selectRules } from './select.ts';

export const options = runOptions(process.env);

let documents: Promise<readonly DocumentedContract[]> | undefined;
let loaded: Promise<readonly Contract[]> | undefined;

async function bench(): Promise<Bench> {
  const { contracts, select = {} } = options;
  loaded ??= Promise.all(contracts.map(loadContract));
  const today = new Date().toISOString().slice(0, 10);
  return { contracts: await loaded, rules: selectRules(rules, select, contracts), today };
}

/** Waits for what the test judges, and judges it. */
export async function obtain(planned: Planned, project: string): Promise<Outcome | { readonly notRun: string }> {
  if (planned.kind === 'document') {
    // What reads them is loaded only where there are some: every worker loads this module.
    documents ??= import('../../specs/vendors/load.ts').then(({ loadDocuments }) => loadDocuments());
    const document = (await documents).find(({ id }) => id === planned.document);
    if (document === undefined) return { notRun: `there is no vendor document ${planned.document}` };
    return judgeVendorDocument(document, planned.evidence, await bench());
  }
  const delivery = await deliveryOf(project, planned.scenario.id);
  if (delivery.kind === 'not-run') return { notRun: delivery.why };
  return judgeDelivery(planned.scenario, delivery, await bench());
}

async function deliveryOf(provider: string, scenario: string): Promise<Delivery> {
  const address = process.env[CHANNEL_VARIABLE];
  if (address !== undefined) return callerAt(address).deliver(provider, scenario);
  return (await ownExchanges(provider)).deliver(provider, scenario);
}

/**
 * Where the host reporter is not loaded (UI mode, the editor's test view), the worker makes the calls itself. Loaded
 * only then: the exchange service is no business of a worker.
 */
const own = new Map<string, Promise<import('./exchanges.ts').Exchanges>>();

function ownExchanges(provider: string): Promise<import('./exchanges.ts').Exchanges> {
  const known = own.get(provider);
  if (known !== undefined) return known;
  const opened = openOwn(provider);
  own.set(provider, opened);
  return opened;
}

async function openOwn(provider: string): Promise<import('./exchanges.ts').Exchanges> {
  const { Exchanges, knownProviders } = await import('./exchanges.ts');
  const known = await knownProviders(options, [provider], process.env);
  return Exchanges.open(options, [provider], known, process.env);
}

/**
 * Attaches the report. A red test does not throw where the host reporter will see it: throwing ends the worker.
 * @throws the red message where there is no host
 */
export function show(info: TestInfo, { reports, provider, red }: Outcome): void {
  // Pushed, not `attach`ed: that makes a step, which costs more than the judging.
  for (const report of reports) info.attachments.push(json(REPORT_ATTACHMENT, report));
  // A document often has the id of its vendor's provider file, whose facts are the fuller ones.
  if (reports.some(({ evidence }) => evidence === 'live') || !options.providers.includes(provider.id)) {
    info.attachments.push(json(PROVIDER_ATTACHMENT, provider));
  }
  if (red === undefined) return;
  info.attachments.push({ name: RED_ATTACHMENT, contentType: 'text/plain', body: Buffer.from(red) });
  if (process.env[CHANNEL_VARIABLE] !== undefined) return;
  const error = new Error(red);
  error.stack = red;
  throw error;
}

function json(name: string, value: unknown): TestInfo['attachments'][number] {
  return { name, contentType: 'application/json', body: Buffer.from(JSON.stringify(value)) };
}
