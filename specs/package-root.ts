import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A file or folder of this package, wherever the running code lies: in the TypeScript tree, in `dist/`, or installed
 * under `node_modules`. The root is the nearest folder above this file that has a package.json.
 */
export function packageFile(...path: readonly string[]): string {
  return join(ROOT, ...path);
}

const ROOT = rootAbove(dirname(fileURLToPath(import.meta.url)));

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('the package.json of responses-tck is gone: install the package again');
  return rootAbove(parent);
}
