// Takes out of dist what the published program never loads: benchmarks, generators, modules that live in a bundle, types
// that no user can reach. Part of `npm pack` and `npm publish` (package.json, "prepare"); anywhere else it does nothing,
// because those tools are run from dist. `node .ci/prune.mjs FOLDER` prunes another package, without asking.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const [given] = process.argv.slice(2);
const packing = ['pack', 'publish'].includes(process.env.npm_command ?? '');
if (given === undefined && !packing) process.exit(0);

const root = resolve(given ?? '.');
const path = (name) => join(root, ...name.split('/'));
const inPackage = (file) => relative(root, file).split(sep).join('/');

const files = readdirSync(path('dist'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => inPackage(join(entry.parentPath, entry.name)));
// Beside the program: what Playwright loads by its configuration. Contracts are loaded by name.
const roots = ['cli/main.js', 'index.js', 'index.d.ts', 'playwright.config.js', 'suites/conformance.spec.js'];
const queue = [...roots.map((name) => `dist/${name}`), ...files.filter((file) => file.startsWith('dist/contracts/'))];
const kept = new Set();
const missing = [];

for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
  if (kept.has(file)) continue;
  kept.add(file);
  if (!/\.(?:js|d\.ts)$/.test(file) || file.startsWith('dist/contracts/')) continue;
  const text = readFileSync(path(file), 'utf8');
  const types = file.endsWith('.d.ts');
  for (const [, , name, extension] of text.matchAll(/(['"`])([\w./-]+?)\.(js|ts|\$\{\w+\})\1/g)) {
    const base = join(dirname(file), name).split(sep).join('/');
    if (!types && extension === 'ts') continue;
    const found = types ? `${base}.d.ts` : `${base}.js`;
    if (existsSync(path(found))) queue.push(found);
    // A name without ./ may be anything; one that is imported must be there.
    else if (
      name.startsWith('.') &&
      extension === 'js' &&
      new RegExp(`(?:from|import)\\s*\\(?\\s*['"]${name}\\.js`).test(text)
    ) {
      missing.push(`${file}: ${found}`);
    }
  }
}
if (missing.length > 0) {
  console.error(`the package would lack modules: ${missing.join(', ')}`);
  process.exit(1);
}
const gone = files.filter((file) => /\.(?:js|d\.ts|tsbuildinfo)$/.test(file) && !kept.has(file));
for (const file of gone) rmSync(path(file));
console.error(`dist: ${files.length - gone.length} files are packed, ${gone.length} are of use here only`);
