import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CONTRACT_IDS, type ContractId } from '../core/contract.ts';
import { packageFile } from '../specs/package-root.ts';
import { scoreAll } from './mutation/pool.ts';
import { printed } from './mutation/print.ts';
import { mutationSection, withSection } from './mutation/section.ts';
import { recordedSubject, referenceSubject } from './mutation/subjects.ts';
import { tallyOf } from './mutation/tally.ts';

/**
 * `npm run mutation`: how many mutants of conforming exchanges the judge notices, by operator, and which it misses.
 * `--share 0.1` a sample, the same for the same `--seed`; `--contract`; `--json`; `--write` into docs/accuracy.md.
 * Recordings are mutated too where TCK_SHARED names their folder.
 */
const { values } = parseArgs({
  options: {
    contract: { type: 'string', default: 'openai' },
    share: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const contract = CONTRACT_IDS.find((id): id is ContractId => id === values.contract);
const share = Number(values.share);
const seed = Number(values.seed);
if (contract === undefined) fail(`--contract ${values.contract}: one of ${CONTRACT_IDS.join(', ')}`);
if (!(share > 0 && share <= 1)) fail(`--share ${values.share}: a number above 0, at most 1`);
if (!Number.isInteger(seed)) fail(`--seed ${values.seed}: an integer`);

const recorded = contract === 'openai' ? await recordedSubject(process.env['TCK_SHARED']) : undefined;
const subjects = [await referenceSubject(contract), ...(recorded === undefined ? [] : [recorded])];
const conversations = subjects.flatMap((subject) => subject.conversations);
const fates = await scoreAll(conversations, { contract, share, seed });
let from = 0;
const tally = tallyOf(
  contract,
  share,
  subjects.map(({ conversations: { length }, title }) => {
    from += length;
    return { title, fates: fates.slice(from - length, from) };
  }),
);
console.log(values.json ? JSON.stringify(tally, null, 2) : printed(tally));
if (values.write) {
  const file = packageFile('docs', 'accuracy.md');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '# Accuracy\n';
  writeFileSync(file, withSection(before, mutationSection(tally)));
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
