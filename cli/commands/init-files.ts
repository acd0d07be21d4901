import { Document } from 'yaml';
import type { Capability } from '../../core/capability.ts';
import type { ContractRef } from '../../core/contract.ts';
import { KIT_VERSION } from '../../fixtures/service/version.ts';
import { PINS } from './init-pins.ts';

/** What a new provider file says. */
export interface NewProvider {
  readonly name: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly capabilities: readonly Capability[];
  readonly keyVariable?: string;
}

/** The provider file; every value is quoted where YAML needs it. */
export function providerText({ name, baseUrl, model, capabilities, keyVariable }: NewProvider): string {
  const document = new Document({
    name,
    baseUrl,
    auth: keyVariable === undefined ? { kind: 'none' } : { kind: 'bearer', env: keyVariable },
    models: { text: model },
    capabilities,
  });
  document.commentBefore = [
    ' Whom responses-tck asks. What is claimed in capabilities and missing fails; what else is offered is found out.',
    ' The key stays in an environment variable. All fields: docs/providers.md of responses-tck.',
  ].join('\n');
  return document.toString({ lineWidth: 0 });
}

/** A baseline without an entry. */
export function baselineText(id: string): string {
  return [
    '# Failures that are accepted for now. One that holds again turns the run red and has to leave the list.',
    '# responses-tck baseline update RESULTS --file THIS adds entries, responses-tck baseline prune takes them out.',
    `# ${id}:`,
    '#   - rule: usage/total',
    '#     reason: issue 12',
    '#     expires: 2027-03-31',
    '',
  ].join('\n');
}

/** All of these stand unquoted in shell and YAML: ids, paths and names that this program made or has checked. */
export interface NewJob {
  readonly id: string;
  readonly contracts: readonly ContractRef[];
  readonly providers: string;
  readonly baseline: string;
  readonly keyVariable?: string;
}

/**
 * The workflow. It reads nothing of an event, and runs on no pull request: a fork's has no key, and a change of one's own
 * branch may bring code that reads it.
 */
export function workflowText({ id, contracts, providers, baseline, keyVariable }: NewJob): string {
  const kit = `npx --yes responses-tck@${KIT_VERSION}`;
  const { minute, hour } = timeOf(id);
  const contract = contracts.join(',') === 'openai' ? '' : ` --contract ${contracts.join(',')}`;
  const key =
    keyVariable === undefined ? [] : ['        env:', `          ${keyVariable}: \${{ secrets.${keyVariable} }}`];
  const server =
    keyVariable === undefined ? ['      # If the server is part of this repository, start it in a step here.'] : [];
  return `${[
    '# Asks the server, judges its answers by the Responses API contract, and shows what is wrong on the job page.',
    'name: responses-tck',
    'on:',
    '  push: { branches: [main, master] }',
    `  schedule: [{ cron: "${minute} ${hour} * * *" }]`,
    '  workflow_dispatch:',
    'permissions: { contents: read }',
    'concurrency: { group: responses-tck }',
    'jobs:',
    '  conformance:',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 30',
    '    steps:',
    `      - uses: ${PINS.checkout}`,
    '        with: { persist-credentials: false }',
    `      - uses: ${PINS.setupNode}`,
    '        with: { node-version: "22" }',
    ...server,
    '      - name: Ask and judge',
    ...key,
    '        # What a server says must not act as a workflow command: none is obeyed while it is printed.',
    '        run: |',
    '          token="$(node -p \'crypto.randomUUID()\')"',
    '          echo "::stop-commands::$token"',
    '          code=0',
    `          ${kit} run ${id} --providers ${providers} --baseline ${baseline}${contract} --out tck-results || code=$?`,
    '          echo "::$token::"',
    '          exit "$code"',
    '      - name: Annotations and summary',
    `        if: \${{ !cancelled() && hashFiles('tck-results/results.json') != '' }}`,
    `        run: ${kit} github tck-results/results.json`,
    `      - uses: ${PINS.uploadArtifact}`,
    `        if: \${{ !cancelled() }}`,
    '        with: { name: responses-tck, path: tck-results }',
  ].join('\n')}\n`;
}

/** Every repository at a time of its own, so that a shared server is not asked by all of them at once. */
function timeOf(id: string): { readonly minute: number; readonly hour: number } {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1440;
  return { minute: sum % 60, hour: Math.floor(sum / 60) };
}
