import { isObject } from '../../core/json.ts';

/** From the runner's process to the one that started it. */
interface Broken {
  readonly broken: string;
}

/** Says that the run cannot be made whole, and why; without a starter it is only printed. */
export function sayBroken(why: string): void {
  const message: Broken = { broken: why };
  if (process.send === undefined) process.stderr.write(`${why}\n`);
  else process.send(message);
}

/** What such a message says; undefined for every other message. */
export function brokenIn(message: unknown): string | undefined {
  const why = isObject(message) ? message['broken'] : undefined;
  return typeof why === 'string' ? why : undefined;
}
