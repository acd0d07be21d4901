#!/usr/bin/env node
import { CommanderError } from 'commander';
import { CallerError } from '../core/caller-error.ts';
import { visible } from '../reporters/text.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { programFor } from './program.ts';

let code: ExitCode = EXIT.ok;
const program = programFor((value) => {
  code = value;
});

/** Says on one line what went wrong, and what that means for the exit code. */
function codeFor(error: unknown): ExitCode {
  if (error instanceof CommanderError) {
    // 0 is for --help and --version; help that was not asked for has been printed too.
    if (error.exitCode === 0) return EXIT.ok;
    if (error.code !== 'commander.help') complain(usageMistake(error.message));
    return EXIT.usage;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CallerError) {
    complain(message);
    return EXIT.usage;
  }
  complain(`a defect of the kit itself: ${message} (TCK_DEBUG=1 shows where)`);
  if (process.env['TCK_DEBUG'] === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return EXIT.usage;
}

function complain(message: string): void {
  // Parts of it come from files, servers and arguments: nothing of it may act on a terminal.
  process.stderr.write(`responses-tck: ${visible(message.replaceAll(/\s*\n\s*/g, ' '))}\n`);
}

/** commander's message without its own prefix; where it has no guess, help says what there is. */
function usageMistake(message: string): string {
  const text = message.replace(/^error: /, '');
  if (text.includes('Did you mean')) return text;
  const command = program.commands.find((one) => one.name() === process.argv[2])?.name();
  return `${text}; see responses-tck ${command === undefined ? '' : `${command} `}--help`;
}

// A reader such as `head` that has seen enough is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

process.exitCode = await program.parseAsync(process.argv).then(() => code, codeFor);
