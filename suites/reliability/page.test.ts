import { expect, test } from '@playwright/test';
import { behavioursIn, crashesIn, propertiesIn, type Reliability, scansIn, tallyLines } from './figures.ts';
import { reliabilityPage } from './page.ts';

const TALLY = tallyLines(
  [
    '{"suite":"fuzz","input":"decoder: cuts","runs":10,"seed":-1,"ok":false}',
    '{"suite":"fuzz","input":"decoder: cuts","runs":1000,"seed":-7,"ok":true}',
    '{"suite":"fuzz","input":"judge: any order","runs":20,"seed":5,"ok":false}',
    '{"suite":"hostile","input":"endless","budget":"long","ok":true}',
    '{"suite":"hostile","input":"gzip-bomb","budget":"long","ok":false}',
    '{"suite":"canary","input":"echo","ok":true,"files":12,"archived":3,"spellings":18,"leaks":2}',
    '{"suite":"fuzz","inp',
  ].join('\n'),
);
const crash = crashesIn(
  '{"seed":"1","kills":50,"inFlight":{"most":4,"all":161},"lost":1,"repeated":2,"runs":3,"same":2}',
);
if (crash === undefined) throw new Error('no crashes');
const ALL: Reliability = {
  fuzz: { date: '2026-01-01', budget: 'long', of: propertiesIn(TALLY) },
  hostile: { date: '2026-01-02', budget: 'long', of: behavioursIn(TALLY) },
  crash: { date: '2026-01-03', budget: 'long', of: crash },
  keys: { date: '2026-01-04', budget: 'long', of: scansIn(TALLY) },
};

test('the page tells what was counted, failures too, and when', () => {
  const page = reliabilityPage(ALL);
  expect(page).toContain('| inputs of fuzzers | 1020 in 2 properties | 1 properties failed | 2026-01-01, long |');
  expect(page).toContain('| hostile servers | 2 behaviours | 1 got through | 2026-01-02, long |');
  expect(page).toContain(
    '| crashes | 50 kills, 161 exchanges under way | 1 finished exchanges lost, 2 repeated | 2026-01-03, long |',
  );
  expect(page).toContain('| keys | 15 scans of files, each in every spelling | 2 leaked | 2026-01-04, long |');
  expect(page).toContain('| decoder: cuts | 1000 | -7 | no |');
  expect(page).toContain('| judge: any order | 20 | 5 | yes |');
  expect(page).toContain('Got through: `gzip-bomb`.');
});

test('what was never measured is said to be so; what was keeps its date', () => {
  const page = reliabilityPage({ crash: { date: '2026-01-03', budget: 'long', of: crash } });
  expect(page).toContain('| keys | not measured yet |  |  |');
  expect(page).toContain('Measured on 2026-01-03 with long budgets.');
  expect(crashesIn('{"kills":3}')).toBeUndefined();
});
