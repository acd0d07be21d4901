import { byTurns, type Figure, median } from '../figure.ts';
import { CLI, child, runNode } from '../program.ts';
import { withFolder } from '../scratch.ts';
import { firstAsked } from '../servers.ts';

export const startFigure: Figure = {
  id: 'start',
  title: 'Start to first request',
  how: 'From the start of `responses-tck run` to the moment a server is first asked, after a run that warmed the file cache. The floor is a bare Node process that calls `fetch`.',
  async measure({ runs }) {
    return withFolder(async (folder) => {
      const kit = (baseUrl: string) =>
        [CLI, 'run', '--base-url', baseUrl, '--model', 'm', '--scenario', 'text', '--out', folder] as const;
      await untilAsked(kit);
      const { floor, subject } = await byTurns(
        runs,
        () => untilAsked((baseUrl) => [child('fetch'), baseUrl]),
        () => untilAsked(kit),
      );
      const row = { what: 'first request', value: median(subject), floor: median(floor) };
      return [{ ...row, unit: 'ms', reach: { most: 1200 } }];
    });
  },
};

async function untilAsked(args: (baseUrl: string) => readonly string[]): Promise<number> {
  const began = performance.now();
  let ms = Number.NaN;
  let stop: () => void = () => {};
  const server = await firstAsked(() => {
    ms = performance.now() - began;
    stop();
  });
  try {
    await runNode(args(server.baseUrl), {
      silent: true,
      onStart: (started) => {
        stop = () => started.kill('SIGTERM');
      },
    });
  } finally {
    await server.close();
  }
  if (Number.isNaN(ms)) throw new Error('nothing was asked');
  return ms;
}
