import unit from './playwright.unit.config.ts';

/** As the unit tests, with long budgets: what has one reads `TCK_BUDGET`. Set here, so that workers have it as well. */
process.env['TCK_BUDGET'] = 'long';

/** What takes longer than two hours hangs. */
const MOST_MS = 2 * 60 * 60 * 1000;

export default { ...unit, outputDir: 'test-results/long', globalTimeout: MOST_MS };
