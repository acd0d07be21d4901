/**
 * An entry of a baseline file for a failure that is known, as YAML. The rest of the entry (link, last day) is there as a
 * comment, because only people know it.
 */
export function knownEntry(provider: string, rule: string, reason: string): string {
  return [
    `${scalar(provider)}:`,
    `  - rule: ${scalar(rule)}`,
    `    reason: ${JSON.stringify(reason)}`,
    '    # link: https://…',
    '    # expires: YYYY-MM-DD',
    '',
  ].join('\n');
}

/** Plain where YAML takes it for nothing but this text; JSON strings are YAML strings. */
function scalar(text: string): string {
  return /^[a-z][a-z0-9]*(?:[-/.][a-z0-9]+)*$/.test(text) && !/^(?:true|false|null|yes|no|on|off)$/.test(text)
    ? text
    : JSON.stringify(text);
}
