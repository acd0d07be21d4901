import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { packageFile } from '../specs/package-root.ts';
import { programFor } from './program.ts';
import { complaintsAbout } from './workflows.test-support.ts';

/** The examples of docs/scaling.md are what they say. */
const PAGE = readFileSync(packageFile('docs', 'scaling.md'), 'utf8');

function blocks(language: string): readonly string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text]) => text ?? '',
  );
}

interface KubernetesJob {
  readonly kind: string;
  readonly spec: {
    readonly completions: number;
    readonly parallelism: number;
    readonly completionMode: string;
    readonly template: {
      readonly spec: {
        readonly restartPolicy: string;
        readonly containers: readonly {
          readonly args: readonly string[];
          readonly volumeMounts: readonly { readonly name: string }[];
        }[];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
  };
}

const [workflow = '', job = ''] = blocks('yaml');

test('the workflow is one that GitHub takes, and its parts are as many as it says', async () => {
  expect(await complaintsAbout('.github/workflows/conformance.yml', workflow)).toEqual([]);
  const parts = (parse(workflow) as { jobs: { part: { strategy: { matrix: { part: readonly number[] } } } } }).jobs
    .part;
  const { part } = parts.strategy.matrix;
  expect(part).toEqual(part.map((_, at) => at + 1));
  expect(workflow).toContain(`PART: \${{ matrix.part }}`);
  expect(workflow).toContain(`--shard "$PART/${part.length}"`);
});

test('the Kubernetes job is indexed, its parts are as many as it says, and its pods go on where they were', () => {
  const { kind, spec } = parse(job) as KubernetesJob;
  expect(kind).toBe('Job');
  expect(spec.completionMode).toBe('Indexed');
  expect(spec.parallelism).toBeLessThanOrEqual(spec.completions);
  const pod = spec.template.spec;
  expect(['Never', 'OnFailure']).toContain(pod.restartPolicy);
  const [container] = pod.containers;
  expect(pod.volumes.map(({ name }) => name)).toEqual(container?.volumeMounts.map(({ name }) => name));
  const script = container?.args[0] ?? '';
  expect(script).toContain(`--shard $part/${spec.completions}`);
  // What the shell makes of it, for the first and the last index, in a folder without a stopped part.
  for (const index of [0, spec.completions - 1]) {
    const asked = execFileSync('/bin/sh', ['-c', script.replace('exec responses-tck', 'exec echo responses-tck')], {
      env: { JOB_COMPLETION_INDEX: String(index), PATH: process.env['PATH'] ?? '' },
      encoding: 'utf8',
    });
    expect(asked).toBe(
      `responses-tck run acme --providers /providers --shard ${index + 1}/${spec.completions} --out /data/parts/${index + 1} --fail-on never\n`,
    );
  }
});

test('every option that the page names is one of its command', () => {
  const commands = new Map(programFor(() => {}).commands.map((command) => [command.name(), command]));
  const lines = [workflow, job, ...blocks('sh')].join('\n').matchAll(/responses-tck (\w+)([^\n#]*)/g);
  const seen = [...lines].flatMap(([, name = '', rest = '']) => {
    const command = commands.get(name);
    expect(command, name).toBeDefined();
    const options = rest.match(/--[a-z-]+/g) ?? [];
    for (const option of options)
      expect(
        command?.options.map(({ long }) => long),
        `${name} ${option}`,
      ).toContain(option);
    return options;
  });
  expect(seen.length).toBeGreaterThan(8);
});

test('the figures are there, and were written by the command', () => {
  const figures = /<!-- figures: written by npm run scaling -->([\s\S]*)<!-- end of figures -->/.exec(PAGE)?.[1] ?? '';
  expect(figures).toContain('10,000 pairs every night');
  const servers = /### Simulation: ([\d,]+) servers/.exec(figures)?.[1] ?? '0';
  expect(Number(servers.replaceAll(',', ''))).toBeGreaterThanOrEqual(100);
});
