import type { FullConfig, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';

/** Lines are sparse where they cannot be rewritten: a log of a long run stays readable, and shows that it goes on. */
const LINE_EVERY_MS = 10_000;
const CLEAR_LINE = '\r\x1b[2K';

/** A line of its own on the standard error, whatever stands there. */
export function note(line: string): void {
  process.stderr.write(`${process.stderr.isTTY === true ? CLEAR_LINE : ''}${line}\n`);
}

/**
 * How far the run is, on the standard error: one line, rewritten in place on a terminal and repeated now and then
 * elsewhere. What breaks the run itself goes to the standard output, which carries nothing else: the command line makes
 * its one line of it. Playwright's own reporters stay away because this one prints.
 */
export default class Progress implements Reporter {
  readonly #tty = process.stderr.isTTY === true;
  #total = 0;
  #done = 0;
  #red = 0;
  #lastLineAt = Date.now();

  onBegin(_config: FullConfig, suite: Suite): void {
    // Providers that cannot be asked are skipped: nothing is judged there.
    this.#total = suite.allTests().filter(({ expectedStatus }) => expectedStatus !== 'skipped').length;
    if (this.#total > 0) this.#show();
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    if (test.expectedStatus === 'skipped') return;
    this.#done += 1;
    if (result.status === 'failed') this.#red += 1;
    if (this.#tty || Date.now() - this.#lastLineAt >= LINE_EVERY_MS) this.#show();
  }

  onError(error: TestError): void {
    process.stdout.write(`${error.message ?? error.value ?? 'the runner failed'}\n`);
  }

  onEnd(): void {
    if (this.#tty) process.stderr.write(CLEAR_LINE);
    else if (this.#done > 0) this.#show();
  }

  printsToStdio(): boolean {
    return true;
  }

  #show(): void {
    this.#lastLineAt = Date.now();
    const red = this.#red === 0 ? '' : `, ${this.#red} with failures`;
    const line = `${this.#done} of ${this.#total} scenarios judged${red}`;
    process.stderr.write(this.#tty ? `${CLEAR_LINE}${line}` : `${line}\n`);
  }
}
