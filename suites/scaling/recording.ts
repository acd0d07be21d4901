import type { Scenario } from '../../core/scenario.ts';
import type { Wire } from '../../fixtures/service/ask.ts';
import { openService } from '../../fixtures/service/service.ts';
import { Sockets, type WireAnswer, type WireRequest } from '../../fixtures/service/socket.ts';
import type { Target } from '../../fixtures/target.ts';
import { loadContract } from '../../specs/load.ts';

/** What a server answered to a request, in order: the first time, the second, ...; the last one from then on. */
export type Recording = ReadonlyMap<string, readonly WireAnswer[]>;

/** What makes two requests the same. The key itself does not count, only whether it is the right one. */
export function questionOf({ method, url, headers, body }: WireRequest, key: string): string {
  const credentials = headers['authorization'] === `Bearer ${key}` ? 'own' : (headers['authorization'] ?? 'none');
  return JSON.stringify([
    method,
    url.pathname,
    url.search,
    credentials,
    headers['content-type'],
    body?.toString('utf8'),
  ]);
}

/**
 * Plays the scenarios on a server and records it. To the same question it gives the same answer, unless that says that
 * it is not the last: so whoever asks from the recording, in whatever order, finds each answer.
 */
export async function record(target: Target, scenarios: readonly Scenario[], runDir: string): Promise<Recording> {
  const { operations } = await loadContract('openai');
  const recording = new Map<string, WireAnswer[]>();
  const sockets = new Sockets();
  const underWay = new Map<string, Promise<unknown>>();
  const wire: Wire = {
    accepts: (url) => sockets.accepts(url),
    close: () => sockets.close(),
    send: async (request, limits, signal) => {
      const question = questionOf(request, target.key ?? '');
      await underWay.get(question);
      const known = recording.get(question) ?? [];
      const last = known.at(-1);
      if (last !== undefined && !isProvisional(request, last)) return last;
      const sending = sockets.send(request, limits, signal);
      underWay.set(question, sending);
      const answer = await sending;
      if (answer.kind === 'answer') recording.set(question, [...known, answer]);
      return answer;
    },
  };
  const service = openService({ operations, runDir, wire });
  await Promise.all(scenarios.map((scenario) => service.run(scenario, target)));
  service.close();
  return recording;
}

function isProvisional({ method }: WireRequest, { body }: WireAnswer): boolean {
  return method === 'GET' && /"status":\s*"(?:queued|in_progress)"/.test(body.toString('utf8'));
}
