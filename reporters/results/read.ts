import { createRequire } from 'node:module';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { CallerError } from '../../core/caller-error.ts';
import { member, parseJson, show } from '../../core/json.ts';
import type { Results } from './model.ts';

/** A results file that cannot be used. The message is one line: file, place, mend. */
export class ResultsFileError extends CallerError {
  override readonly name = 'ResultsFileError';
}

const MEND = 'write it again with `responses-tck run`';

/**
 * @param text the whole file
 * @param name how the file is called in messages
 * @throws ResultsFileError when the text is no JSON, of another schemaVersion, or does not keep to results.schema.json
 */
export function readResults(text: string, name: string): Results {
  const parsed = parseJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  if (!parsed.ok) {
    const what = text.trim() === '' ? 'is empty' : isTruncated(text) ? 'ends too early' : 'is no JSON';
    throw new ResultsFileError(`${name} ${what} (${show(parsed.error)}); ${MEND}.`);
  }
  const version = member(parsed.value, 'schemaVersion');
  if (version === undefined) {
    throw new ResultsFileError(`${name} at /schemaVersion: absent, so this is no results file; ${MEND}.`);
  }
  if (version !== 1) {
    throw new ResultsFileError(
      `${name} at /schemaVersion: this kit reads version 1, the file says ${show(version)}; install the kit that wrote it, or ${MEND}.`,
    );
  }
  const valid = resultsValidator();
  if (valid(parsed.value)) return parsed.value;
  throw new ResultsFileError(`${name} at ${explain(valid.errors ?? [])}; ${MEND}.`);
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
