import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { sealed } from '../fixtures/service/testing.test-support.ts';
import { KIT_VERSION } from '../fixtures/service/version.ts';
import { cli, expectMistake, freshFolder, journalIn, resultsIn } from './testing.test-support.ts';

/** Folders that cannot be written, and journals that were damaged: a line with the mend, and nothing is lost. */

const TEXT = ['--scenario', 'text', '--scenario', 'models'];

test('a disk that fills up during the run: exit 2, one line, and --resume asks the rest', async () => {
  test.skip(!existsSync('/dev/full'), 'this system has no /dev/full');
  const folder = freshFolder();
  const journal = join(folder, 'journal.jsonl');
  symlinkSync('/dev/full', journal);
  const { code, stderr } = await cli(['run', '--out', folder, ...TEXT]);
  const said = stderr.split('\n').filter((line) => line.startsWith('responses-tck:'));
  expect(said).toEqual([expect.stringContaining('journal.jsonl: cannot be written (ENOSPC); the 0 exchanges in it')]);
  expect(stderr).not.toMatch(/^ {4}at /m);
  expect(code).toBe(2);
});

test('an output path that is a file, or below one', async () => {
  const file = join(freshFolder(), 'file');
  writeFileSync(file, 'mine');
  for (const out of [file, join(file, 'below')]) {
    expectMistake(
      await cli(['run', '--out', out, ...TEXT]),
      /cannot be written \(\w+\); choose another folder with --out/,
    );
  }
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('a folder that may only be read', async () => {
  const folder = freshFolder();
  const readOnly = join(folder, 'kept');
  mkdirSync(readOnly);
  chmodSync(folder, 0o755);
  chmodSync(readOnly, 0o555);
  // For root nothing is read-only: it asks as nobody.
  const identity = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const ended = await cli(['run', '--out', readOnly, ...TEXT], {}, identity);
  expectMistake(ended, /kept: cannot be written \(EACCES\); choose another folder with --out/);
});

test('a damaged journal: said in a line, the rest is taken over, all verdicts are there', async () => {
  const folder = freshFolder();
  expect((await cli(['run', '--out', folder, ...TEXT])).code).toBe(0);
  const before = resultsIn(folder).columns[0]?.verdicts;
  const journal = join(folder, 'journal.jsonl');
  const [first = '', ...others] = readFileSync(journal, 'utf8').trimEnd().split('\n');
  writeFileSync(journal, `${first}\n\0\0garbage\0\n${others.join('\n').slice(0, -40)}`);
  const { code, stderr } = await cli(['run', '--resume', folder]);
  expect(stderr).toContain('journal.jsonl: line 2 damaged, the last line cut off; what stood there is asked again');
  expect(code).toBe(0);
  expect(JSON.stringify(resultsIn(folder).columns[0]?.verdicts)).toBe(JSON.stringify(before));
});

test("another version's journal: exit 2, and it stays as it is", async () => {
  const folder = freshFolder();
  await cli(['run', '--out', folder, ...TEXT]);
  expect(journalIn(folder).length).toBe(3);
  const journal = join(folder, 'journal.jsonl');
  const old = sealed(readFileSync(journal, 'utf8').split('\n')[0]?.replace(KIT_VERSION, '0.0.1') ?? '');
  writeFileSync(journal, old);
  const ended = await cli(['run', '--resume', folder]);
  expectMistake(ended, new RegExp(`was written by responses-tck 0\\.0\\.1, this is ${KIT_VERSION}`));
  expect(readFileSync(journal, 'utf8')).toBe(old);
});
