import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject, parseJson } from '../../../core/json.ts';
import { packageFile } from '../../../specs/package-root.ts';
import { byTurns, type Figure, median } from '../figure.ts';
import { ended, runProgram } from '../program.ts';

/** Not more often: each fills a folder with all dependencies. */
const MOST_INSTALLS = 3;

export const packageFigure: Figure = {
  id: 'package',
  title: 'The package',
  how: 'The tarball that `npm pack` makes of the built package, and its installation into an empty folder with a warm cache. The floor installs its dependencies alone; three rounds.',
  async measure({ runs }) {
    const folder = mkdtempSync(join(tmpdir(), 'tck-bench-'));
    try {
      const pack = ['pack', packageFile(), '--ignore-scripts', '--pack-destination', folder];
      ended(await runProgram('npm', pack));
      const [tarball = ''] = readdirSync(folder);
      const rounds = Math.min(runs, MOST_INSTALLS);
      const dependencies = dependenciesOf(packageFile('package.json'));
      await install(folder, 'warm', [join(folder, tarball)]);
      const { floor, subject } = await byTurns(
        rounds,
        () => install(folder, 'floor', dependencies),
        () => install(folder, 'kit', [join(folder, tarball)]),
      );
      return [
        { what: 'tarball', value: statSync(join(folder, tarball)).size / 1e6, unit: 'MB' },
        { what: 'installation', value: median(subject) / 1000, unit: 's', floor: median(floor) / 1000 },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function dependenciesOf(file: string): readonly string[] {
  const manifest = parseJson(readFileSync(file, 'utf8'));
  const own = manifest.ok && isObject(manifest.value) ? manifest.value['dependencies'] : undefined;
  return Object.entries(isObject(own) ? own : {}).map(([name, version]) => `${name}@${String(version)}`);
}

/** Milliseconds. */
async function install(folder: string, name: string, what: readonly string[]): Promise<number> {
  const home = mkdtempSync(join(folder, `${name}-`));
  writeFileSync(join(home, 'package.json'), '{ "name": "user", "private": true }\n');
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--omit=dev'];
  const { ms } = ended(await runProgram('npm', ['install', ...what, ...flags], { cwd: home }));
  rmSync(home, { recursive: true, force: true });
  return ms;
}
