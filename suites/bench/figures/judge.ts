import { isObject, type Json } from '../../../core/json.ts';
import { type Figure, median, type Row } from '../figure.ts';
import { child, ended, runNode } from '../program.ts';
import { STREAMS } from '../streams.ts';

const MEGABYTES = 100;
const MEBIBYTE = 1024 * 1024;

/** What `children/judge.ts` prints. */
export interface JudgeTimes {
  readonly megabytes: number;
  readonly floorMs: readonly number[];
  readonly judgeMs: readonly number[];
  readonly schemaMs: readonly number[];
  /** Peak of the judge above what was there before; absent where the system does not tell. */
  readonly bytesAbove: number | undefined;
}

export const judgeFigure: Figure = {
  id: 'judge',
  title: 'Judging a stream',
  how: `A stream of ${MEGABYTES} MB without a fault is judged by all rules, in one process that holds it as text. The floor is JSON.parse of its data lines. Times are processor time. Memory is the peak of the resident set above what it was before, with the stream in it.`,
  async measure({ runs }) {
    const rows: Row[] = [];
    for (const kind of STREAMS) {
      const { stdout } = ended(await runNode([child('judge'), kind, String(MEGABYTES), String(runs)]));
      const times = timesIn(JSON.parse(stdout) as Json);
      const speed = (ms: readonly number[]) => times.megabytes / (median(ms) / 1000);
      const floor = speed(times.floorMs);
      rows.push({ what: `${kind} stream`, value: speed(times.judgeMs), unit: 'MB/s', floor, reach: { least: 150 } });
      rows.push({
        what: `${kind} stream, its schemas alone`,
        value: speed(times.schemaMs),
        unit: 'MB/s',
        floor,
        reach: { least: 250 },
      });
      if (times.bytesAbove !== undefined) {
        const value = times.bytesAbove / MEBIBYTE;
        rows.push({ what: `${kind} stream, memory above base`, value, unit: 'MiB', reach: { most: 30 } });
      }
    }
    return rows;
  },
};

function timesIn(printed: Json): JudgeTimes {
  if (!isObject(printed)) throw new Error('the judge printed no times');
  return printed as unknown as JudgeTimes;
}
