import { writeFileSync } from 'node:fs';
import { packageFile } from '../specs/package-root.ts';
import { rehearse } from './run/rehearse.ts';

/** Writes `suites/rehearsal.json`: `npm run rehearse`, after a scenario or rule was added. */
const rehearsal = await rehearse();
const file = packageFile('suites', 'rehearsal.json');
writeFileSync(file, `${JSON.stringify(rehearsal, null, 1)}\n`);
const requests = Object.values(rehearsal.scenarios.openai).reduce((sum, each) => sum + each.requests, 0);
console.log(`${file}: ${Object.keys(rehearsal.scenarios.openai).length} scenarios, ${requests} requests`);
