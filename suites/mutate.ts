import { rules } from '../core/rules/index.ts';
import { loadContract } from '../specs/load.ts';
import { type Conversation, fates } from './mutation/score.ts';
import { play } from './run/rehearse.ts';
import { referenceOnlyScenarios, scenarios } from './scenarios/index.ts';

/** `npm run mutation`: how many mutants of conforming exchanges the judge notices, by operator. */
const share = Number(process.argv[2] ?? '1');
const contract = await loadContract('openai');
const all = [...scenarios, ...referenceOnlyScenarios];
const played = await play('reference', all);
const conversations: readonly Conversation[] = all.map((scenario) => ({
  scenario,
  exchanges: played.get(scenario.id) ?? [],
}));
const table = new Map<string, { killed: number; survived: number; legal: number; accused: number }>();
const left = new Map<string, string[]>();
for (const { area, operator, fate, exchange, at, rules: found } of fates(conversations, {
  contract,
  rules,
  share,
  seed: 1,
})) {
  const key = `${area} ${operator}`;
  const row = table.get(key) ?? { killed: 0, survived: 0, legal: 0, accused: 0 };
  row[fate] += 1;
  table.set(key, row);
  if (fate === 'survived' || fate === 'accused') {
    const place = `${operator} ${at.replaceAll(/\/\d+/g, '/*')}`;
    left.set(place, [...(left.get(place) ?? []), `${exchange} ${at} ${found.join(' ')}`]);
  }
}
for (const [key, row] of [...table].sort()) console.log(key.padEnd(40), JSON.stringify(row));
for (const [place, where] of [...left].sort((one, two) => two[1].length - one[1].length)) {
  console.log(`${String(where.length).padStart(5)} ${place}   e.g. ${where[0]}`);
}
