/**
 * A mistake of the caller: wrong usage, configuration or input. The message is one line that names the place and the
 * mend; it is shown without the stack, and the exit code is 2. Every part of the kit extends it for its own errors.
 */
export class CallerError extends Error {
  override readonly name: string = 'CallerError';
}
