import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { isObject, parseJson } from '../../core/json.ts';
import { packageFile } from '../../specs/package-root.ts';
import {
  behavioursIn,
  crashesIn,
  PARTS,
  type Part,
  propertiesIn,
  type Reliability,
  scansIn,
  tallyLines,
} from './figures.ts';
import { reliabilityPage } from './page.ts';

/**
 * `npm run reliability [-- --part fuzz|hostile|crash|keys ...] [--short]`: runs those tests with long budgets, reads what
 * they counted, prints it and writes docs/reliability.md. Parts that were not asked for keep their figures. Exit code 1
 * when a test failed; the page says so too. `TCK_FUZZ` and `TCK_KILLS` say how much is tried.
 */
const { values } = parseArgs({
  options: {
    part: { type: 'string', multiple: true, default: [...PARTS] },
    short: { type: 'boolean', default: false },
  },
});
const unknown = values.part.filter((part) => !PARTS.some((known) => known === part));
if (unknown.length > 0) {
  console.error(`--part ${unknown.join(', ')}: one of ${PARTS.join(', ')}`);
  process.exit(2);
}
const wants = (part: Part) => values.part.includes(part);
const budget = values.short ? 'short' : 'long';
const date = new Date().toISOString().slice(0, 10);
/** Of this run alone: whoever tests beside it writes into another. */
const TALLY = join(mkdtempSync(join(tmpdir(), 'tck-reliability-')), 'tally.jsonl');
const FIGURES = packageFile('docs', 'reliability', 'figures.json');
const CRASHES = packageFile('docs', 'reliability', 'crash.json');
let failed = false;

const measured: Reliability = {
  ...(wants('fuzz') ? { fuzz: { date, budget, of: propertiesIn(tallied(['fuzz.test.ts'])) } } : {}),
  ...(wants('hostile')
    ? { hostile: { date, budget, of: behavioursIn(tallied(['fixtures/hostile', 'cli/hostile'])) } }
    : {}),
  ...(wants('crash') ? crashes() : {}),
  ...(wants('keys') ? { keys: { date, budget, of: scansIn(tallied(['cli/canary'])) } } : {}),
};
const after: Reliability = { ...figuresBefore(), ...measured };
mkdirSync(dirname(FIGURES), { recursive: true });
writeFileSync(FIGURES, `${JSON.stringify(after, null, 2)}\n`);
const page = reliabilityPage(after);
writeFileSync(packageFile('docs', 'reliability.md'), page);
console.log(page);
process.exitCode = failed ? 1 : 0;

/** What the tests of these files wrote into the tally. */
function tallied(files: readonly string[]) {
  const from = existsSync(TALLY) ? readFileSync(TALLY, 'utf8').length : 0;
  run(files, {});
  return tallyLines(existsSync(TALLY) ? readFileSync(TALLY, 'utf8').slice(from) : '');
}

function crashes(): Pick<Reliability, 'crash'> {
  run(['cli/crash.test.ts'], {
    TCK_KILLS: process.env['TCK_KILLS'] ?? (values.short ? '3' : '50'),
    TCK_COUNTS: CRASHES,
  });
  const counted = existsSync(CRASHES) ? crashesIn(readFileSync(CRASHES, 'utf8')) : undefined;
  return counted === undefined ? {} : { crash: { date, budget, of: counted } };
}

function run(files: readonly string[], env: Readonly<Record<string, string>>): void {
  const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli');
  const args = [playwright, 'test', '-c', packageFile('playwright.unit.config.ts'), '--workers', '1', ...files];
  const budget = values.short ? {} : { TCK_BUDGET: 'long' };
  const { status } = spawnSync(process.execPath, args, {
    cwd: packageFile(),
    env: { ...process.env, TCK_TALLY: TALLY, ...budget, ...env },
    stdio: 'inherit',
  });
  if (status !== 0) failed = true;
}

/** Written by this program: what is there is as it was. */
function figuresBefore(): Reliability {
  const parsed = existsSync(FIGURES) ? parseJson(readFileSync(FIGURES, 'utf8')) : undefined;
  return parsed?.ok === true && isObject(parsed.value) ? (parsed.value as Reliability) : {};
}
