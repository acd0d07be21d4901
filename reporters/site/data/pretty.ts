import { isObject, type Json, token } from '../../../core/json.ts';

/** One line of pretty-printed JSON, with the JSON Pointer of the value that begins on it. */
export interface PrettyLine {
  readonly text: string;
  /** Undefined on lines that only close something. */
  readonly at: string | undefined;
}

/** A body may nest deeper than any call stack; nobody reads that deep. */
const MAX_DEPTH = 100;

/** Two-space pretty print that remembers where each value is. `root` is the pointer of `value` itself. */
export function prettyLines(value: Json, root = ''): readonly PrettyLine[] {
  const lines: PrettyLine[] = [];
  write(value, root, '', '', '', lines);
  return lines;
}

function write(value: Json, at: string, indent: string, label: string, comma: string, lines: PrettyLine[]): void {
  const entries = entriesOf(value);
  if (entries !== undefined && indent.length >= MAX_DEPTH * 2) {
    lines.push({ text: `${indent}${label}…${comma}`, at });
    return;
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries === undefined || entries.length === 0) {
    const text = entries === undefined ? JSON.stringify(value) : `${open}${close}`;
    lines.push({ text: `${indent}${label}${text}${comma}`, at });
    return;
  }
  lines.push({ text: `${indent}${label}${open}`, at });
  const inner = `${indent}  `;
  entries.forEach(([name, entry], index) => {
    const innerLabel = Array.isArray(value) ? '' : `${JSON.stringify(name)}: `;
    write(entry, `${at}/${token(name)}`, inner, innerLabel, index === entries.length - 1 ? '' : ',', lines);
  });
  lines.push({ text: `${indent}${close}${comma}`, at: undefined });
}

function entriesOf(value: Json): readonly (readonly [string, Json])[] | undefined {
  if (Array.isArray(value)) return (value as readonly Json[]).map((entry, index) => [String(index), entry] as const);
  if (!isObject(value)) return undefined;
  return Object.entries(value).flatMap(([name, entry]) => (entry === undefined ? [] : [[name, entry] as const]));
}

/** The line of `at`, or of its nearest ancestor when there is no such value; -1 when not even the root is there. */
export function lineOf(
  lines: readonly { readonly at: string | undefined }[],
  at: string,
): { readonly line: number; readonly near: boolean } {
  let place = at;
  for (;;) {
    const line = lines.findIndex((each) => each.at === place);
    if (line !== -1) return { line, near: place !== at };
    const slash = place.lastIndexOf('/');
    if (slash === -1) return { line: -1, near: true };
    place = place.slice(0, slash);
  }
}
