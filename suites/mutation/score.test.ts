import { expect, test } from '@playwright/test';
import type { Contract } from '../../core/contract.ts';
import type { Rule } from '../../core/rule.ts';
import { rules } from '../../core/rules/index.ts';
import { loadContract } from '../../specs/load.ts';
import { fatesOf } from './score.ts';
import { mutationSection, withSection } from './section.ts';
import { referenceSubject, type Subject } from './subjects.ts';
import { killRate, type MutationTally, tallyOf } from './tally.ts';

/** A seeded sample of what `npm run mutation` does at full share, on the reference provider alone. */
const SHARE = 0.004;

test.describe.configure({ mode: 'default', timeout: 120_000 });

let contract: Contract;
let reference: Subject;

test.beforeAll(async () => {
  contract = await loadContract('openai');
  reference = await referenceSubject('openai');
});

function tally(which: readonly Rule[], share = SHARE): MutationTally {
  const options = { contract, rules: which, share, seed: 7 };
  const fates = reference.conversations.map((conversation) => fatesOf(conversation, options));
  return tallyOf('openai', share, [{ title: reference.title, fates }]);
}

test('mutants that break a MUST are killed, and none that is legal is accused', () => {
  const { groups, subjects, total } = tally(rules);
  const lines = groups.map(({ example, fate, operator, rules: found }) => `${fate} ${operator} ${example} ${found}`);
  expect(subjects.map(({ leftOut }) => leftOut)).toEqual([0]);
  expect(total.killed).toBeGreaterThan(300);
  expect(total.allowed).toBeGreaterThan(5);
  expect(total.accused, lines.join('\n')).toBe(0);
  expect(killRate(total), lines.join('\n')).toBeGreaterThanOrEqual(0.99);
});

test('without a rule that several mutants need the rate falls', () => {
  const text = {
    ...reference,
    conversations: reference.conversations.filter(({ scenario }) => scenario.id === 'text'),
  };
  const rate = (which: readonly Rule[]) => {
    const options = { contract, rules: which, share: 1, seed: 7 };
    return killRate(
      tallyOf('openai', 1, [{ title: '', fates: text.conversations.map((one) => fatesOf(one, options)) }]).total,
    );
  };
  expect(rate(rules)).toBeGreaterThanOrEqual(0.99);
  expect(rate(rules.filter(({ id }) => id !== 'schema/response'))).toBeLessThan(0.9);
});

test('the section of the document replaces its namesake and nothing else', () => {
  const section = mutationSection(tally(rules, 0.0005));
  expect(section.startsWith('## Mutants\n')).toBe(true);
  const document = '# Accuracy\n\nOne.\n\n## Mutants\n\nold\n\n## Last\n\nTwo.\n';
  const written = withSection(document, section);
  expect(written).toBe(`# Accuracy\n\nOne.\n\n${section}\n## Last\n\nTwo.\n`);
  expect(withSection('# Accuracy\n', section)).toBe(`# Accuracy\n\n${section}`);
});
