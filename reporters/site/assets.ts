import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The bundled app, as `npm run build` leaves it. */
export interface Assets {
  readonly script: string;
  readonly style: string;
}

let read: Assets | undefined;

/** @throws when the package was not built */
export function siteAssets(): Assets {
  if (read === undefined) {
    // By the package's own name, so that source and build find the same files.
    const folder = join(
      dirname(createRequire(import.meta.url).resolve('responses-tck/package.json')),
      'dist/reporters/site',
    );
    const file = (name: string) => {
      const path = join(folder, name);
      if (!existsSync(path)) throw new Error(`${path} is absent: run \`npm run build\``);
      return readFileSync(path, 'utf8');
    };
    read = { script: file('app.js'), style: file('app.css') };
  }
  return read;
}
