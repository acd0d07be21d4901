import unit from './playwright.unit.config.ts';

/** As the unit tests, with long budgets: what has one reads `TCK_BUDGET`. Set here, so that workers have it as well. */
process.env['TCK_BUDGET'] = 'long';

export default { ...unit, outputDir: 'test-results/long' };
