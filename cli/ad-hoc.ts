import { DEFAULT_LIMITS } from '../fixtures/providers/load.ts';
import type { Provider } from '../fixtures/target.ts';
import { UsageError } from './exit.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A provider from the command line instead of a file. Nothing is claimed, so what it refuses is `unsupported`.
 *
 * @throws UsageError when the URL is none or more than an address, the model is missing, or the key is
 */
export function adHocProvider(
  baseUrl: string,
  model: string | undefined,
  keyVariable: string | undefined,
  env: Environment,
): Provider {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new UsageError(`--base-url ${baseUrl}: no http(s) URL; give e.g. http://127.0.0.1:8080/v1`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('--base-url holds credentials; put the key into a variable and name it with --api-key-env');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UsageError('--base-url holds a query; keep a provider file for it, with query: { NAME: value }');
  }
  if (/\/(?:responses|models)\/?$/.test(url.pathname)) {
    throw new UsageError(
      `--base-url ${baseUrl}: ends with an operation; give the address up to and including the version`,
    );
  }
  // The value is not repeated: it may be the key itself.
  if (keyVariable !== undefined && (env[keyVariable] ?? '').trim() === '') {
    throw new UsageError('--api-key-env: no such variable is set; give the name of the one that holds the key');
  }
  if (model === undefined) throw new UsageError('--base-url needs --model, the id of the model to ask');
  return {
    id: 'server',
    name: url.host,
    baseUrl: baseUrl.replace(/\/+$/, ''),
    variables: {},
    auth: keyVariable === undefined ? { kind: 'none' } : { kind: 'bearer', env: keyVariable },
    headers: {},
    query: {},
    models: { text: model },
    capabilities: ['core'],
    knownFailures: [],
    limits: DEFAULT_LIMITS,
  };
}
