import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isObject, type Json, member, parseJson, stringMember } from '../../core/json.ts';
import type { Side } from './shape.ts';

/** The installed official SDK, read from its published type declarations. */
export interface Sdk {
  readonly version: string;
  readonly side: Side;
  /** The types that were asked for, by `module#Type`, as schemas. */
  readonly roots: ReadonlyMap<string, Json>;
}

/**
 * Reads types of the installed package `openai` as JSON Schemas.
 * @param types `resources/models#Model`: a module of the package and a type that it exports
 * @returns undefined when the package, or the generator that reads it, is not installed
 * @throws Error naming the types that the installed version does not have
 */
export async function readSdk(types: readonly string[]): Promise<Sdk | undefined> {
  const folder = sdkFolder();
  if (folder === undefined) return undefined;
  const { createGenerator } = await import('ts-json-schema-generator');
  const missing = types.filter((type) => !declares(folder, type));
  if (missing.length > 0) throw new Error(`the installed openai has no type ${missing.join(', ')}`);
  const work = mkdtempSync(join(tmpdir(), 'tck-drift-'));
  try {
    const file = join(work, 'roots.ts');
    writeFileSync(file, rootsModule(folder, types));
    writeFileSync(join(work, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER_OPTIONS }));
    const generator = createGenerator({
      path: file,
      tsconfig: join(work, 'tsconfig.json'),
      type: 'Roots',
      // The declarations are what was published; whether they fit together is not asked here.
      skipTypeCheck: true,
      expose: 'all',
      topRef: false,
      jsDoc: 'none',
      additionalProperties: true,
      encodeRefs: false,
    });
    const schema: unknown = JSON.parse(JSON.stringify(generator.createSchema('Roots')));
    const definitions = member(schema, 'definitions');
    const roots = member(schema, 'properties');
    return {
      version: versionIn(folder),
      side: { schemas: isObject(definitions) ? definitions : {}, prefix: '#/definitions/', sameType: 'all' },
      roots: new Map(types.map((type) => [type, member(roots, type) ?? {}])),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const COMPILER_OPTIONS = {
  module: 'nodenext',
  moduleResolution: 'nodenext',
  target: 'es2022',
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
};

function declares(folder: string, type: string): boolean {
  const name = type.slice(moduleOf(type).length + 1);
  try {
    const text = readFileSync(join(folder, `${moduleOf(type)}.d.ts`), 'utf8');
    return new RegExp(`\\bexport (?:declare )?(?:interface|type) ${name}\\b`).test(text);
  } catch {
    return false;
  }
}

/** A module that names every type once, so that the generator reads them in one go. */
function rootsModule(folder: string, types: readonly string[]): string {
  const modules = [...new Set(types.map((type) => moduleOf(type)))];
  const imports = modules.map(
    (module, index) => `import type * as M${index} from ${JSON.stringify(join(folder, `${module}.js`))};`,
  );
  const members = types.map((type) => {
    const name = type.slice(moduleOf(type).length + 1);
    return `  ${JSON.stringify(type)}: M${modules.indexOf(moduleOf(type))}.${name};`;
  });
  return `${imports.join('\n')}\nexport interface Roots {\n${members.join('\n')}\n}\n`;
}

function moduleOf(type: string): string {
  return type.slice(0, type.indexOf('#'));
}

/** The package's folder; undefined when it is not installed. */
function sdkFolder(): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    require.resolve('ts-json-schema-generator');
    return dirname(require.resolve('openai'));
  } catch {
    return undefined;
  }
}

function versionIn(folder: string): string {
  const parsed = parseJson(readFileSync(join(folder, 'package.json'), 'utf8'));
  return (parsed.ok ? stringMember(parsed.value, 'version') : undefined) ?? 'unknown';
}
