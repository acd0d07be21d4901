// Who is asked by which job. Reads what `responses-tck list providers --json` printed (standard input), and from the
// environment: HAS_<KEY>=true for every key that the repository has, TCK_VARIABLES (its variables as JSON), TCK_SHARDS.
// Prints outputs of the step. No key is read here: only whether there is one.
import { appendFileSync, readFileSync } from 'node:fs';

const providers = JSON.parse(readFileSync(0, 'utf8'));
const shards = Number(process.env.TCK_SHARDS ?? '1');
const variables = JSON.parse(process.env.TCK_VARIABLES || '{}');
const isSet = (name) => name !== '-' && (process.env[`HAS_${name}`] === 'true' || Boolean(variables[name]));

const asked = [];
const embedded = [];
for (const { id, key, start, ready, document } of providers) {
  // What is missing is named by `ready`; the key, which nobody has given to this step, is named first or not at all.
  const missing = ready === 'yes' ? '' : ready.replace(/ is not set$/, '');
  if (start === '-' && isSet(key) && (missing === '' || missing === key || isSet(missing)))
    asked.push({ provider: id, key });
  // A server of the kit's own, a document to judge, or a column that says which key is missing.
  else if (start !== '-' || document !== '-' || key !== '-') embedded.push(id);
  if (start === '-' && key !== '-' && process.env[`HAS_${key}`] === undefined) {
    console.log(`::notice title=${id}::not asked: no line of conformance.yml says HAS_${key}`);
  }
}
const jobs = asked.flatMap(({ provider, key }) =>
  Array.from({ length: shards }, (_, index) => ({ provider, key, part: index + 1, of: shards })),
);
const outputs = { jobs: JSON.stringify(jobs), any: String(jobs.length > 0), embedded: embedded.join(' ') };
console.log(`asked with a key: ${asked.map(({ provider }) => provider).join(', ') || 'nobody'}`);
console.log(`without: ${embedded.join(', ')}`);
for (const [name, value] of Object.entries(outputs)) appendFileSync(process.env.GITHUB_OUTPUT, `${name}=${value}\n`);
