import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Builds the project's own site into `site/`: the reference provider, an independent mock server, the documents of five
 * vendors, and recorded traffic where there is some (`TCK_SHARED`, else `../shared`).
 * `npm run site [-- RESULTS...]`; results files that are named are used instead of a new run.
 */
const main = fileURLToPath(new URL('./main.js', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const OUT = join(root, 'site');
const WORK = join(root, 'runs', 'site');
const ASKED = ['reference', 'aimock', 'omnirouters', 'ohmygpt', 'variable-base-aggregator', 'opeai', 'apifox-export'];
/** What the recordings are known to break, each with its reason. */
const KNOWN = join(root, 'fixtures', 'recordings', 'known-failures.yaml');
const CONTRACTS = 'openai,open-responses';

const given = process.argv.slice(2);
const sources = given.length > 0 ? given : judged();
rmSync(OUT, { recursive: true, force: true });
process.exitCode = kit(['report', ...sources, '--out', OUT, '--history', join(WORK, 'history')]);

function judged(): readonly string[] {
  const run = join(WORK, 'run');
  rmSync(run, { recursive: true, force: true });
  // That a server fails is what the site is for; that nothing was judged is not.
  const code = kit(['run', '--thorough', ...ASKED, '--contract', `${CONTRACTS},own`, '--out', run], 'quiet');
  if (code > 1) process.exit(code);
  const recording = join(process.env['TCK_SHARED'] ?? join(root, '..', 'shared'), 'traffic', 'recorded.jsonl');
  if (!existsSync(recording)) {
    process.stderr.write(`no recorded traffic at ${recording} (TCK_SHARED names its folder): the site is without\n`);
    return [run];
  }
  const recorded = join(WORK, 'recorded');
  rmSync(recorded, { recursive: true, force: true });
  const checked = kit(['check', recording, '--contract', CONTRACTS, '--baseline', KNOWN, '--out', recorded], 'quiet');
  if (checked > 1) process.exit(checked);
  return [recorded, run];
}

function kit(args: readonly string[], stdout: 'quiet' | 'shown' = 'shown'): number {
  const { status } = spawnSync(process.execPath, [main, ...args], {
    cwd: root,
    stdio: ['ignore', stdout === 'quiet' ? 'ignore' : 'inherit', 'inherit'],
  });
  return status ?? 2;
}
