import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { RED_ATTACHMENT } from './names.ts';

/**
 * Turns tests red without their throwing: a test that throws ends its worker, and starting a new one costs 0.3 s for
 * each failure. Tests only attach why they are red, and this reporter, first in the list, sets the status before the
 * other reporters see it. Playwright does not document that; `red-reporter.test.ts` guards it.
 */
export default class RedReporter implements Reporter {
  onTestEnd(_test: TestCase, result: TestResult): void {
    const red = result.attachments.find(({ name }) => name === RED_ATTACHMENT)?.body;
    if (red === undefined || result.status !== 'passed') return;
    const error = { message: red.toString('utf8') };
    result.status = 'failed';
    result.error = error;
    result.errors = [error];
  }

  printsToStdio(): boolean {
    return false;
  }
}
