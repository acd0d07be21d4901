import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Bundles the app of the site into `dist/reporters/site/app.js` and `app.css`. Part of `npm run build`; what is published
 * carries the bundle and needs no bundler.
 */
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');

const result = await build({
  entryPoints: { app: join(root, 'reporters/site/client/main.tsx') },
  outdir: here,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  // The page says itself that it is UTF-8; but it may be served with another header.
  charset: 'ascii',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'inline',
  metafile: true,
  logLevel: 'warning',
  tsconfigRaw: {},
});
for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) console.log(`${file}: ${bytes} bytes`);
