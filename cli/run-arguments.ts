import type { AskFlags } from './run-options.ts';

/** Flags that say where results go or how they are shown, not what is asked, are left out: they are nobody else's. */
const REPEATED = ['contract', 'capability', 'rule', 'scenario', 'fault'] as const;
const SINGLE = [
  ['providers', '--providers'],
  ['baseUrl', '--base-url'],
  ['model', '--model'],
  ['apiKeyEnv', '--api-key-env'],
  ['grep', '--grep'],
  ['level', '--level'],
  ['repeat', '--repeat'],
  ['budgetRequests', '--budget-requests'],
  ['budgetTokens', '--budget-tokens'],
] as const;

/**
 * The flags with which someone else asks the same again, for the pages: `['--thorough', '--contract', 'openai']`. Names
 * of environment variables are in it, never their values.
 */
export function runArguments(flags: AskFlags): readonly string[] {
  const found: string[] = [];
  for (const [member, flag] of SINGLE) {
    const value = flags[member];
    if (value !== undefined) found.push(flag, value);
  }
  for (const member of REPEATED) for (const value of flags[member]) found.push(`--${member}`, value);
  if (flags.thorough) found.push('--thorough');
  if (flags.allowPlainHttp === true) found.push('--allow-plain-http');
  return found;
}
