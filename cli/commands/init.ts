import { existsSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { CAPABILITY_IDS } from '../../core/capability.ts';
import { loadProviderFile } from '../../fixtures/providers/load.ts';
import type { Provider } from '../../fixtures/target.ts';
import { oneLine } from '../../reporters/text.ts';
import { adHocProvider } from '../ad-hoc.ts';
import { choose, chooseContracts } from '../choose.ts';
import { EXIT, type ExitCode, UsageError } from '../exit.ts';
import { baselineText, providerText, workflowText } from './init-files.ts';

export interface InitFlags {
  readonly baseUrl?: string;
  readonly model?: string;
  readonly name?: string;
  readonly apiKeyEnv?: string;
  readonly capabilities: readonly string[];
  readonly contract: readonly string[];
  readonly dir: string;
  readonly force: boolean;
  readonly dryRun: boolean;
}

const FOLDER = 'tck';
const PROVIDERS = `${FOLDER}/providers`;
const BASELINE = `${FOLDER}/baseline.yaml`;
const WORKFLOW = '.github/workflows/responses-tck.yml';

interface NewFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** What is there already is kept, even with `--force`: it holds decisions of people. */
  readonly keep?: true;
}

/**
 * Writes what a repository needs to judge its own server in CI, all of it or nothing, and says what comes next.
 * @throws UsageError for wrong flags, a file that is there already, and a folder that leads out of the repository
 */
export async function init(flags: InitFlags): Promise<ExitCode> {
  const { provider, files } = await plannedFiles(flags);
  const root = rootOf(flags.dir);
  for (const file of files) checkPlace(root, file, flags.force);
  for (const file of files) {
    if (isKept(root, file)) process.stdout.write(`= ${shown(root, file.path)} is kept\n`);
    else if (flags.dryRun) process.stdout.write(`--- ${shown(root, file.path)}\n${file.text}\n`);
    else write(root, file);
  }
  process.stdout.write(flags.dryRun ? 'nothing was written: --dry-run\n' : nextSteps(root, files, provider));
  return EXIT.ok;
}

async function plannedFiles(flags: InitFlags): Promise<{ provider: Provider; files: readonly NewFile[] }> {
  const { baseUrl, model, apiKeyEnv } = flags;
  if (baseUrl === undefined) {
    throw new UsageError('init needs --base-url, the address of the server, e.g. https://api.acme.example/v1');
  }
  if (apiKeyEnv !== undefined && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(apiKeyEnv)) {
    // The value is not repeated: it may be the key itself.
    throw new UsageError('--api-key-env: no name of a variable; give e.g. ACME_API_KEY, never the key itself');
  }
  if (apiKeyEnv !== undefined && /^GITHUB_/i.test(apiKeyEnv)) {
    throw new UsageError(`--api-key-env ${apiKeyEnv}: GitHub keeps names with GITHUB_ for itself; give another`);
  }
  // The variable need not be set here; what is wrong with the address or the model is told by the same words as in `run`.
  const asked = adHocProvider(baseUrl, model, undefined, {});
  const name = oneLine(flags.name ?? asked.name).trim();
  const id = idOf(name);
  const capabilities = flags.capabilities.map((each) => choose('capability', each, CAPABILITY_IDS));
  const contracts = chooseContracts(flags.contract);
  const text = providerText({
    name,
    baseUrl: asked.baseUrl ?? baseUrl,
    model: asked.models.text ?? '',
    capabilities: capabilities.length === 0 ? ['core'] : [...new Set(capabilities)],
    ...(apiKeyEnv === undefined ? {} : { keyVariable: apiKeyEnv }),
  });
  const job = {
    id,
    contracts,
    providers: PROVIDERS,
    baseline: BASELINE,
    ...(apiKeyEnv === undefined ? {} : { keyVariable: apiKeyEnv }),
  };
  const provider = await loaded(id, text);
  return {
    provider,
    files: [
      { path: `${PROVIDERS}/${id}.yaml`, text },
      { path: BASELINE, text: baselineText(id), keep: true },
      { path: WORKFLOW, text: workflowText(job) },
    ],
  };
}

/** A name of letters, digits and hyphens: it is a file's name and stands in the workflow's shell. */
function idOf(name: string): string {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  if (id === '') throw new UsageError(`--name ${name}: has no letter or digit that an id could be made of; add some`);
  return id;
}

/** As `run` will read it: what the kit's own loader refuses is not written. */
async function loaded(id: string, text: string): Promise<Provider> {
  const folder = mkdtempSync(join(tmpdir(), 'tck-init-'));
  try {
    const file = join(folder, `${id}.yaml`);
    writeFileSync(file, text);
    return await loadProviderFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^\S*\.yaml: /, '') : String(error);
    throw new UsageError(`these values make no provider file: ${why}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rootOf(dir: string): string {
  try {
    return realpathSync(resolve(dir));
  } catch {
    throw new UsageError(`--dir ${dir}: there is no such folder; name the root of your repository`);
  }
}

/** Refuses what is there, unless told to replace it, and never follows a link out of the repository. */
function checkPlace(root: string, { path, keep }: NewFile, force: boolean): void {
  const target = join(root, ...path.split('/'));
  const link = lstatSync(target, { throwIfNoEntry: false });
  if (link?.isSymbolicLink() === true || (link !== undefined && !link.isFile())) {
    throw new UsageError(`${shown(root, path)}: is no plain file; move it away first`);
  }
  if (link !== undefined && keep !== true && !force) {
    throw new UsageError(
      `${shown(root, path)}: is there already; --force replaces it, --dry-run shows what it would be`,
    );
  }
  let folder = dirname(target);
  while (!existsSync(folder)) folder = dirname(folder);
  const real = realpathSync(folder);
  if (real !== root && !real.startsWith(`${root}${sep}`)) {
    throw new UsageError(
      `${shown(root, relative(root, folder))}: leads out of the repository; make it a folder of its own`,
    );
  }
}

function isKept(root: string, { path, keep }: NewFile): boolean {
  return keep === true && existsSync(join(root, ...path.split('/')));
}

function write(root: string, { path, text }: NewFile): void {
  const target = join(root, ...path.split('/'));
  try {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${shown(root, path)}: cannot be written (${code}); name another folder with --dir`);
  }
  process.stdout.write(`+ ${shown(root, path)}\n`);
}

function shown(root: string, path: string): string {
  const near = relative(process.cwd(), join(root, path));
  return near.startsWith('..') ? join(root, path) : near;
}

function nextSteps(root: string, files: readonly NewFile[], { id, auth }: Provider): string {
  const [file] = files;
  const providers = shellQuoted(shown(root, PROVIDERS));
  const baseline = shellQuoted(shown(root, BASELINE));
  const key = auth.kind === 'none' ? undefined : auth.env;
  const steps = [
    ...(key === undefined
      ? []
      : [`export ${key}=...    # here, and as a secret of that name in the repository's settings`]),
    `npx responses-tck run ${id} --providers ${providers} --out runs/first`,
    `npx responses-tck baseline update runs/first/results.json --file ${baseline}    # what you live with for now`,
    `git add ${FOLDER} .github && git commit -m "ci: judge the Responses API"`,
  ];
  const lines = steps.map((step, index) => `  ${index + 1}. ${step}\n`).join('');
  return `\nNext (in ${file === undefined ? '' : shown(root, file.path)} say more of your server first, if you like: docs/providers.md):\n${lines}`;
}

function shellQuoted(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
