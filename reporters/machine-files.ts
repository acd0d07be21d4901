import { capabilityBadge, columnBadge, renderBadge, renderEndpoint } from './badge.ts';
import { indexFiles } from './index-files.ts';
import type { Results } from './results/model.ts';
import { capabilityRows, columnKey, ruleIndex } from './results/summary.ts';

/**
 * What other programs and READMEs read, by path from the folder of the results: `index.json`, `columns/<key>.json`,
 * `badges/<key>.svg` and `.json`, and the same of every capability in `badges/<key>/`. Pure.
 */
export function machineFiles(results: Results): ReadonlyMap<string, string> {
  const { index, columns } = indexFiles(results);
  const files = new Map<string, string>([['index.json', json(index)]]);
  for (const [path, file] of columns) files.set(path, json(file));
  const rules = ruleIndex(results);
  const rows = capabilityRows(results);
  for (const column of results.columns) {
    const place = `badges/${columnKey(column, results.columns)}`;
    const badges = [
      [place, columnBadge(column)] as const,
      ...rows.map(({ id }) => [`${place}/${id}`, capabilityBadge(column, id, rules)] as const),
    ];
    for (const [path, badge] of badges) {
      files.set(`${path}.svg`, renderBadge(badge));
      files.set(`${path}.json`, renderEndpoint(badge));
    }
  }
  return files;
}

function json(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
