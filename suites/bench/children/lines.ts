import { linesOf } from '../../../fixtures/recordings/lines.ts';

/** The floor of judging a recording: reads its lines and parses them. FILE */
let parsed = 0;
for await (const line of linesOf(process.argv[2] ?? '')) {
  if (line !== undefined) JSON.parse(line.toString('utf8'));
  parsed++;
}
console.log(parsed);
