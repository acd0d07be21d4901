import type { Exchange } from '../exchange.ts';

/** The cursor of a resumed stream (`GET ?stream=true&starting_after=N`); undefined for a stream from its beginning. */
export function startingAfter({ request }: Exchange): number | undefined {
  if (request.method !== 'GET') return undefined;
  const value = new URLSearchParams(request.query).get('starting_after');
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined;
}
