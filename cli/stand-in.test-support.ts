import { createHash } from 'node:crypto';
import { startReference } from '../fixtures/reference/server.ts';
import { sleep } from '../fixtures/service/clock.ts';
import { serve } from '../fixtures/service/testing.test-support.ts';

/** A server for tests that compare two runs byte for byte. */

export const STAND_IN_ENV = { STAND_IN_KEY: 'stand-in-key-0123456789' };

/** Arguments of `run`: scenarios whose answers do not depend on what others ask. */
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
  'background',
  'background-stream',
  'background-cancel',
].flatMap((id) => ['--scenario', id]);

interface Said {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
}

const WORKED_ON = /"status":"(?:queued|in_progress)"/;

export interface StandInOptions {
  readonly delayMs?: number;
  /** Told the number of each request, from 1, as soon as it is read. */
  readonly onRequest?: (nth: number) => void;
}

/**
 * The reference provider with a fault, whose answer to a request is the same byte for byte however often it comes: only
 * times differ between two runs then. Who polls is told once after each creation that the work goes on, then its end.
 */
export async function standIn({ delayMs = 0, onRequest = () => {} }: StandInOptions = {}) {
  const reference = await startReference({ faults: ['total-tokens-missing'] });
  const known = new Map<string, Promise<Said>>();
  /** How often each response that is worked on in the background was polled since it was made. */
  const polls = new Map<string, number>();
  /** What the first poll of each is told. */
  const early = new Map<string, Promise<Said>>();
  let repeats = 0;
  let underWay = 0;
  let most = 0;
  const server = await serve((request, response, nth, body) => {
    underWay += 1;
    most = Math.max(most, underWay);
    response.once('close', () => {
      underWay -= 1;
    });
    const { method = 'GET', url = '' } = request;
    const polled = method === 'GET' ? polls.get(url) : undefined;
    if (polled !== undefined) polls.set(url, polled + 1);
    const again = (polled ?? 0) > 0;
    if (again) repeats += 1;
    onRequest(nth);
    const key = createHash('sha256')
      .update(JSON.stringify([method, url, body, request.headers, again]))
      .digest('hex');
    const auth = request.headers.authorization?.replace(STAND_IN_ENV.STAND_IN_KEY, reference.key);
    const type = request.headers['content-type'];
    const headers = {
      ...(auth === undefined ? {} : { authorization: auth }),
      ...(type === undefined ? {} : { 'content-type': type }),
    };
    const askAs = async (verb: string, of: string, sent: string) => {
      const to = `${reference.baseUrl}${of.replace(/^\/v1/, '')}`;
      const answer = await fetch(to, { method: verb, headers, ...(sent === '' ? {} : { body: sent }) });
      const kept = ['content-type', 'x-request-id', 'allow', 'www-authenticate'].flatMap((name) => {
        const value = answer.headers.get(name);
        return value === null ? [] : [[name, value] as const];
      });
      return { status: answer.status, headers: Object.fromEntries(kept), text: await answer.text() };
    };
    const ask = async () => {
      for (;;) {
        const answer = await askAs(method, url, body);
        if (!again || !WORKED_ON.test(answer.text)) return answer;
        await sleep(50, undefined);
      }
    };
    const answer = known.get(key) ?? (polled === 0 ? early.get(url) : undefined) ?? ask();
    known.set(key, answer);
    void answer.then(async ({ status, headers: own, text }) => {
      const made = method === 'POST' && WORKED_ON.test(text) ? /"id":"(resp_\w+)"/.exec(text)?.[1] : undefined;
      if (made !== undefined) {
        const own = `/v1/responses/${made}`;
        polls.set(own, 0);
        // Asked at once: later it may be done.
        if (!early.has(own)) early.set(own, askAs('GET', own, ''));
      }
      if (delayMs > 0) await sleep(delayMs, undefined);
      response.sendDate = false;
      response.writeHead(status, { ...own, 'content-length': Buffer.byteLength(text) }).end(text);
    });
  });
  return {
    /** Arguments of `run` that name it. */
    asking: ['--base-url', server.baseUrl, '--model', 'reference-1', '--api-key-env', 'STAND_IN_KEY'],
    requests: server.requests,
    /** How many exchanges were begun: without what was sent once more only to learn whether work has ended. */
    begun: () => server.requests.length - repeats,
    /** Whoever polled is gone; who comes next begins anew. */
    forgetPolls: () => {
      for (const url of polls.keys()) polls.set(url, 0);
    },
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
