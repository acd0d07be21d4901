import { code, details, plain, table } from '../markdown-text.ts';
import { CHANGES, type ChangeId } from '../results/change.ts';
import { placeWords } from '../results/defects.ts';
import type { ColumnDiff, ResultsDiff, RuleChange } from '../results/diff.ts';
import type { RunInfo } from '../results/model.ts';
import { plural } from '../text.ts';
import { countLine, sameMeasure, transition } from './terminal.ts';

/** Kept below the 65,536 characters of a comment on GitHub, with room for what is wrapped around it. */
const LIMIT = 60_000;
const SHOWN = 50;
/** What a reviewer has to see at once; the rest is folded. */
const OPEN: readonly ChangeId[] = ['regression', 'unlisted', 'accepted', 'withdrawn', 'flake'];

/** The same for a pull request (GitHub-flavoured); what does not fit into a comment is counted. */
export function renderDiffMarkdown(diff: ResultsDiff): string {
  const head = [
    '# Responses API: what changed',
    `${runWords(diff.old)} → ${runWords(diff.new)}`,
    `**${plain(countLine(diff))}**`,
    ...(sameMeasure(diff.old, diff.new)
      ? []
      : ['The kit or a contract changed too: what differs may come from there.']),
  ];
  const parts = [...diff.columns.flatMap(columnParts), ...others(diff)];
  let room = LIMIT - head.join('\n\n').length;
  const fitting = parts.filter((part) => {
    room -= part.length + 2;
    return room > 0;
  });
  const left = parts.length - fitting.length;
  const note = left === 0 ? [] : [`${plural(left, 'part')} did not fit; \`responses-tck diff\` shows all.`];
  return `${[...head, ...fitting, ...note].join('\n\n')}\n`;
}

function runWords({ startedAt, kit }: RunInfo): string {
  return plain(`${startedAt.slice(0, 16).replace('T', ' ')} UTC (${kit.name} ${kit.version})`);
}

/** Title and what has to be seen as one part, so that no title stands alone. */
function columnParts(column: ColumnDiff): readonly string[] {
  const title = `## ${plain(column.title)}`;
  if (column.notRun !== undefined) return [`${title}\n\n${plain(column.notRun)}.`];
  const open: string[] = [];
  const folded: string[] = [];
  for (const { id, title: words, symbol } of CHANGES) {
    const changes = column.changes.filter(({ kind }) => kind === id);
    if (changes.length === 0) continue;
    const rest = changes.length - SHOWN;
    const list = [...changes.slice(0, SHOWN).map(line), ...(rest > 0 ? [`- ${rest} more`] : [])].join('\n');
    if (OPEN.includes(id)) open.push(`**${symbol} ${words}: ${changes.length}**\n\n${list}`);
    else folded.push(details(`${symbol} ${words}: ${changes.length}`, list));
  }
  if (column.capabilities.length > 0) {
    const rows = column.capabilities.map(({ id, before, after }) => [plain(id), before, after]);
    folded.push(details('Capabilities', table(['Capability', 'before', 'now'], rows)));
  }
  if (column.parameters.length > 0) {
    const rows = column.parameters
      .slice(0, SHOWN)
      .map(({ member, value, before, after }) => [code(member), cell(code(value)), before, after]);
    folded.push(
      details(`Request members: ${column.parameters.length}`, table(['Member', 'value', 'before', 'now'], rows)),
    );
  }
  if (open.length + folded.length === 0) return [`${title}\n\nNo change.`];
  return [[title, ...open].join('\n\n'), ...folded];
}

/** A bar would end the cell, even inside of a code span. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function line(change: RuleChange): string {
  const { rule, level, title, at, why } = change;
  const head = `- **${level}** ${code(rule)} ${plain(title)}: ${plain(transition(change))}`;
  if (at !== undefined) {
    return `${head}\n  - at ${code(placeWords(at.at))} of ${code(at.step)}: expected ${code(at.expected)}, actual ${code(at.actual)}`;
  }
  return why === undefined ? head : `${head} (${plain(why)})`;
}

function others({ rulesAdded, rulesRemoved, columnsAdded, columnsRemoved }: ResultsDiff): readonly string[] {
  const list = (lines: readonly string[]) => lines.map((each) => `- ${each}`).join('\n');
  const parts: string[] = [];
  if (columnsAdded.length > 0) parts.push(`Only in the new results: ${columnsAdded.map(plain).join(', ')}.`);
  if (columnsRemoved.length > 0) parts.push(`Only in the old results: ${columnsRemoved.map(plain).join(', ')}.`);
  if (rulesAdded.length > 0) {
    const lines = rulesAdded
      .slice(0, SHOWN)
      .map(({ id, fails }) =>
        fails.length === 0 ? code(id) : `${code(id)} does not hold on ${fails.map(plain).join(', ')}`,
      );
    parts.push(details(`Rules added: ${rulesAdded.length}`, list(lines)));
  }
  if (rulesRemoved.length > 0) {
    parts.push(
      details(`Rules removed: ${rulesRemoved.length}`, list(rulesRemoved.slice(0, SHOWN).map(({ id }) => code(id)))),
    );
  }
  return parts;
}
