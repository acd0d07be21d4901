import { Blocks } from './blocks.ts';
import { createLineSplitter } from './lines.ts';
import type { WireEvent, WireFacts } from './wire.ts';

export interface SseDecoder {
  /** Takes the next bytes, cut anywhere, and returns the events they completed. The chunk may be reused afterwards. */
  push(chunk: Uint8Array): WireEvent[];
  /** Call once. `events` holds the event that was cut off by the end of the body, if there is one. */
  end(): SseEnd;
}

export interface SseEnd {
  readonly events: WireEvent[];
  readonly facts: WireFacts;
}

/** More invalid sequences are not kept. */
const MOST_INVALID = 20;

/**
 * A decoder of `text/event-stream` by the WHATWG rules (HTML Living Standard, 9.2.6) that keeps the facts of the wire.
 * Where the chunks are cut makes no difference to any result. Memory: the unfinished event and the capped facts. What is
 * at hand as text is read several times as fast by `readSse`.
 */
export function createSseDecoder(): SseDecoder {
  const invalidUtf8: number[] = [];
  let dispatched: WireEvent[] = [];
  const blocks = new Blocks((event) => dispatched.push(event));
  const splitter = createLineSplitter(
    (text, from, to, offset) => blocks.line(text, from, to, offset),
    (offset) => {
      if (invalidUtf8.length < MOST_INVALID) invalidUtf8.push(offset);
    },
  );

  function take(): WireEvent[] {
    const events = dispatched;
    dispatched = [];
    return events;
  }

  return {
    push(chunk) {
      splitter.push(chunk);
      return take();
    },
    end() {
      splitter.end();
      const facts = blocks.end(splitter.bytes, splitter.lineEnds, invalidUtf8);
      return { events: take(), facts };
    },
  };
}

/** A whole body at once. */
export function decodeSse(body: string | Uint8Array): SseEnd {
  const decoder = createSseDecoder();
  const events = decoder.push(typeof body === 'string' ? new TextEncoder().encode(body) : body);
  const { events: rest, facts } = decoder.end();
  return { events: [...events, ...rest], facts };
}
