import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { byTurns, type Figure, median } from '../figure.ts';
import { CLI, child, ended, runNode } from '../program.ts';
import { STREAMS, streamBody } from '../streams.ts';

const MEBIBYTE = 1024 * 1024;

export const checkFigure: Figure = {
  id: 'check',
  title: 'Judging a recording',
  how: '`responses-tck check` of a .jsonl file of streams of 20 to 400 KB, as one process, all rules on: 100 MB, with `--full` 1 GB. The floor is a process that reads the lines and parses them.',
  async measure({ runs, full }) {
    const folder = mkdtempSync(join(tmpdir(), 'tck-bench-'));
    try {
      const file = join(folder, 'recording.jsonl');
      await writeRecording(file, full ? 1e9 : 1e8);
      const megabytes = statSync(file).size / 1e6;
      const { floor, subject } = await byTurns(
        full ? 1 : runs,
        async () => ended(await runNode([child('lines'), file])),
        async () => ended(await runNode([CLI, 'check', file, '--format', 'ndjson'], { silent: true })),
      );
      const speed = (all: readonly { readonly ms: number }[]) => megabytes / (median(all.map(({ ms }) => ms)) / 1000);
      const memory = Math.max(...subject.map(({ treeBytes }) => treeBytes)) / MEBIBYTE;
      const size = `${Math.round(megabytes)} MB`;
      return [
        { what: `recording of ${size}`, value: speed(subject), unit: 'MB/s', floor: speed(floor) },
        { what: `recording of ${size}, memory`, value: memory, unit: 'MiB', reach: { most: 200 } },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function writeRecording(file: string, bytes: number): Promise<void> {
  const lines = STREAMS.flatMap((kind) =>
    [20_000, 80_000, 400_000].map((size) =>
      JSON.stringify({
        id: `${kind}-${size}`,
        method: 'POST',
        path: '/v1/responses',
        request: null,
        status: 200,
        content_type: 'text/event-stream',
        kind: 'sse',
        body: streamBody(kind, size),
      }),
    ),
  );
  const out = createWriteStream(file);
  let written = 0;
  for (let at = 0; written < bytes; at++) {
    const line = `${lines[at % lines.length]}\n`;
    written += Buffer.byteLength(line);
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}
