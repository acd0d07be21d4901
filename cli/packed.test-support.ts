import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageFile } from '../specs/package-root.ts';
import { freshFolder } from './testing.test-support.ts';

/**
 * The package as `npm publish` makes it, unpacked into a folder of its own. As built, without a new build: other tests
 * are using this one.
 */
export async function packedFolder(): Promise<string> {
  const run = promisify(execFile);
  const home = freshFolder();
  await run('npm', ['pack', packageFile(), '--ignore-scripts', '--pack-destination', home], {
    cwd: home,
    shell: process.platform === 'win32',
  });
  const [tarball = ''] = readdirSync(home);
  await run('tar', ['-xzf', tarball], { cwd: home });
  const folder = join(home, 'package');
  await run(process.execPath, [packageFile('.ci', 'prune.mjs'), folder]);
  return folder;
}
