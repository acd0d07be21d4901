import { rules } from '../../core/rules/index.ts';
import { readDocument } from '../compile/document.ts';
import { packageFile } from '../package-root.ts';
import { compare, type Difference } from './compare.ts';
import { loadKnown, sorted } from './known.ts';
import { contractSide, pairsOf, SDK_TYPES } from './pairs.ts';
import { readSdk } from './sdk.ts';
import { touched } from './touched.ts';

/**
 * Compares the contract `openai` with the types of the installed official SDK: `node dist/specs/drift/main.js`.
 * Exit code 0 when every difference is known and none is stale, 1 otherwise, 2 when there is nothing to compare with.
 */
try {
  process.exitCode = await main();
} catch (error) {
  // The generator's errors drag whole syntax trees along: the message says enough.
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const sdk = await readSdk(SDK_TYPES);
  if (sdk === undefined) {
    console.error('openai or ts-json-schema-generator is not installed: run npm ci');
    return 2;
  }
  const { document } = readDocument(packageFile('specs', 'openai'));
  const differences = compare(contractSide(document), sdk.side, pairsOf(document, sdk));
  const { known, stale, unknown } = sorted(differences, loadKnown());
  for (const line of table(unknown)) console.log(line);
  for (const { has, where } of stale)
    console.log(`stale: ${where} (${has}) differs no longer; take it out of known.yaml`);
  const counts = `${unknown.length} new, ${known.length} known, ${stale.length} stale`;
  console.log(`contract openai against npm openai ${sdk.version}: ${counts}`);
  return unknown.length + stale.length === 0 ? 0 : 1;
}

function table(differences: readonly Difference[]): readonly string[] {
  if (differences.length === 0) return [];
  const rows = differences.map(({ has, kind, sdk, where }) => {
    const ids = touched(where, rules);
    return [`only ${has}`, kind, where, sdk.join(', '), ids.length === 0 ? 'no rule' : ids.join(', ')];
  });
  const lines = [['side', 'what', 'where', 'type of the SDK', 'rules'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
