import { createRequire } from 'node:module';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { CallerError } from '../../core/caller-error.ts';
import { isObject, type Json, member, parseJson, show } from '../../core/json.ts';
import { MIGRATIONS, type Migrations } from './migrations.ts';
import { RESULTS_VERSION, type Results } from './model.ts';

/** A results file that cannot be used. The message is one line: file, place, mend. */
export class ResultsFileError extends CallerError {
  override readonly name = 'ResultsFileError';
}

const MEND = 'write it again with `responses-tck run`';

/**
 * @param text the whole file, of this version or an older one
 * @param name how the file is called in messages
 * @throws ResultsFileError when the text is no JSON, of a later schemaVersion, or does not keep to results.schema.json
 */
export function readResults(text: string, name: string): Results {
  const parsed = parseJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  if (!parsed.ok) {
    const what = text.trim() === '' ? 'is empty' : isTruncated(text) ? 'ends too early' : 'is no JSON';
    throw new ResultsFileError(`${name} ${what} (${show(parsed.error)}); ${MEND}.`);
  }
  const present = migrated(parsed.value, name, RESULTS_VERSION, MIGRATIONS);
  const valid = resultsValidator();
  if (valid(present)) return present;
  throw new ResultsFileError(`${name} at ${explain(valid.errors ?? [])}; ${MEND}.`);
}

/**
 * A document of any version up to `version` as one of that version.
 * @throws ResultsFileError when it has no version, a later one, or one without an entry
 */
export function migrated(value: Json, name: string, version: number, migrations: Migrations): Json {
  const own = member(value, 'schemaVersion');
  if (own === undefined || !isObject(value)) {
    throw new ResultsFileError(`${name} at /schemaVersion: absent, so this is no results file; ${MEND}.`);
  }
  if (typeof own !== 'number' || !Number.isInteger(own) || own < 1) {
    throw new ResultsFileError(`${name} at /schemaVersion: ${show(own)} is no version; ${MEND}.`);
  }
  if (own > version) {
    throw new ResultsFileError(
      `${name} at /schemaVersion: this kit reads versions up to ${version}, the file says ${own}; install a newer kit, or ${MEND}.`,
    );
  }
  let present = value;
  for (let from = own; from < version; from++) {
    const step = migrations[from];
    if (step === undefined) throw new Error(`no migration from results version ${from}`);
    present = { ...step(present), schemaVersion: from + 1 };
  }
  return present;
}

/** A cut JSON document begins like one and does not close what it opened. */
function isTruncated(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.startsWith('{') && !trimmed.endsWith('}');
}

function explain(errors: readonly ErrorObject[]): string {
  // `if` only says that its `then` failed, which has an error of its own.
  const error = errors.find(({ keyword }) => keyword !== 'if') ?? errors[0];
  if (error === undefined) return '/: does not keep to the schema';
  const params: unknown = error.params;
  const allowed = member(params, 'allowedValues') ?? member(params, 'allowedValue');
  const detail = allowed === undefined ? '' : ` (${show(allowed)})`;
  return `${error.instancePath === '' ? '/' : error.instancePath}: ${error.message ?? error.keyword}${detail}`;
}

let compiled: ValidateFunction<Results> | undefined;

/** The validator of the published schema, compiled once. */
function resultsValidator(): ValidateFunction<Results> {
  if (compiled === undefined) {
    const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
    addFormats.default(ajv);
    // By the package's own export, so that source and build find the same file.
    const schema: unknown = createRequire(import.meta.url)('responses-tck/results.schema.json');
    compiled = ajv.compile<Results>(schema as object);
  }
  return compiled;
}
