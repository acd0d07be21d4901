import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/**
 * For the kit's own tests: prints failures as they happen, the reason of every skip, and closes with one line that
 * counts the tests, which CI systems can read: `12 passed, 0 failed, 1 skipped`.
 */
export default class CountLine implements Reporter {
  readonly #outcomes = new Map<string, TestResult['status']>();
  readonly #errors: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#outcomes.set(test.id, result.status);
    const name = test.titlePath().filter(Boolean).join(' › ');
    const { file, line } = test.location;
    if (result.status === 'skipped') {
      const why = test.annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given';
      process.stdout.write(`skipped: ${name}: ${why}\n`);
    } else if (result.status !== 'passed') {
      const errors = result.errors.map(({ message, stack }) => stack ?? message ?? '').join('\n');
      process.stdout.write(`FAILED: ${name} (${file}:${line})\n${errors}\n\n`);
    }
  }

  onError(error: { readonly message?: string; readonly stack?: string }): void {
    this.#errors.push(error.stack ?? error.message ?? 'unknown error');
  }

  onEnd(result: FullResult): void {
    for (const error of this.#errors) process.stdout.write(`ERROR: ${error}\n`);
    const counts = { passed: 0, failed: this.#errors.length, skipped: 0 };
    for (const status of this.#outcomes.values()) {
      counts[status === 'passed' || status === 'skipped' ? status : 'failed'] += 1;
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    if (result.status === 'timedout') process.stdout.write('the whole run took too long\n');
    process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
  }

  printsToStdio(): boolean {
    return true;
  }
}
