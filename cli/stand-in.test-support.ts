import { createHash } from 'node:crypto';
import { startReference } from '../fixtures/reference/server.ts';
import { sleep } from '../fixtures/service/clock.ts';
import { serve } from '../fixtures/service/testing.test-support.ts';

/** A server for tests that compare two runs byte for byte. */

export const STAND_IN_ENV = { STAND_IN_KEY: 'stand-in-key-0123456789' };

/** Arguments of `run`: nothing that polls, as the stand-in says the same each time. */
export const SAME_EACH_TIME = [
  'text*',
  'store*',
  'multi-turn',
  'roles',
  'models',
  'reject-*',
  'tool*',
  'json-*',
  'input-*',
].flatMap((id) => ['--scenario', id]);

export interface StandInOptions {
  readonly delayMs?: number;
  /** Told the number of each request, from 1, as soon as it is read. */
  readonly onRequest?: (nth: number) => void;
}

/**
 * The reference provider with a fault, whose answer to a request is the same byte for byte however often it comes: only
 * times differ between two runs then.
 */
export async function standIn({ delayMs = 0, onRequest = () => {} }: StandInOptions = {}) {
  const reference = await startReference({ faults: ['total-tokens-missing'] });
  const known = new Map<string, Promise<{ status: number; headers: Record<string, string>; text: string }>>();
  let underWay = 0;
  let most = 0;
  const server = await serve((request, response, nth, body) => {
    onRequest(nth);
    underWay += 1;
    most = Math.max(most, underWay);
    response.once('close', () => {
      underWay -= 1;
    });
    const { method = 'GET', url = '' } = request;
    const key = createHash('sha256')
      .update(JSON.stringify([method, url, body, request.headers]))
      .digest('hex');
    const auth = request.headers.authorization?.replace(STAND_IN_ENV.STAND_IN_KEY, reference.key);
    const type = request.headers['content-type'];
    const headers = {
      ...(auth === undefined ? {} : { authorization: auth }),
      ...(type === undefined ? {} : { 'content-type': type }),
    };
    const ask = async () => {
      const to = `${reference.baseUrl}${url.replace(/^\/v1/, '')}`;
      const answer = await fetch(to, { method, headers, ...(body === '' ? {} : { body }) });
      const kept = ['content-type', 'x-request-id', 'allow', 'www-authenticate'].flatMap((name) => {
        const value = answer.headers.get(name);
        return value === null ? [] : [[name, value] as const];
      });
      return { status: answer.status, headers: Object.fromEntries(kept), text: await answer.text() };
    };
    const answer = known.get(key) ?? ask();
    known.set(key, answer);
    void answer.then(async ({ status, headers: own, text }) => {
      if (delayMs > 0) await sleep(delayMs, undefined);
      response.sendDate = false;
      response.writeHead(status, { ...own, 'content-length': Buffer.byteLength(text) }).end(text);
    });
  });
  return {
    /** Arguments of `run` that name it. */
    asking: ['--base-url', server.baseUrl, '--model', 'reference-1', '--api-key-env', 'STAND_IN_KEY'],
    requests: server.requests,
    /** The most requests at a time since it was asked last. */
    mostUnderWay: () => {
      const found = most;
      most = underWay;
      return found;
    },
    stop: () => Promise.all([server.stop(), reference.close()]),
  };
}

/** The text with its times made equal: when, and after how many milliseconds. */
export function withoutTimes(text: string): string {
  return text
    .replaceAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g, 'TIME')
    .replaceAll(/"(\w+Ms)":\d+/g, '"$1":0')
    .replaceAll(/"chunks":\[(?:\[\d+,\d+\],?)*\]/g, '"chunks":[]');
}
