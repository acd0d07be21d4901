import { contractIdOf } from '../../../../core/contract.ts';
import { type Evidence, isAnswered } from '../../../../core/report.ts';
import { contractPhrase, contractWords, evidenceWords } from '../../../results/summary.ts';
import { plural } from '../../../text.ts';
import type { SiteColumn, SiteMatrix } from '../../model.ts';
import { useData } from '../load.ts';
import { EMPTY_VIEW, formatRoute, type Route } from '../state.ts';
import { Empty, Time, Waiting } from '../ui/parts.tsx';
import { Command } from './command.tsx';
import { ProviderCapabilities } from './provider-capabilities.tsx';
import { ProviderFindings } from './provider-findings.tsx';
import { ProviderTimes } from './provider-times.tsx';
import { ProviderUnanswered } from './provider-unanswered.tsx';
import './pages.css';

export interface ProviderPageProps {
  readonly matrix: SiteMatrix;
  readonly route: Extract<Route, { page: 'provider' }>;
}

/** One column: what was asked, what was found, how long it took, and how to ask again. */
export function ProviderPage({ matrix, route }: ProviderPageProps) {
  const column = matrix.columns.find(({ key }) => key === route.key);
  if (column === undefined) {
    return (
      <main class="page">
        <h1>Provider</h1>
        <Empty title={`No provider is called ${route.key} here.`}>
          It may have been judged by an older run.
          <br />
          <a class="button" href={formatRoute({ page: 'matrix', view: EMPTY_VIEW })}>
            Go to the matrix
          </a>
        </Empty>
      </main>
    );
  }
  // A key of its own: what is folded open belongs to this column.
  return <Provider key={column.key} matrix={matrix} column={column} />;
}

function Provider({ matrix, column }: { readonly matrix: SiteMatrix; readonly column: SiteColumn }) {
  const details = useData(`columns/${column.key}`);
  const facts = useData(`providers/${column.key}`);
  return (
    <main class="page provider">
      <h1>{column.provider.name}</h1>
      <p class="lead">
        {column.notRun === undefined ? evidenceWords(column) : 'not run'} · {contractPhrase(column.contract)}
        {facts.state === 'ready' && facts.value.edition !== '' ? ` ${facts.value.edition}` : ''}
      </p>
      <Siblings matrix={matrix} column={column} />
      {column.notRun === undefined ? null : (
        <Empty title={`${column.provider.name} was not asked.`}>
          {column.notRun}. Give what is missing and run it:
        </Empty>
      )}
      <Target column={column} />
      {column.notRun === undefined ? (
        <>
          <ProviderCapabilities matrix={matrix} column={column} details={details} />
          <ProviderFindings matrix={matrix} column={column} />
          {facts.state === 'ready' ? (
            <ProviderTimes column={column} timings={facts.value.timings} />
          ) : (
            <Waiting loaded={facts} what="its times" />
          )}
          <ProviderUnanswered details={details} />
        </>
      ) : null}
    </main>
  );
}

const DOCUMENT_AGAIN = 'Judges its document again, and asks the provider where there is a key.';
const REPRODUCE: Readonly<Record<Evidence, string>> = {
  live: 'Asks the same again; a key comes from the environment variable that the provider file names.',
  recorded: 'Judges the same exchanges again; give the path of the recording in the place of recording.jsonl.',
  example: DOCUMENT_AGAIN,
  documented: DOCUMENT_AGAIN,
};

/** The same provider under other evidence and contracts. */
function Siblings({ matrix, column }: { readonly matrix: SiteMatrix; readonly column: SiteColumn }) {
  const all = matrix.columns.filter(({ provider }) => provider.id === column.provider.id);
  if (all.length < 2) return null;
  const contracts = new Set(all.map(({ contract }) => contract)).size;
  return (
    <nav class="tabs" aria-label="Evidence and contract">
      {all.map((each) => (
        <a
          key={each.key}
          href={formatRoute({ page: 'provider', key: each.key, query: {} })}
          aria-current={each.key === column.key ? 'page' : undefined}
        >
          {each.notRun === undefined ? evidenceWords(each) : `${each.evidence}, not run`}
          {contracts > 1 ? ` · ${contractWords(each.contract)}` : ''}
        </a>
      ))}
    </nav>
  );
}

function Target({ column }: { readonly column: SiteColumn }) {
  const facts = useData(`providers/${column.key}`);
  const details = useData(`columns/${column.key}`);
  const { homepage, baseUrl, id } = column.provider;
  if (facts.state !== 'ready' || details.state !== 'ready') {
    return <Waiting loaded={facts.state === 'ready' ? details : facts} what="what was asked" />;
  }
  const { run, models, command, commandKnown } = facts.value;
  const { requests, tokens } = details.value;
  const name = contractIdOf(column.contract);
  return (
    <>
      <dl class="facts">
        <Fact name="Provider">
          <code>{id}</code>
          {homepage === undefined ? null : (
            <>
              {' · '}
              <a href={homepage} rel="noreferrer noopener">
                {homepage}
              </a>
            </>
          )}
        </Fact>
        {baseUrl === undefined ? null : (
          <Fact name="Base URL">
            <code>{baseUrl}</code>
          </Fact>
        )}
        {models.length === 0 ? null : (
          <Fact name="Models">
            {models.map(({ role, model }, index) => (
              <span key={role}>
                {index === 0 ? '' : ', '}
                {role} <code>{model}</code>
              </span>
            ))}
          </Fact>
        )}
        <Fact name="Judged">
          <Time at={run.finishedAt} /> in {duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt))} by{' '}
          {run.kit.name} {run.kit.version}
        </Fact>
        {isAnswered(column.evidence) && column.notRun === undefined ? (
          <Fact name={column.evidence === 'live' ? 'Asked' : 'Recorded'}>
            {plural(requests, column.evidence === 'live' ? 'request' : 'exchange')}; {tokens.input.toLocaleString('en')}{' '}
            input and {tokens.output.toLocaleString('en')} output tokens, as its answers report
          </Fact>
        ) : null}
        <Fact name="Look at">
          <a
            href={formatRoute({
              page: 'matrix',
              view: { ...EMPTY_VIEW, providers: [id], contract: name === column.contract ? name : column.contract },
            })}
          >
            its cells in the matrix
          </a>
          {' · '}
          <a href={formatRoute({ page: 'history', query: { track: column.key } })}>its history</a>
        </Fact>
      </dl>
      <section aria-labelledby="reproduce">
        <h2 id="reproduce">Reproduce</h2>
        <p class="quiet">
          {REPRODUCE[column.evidence]}
          {commandKnown || column.evidence === 'recorded'
            ? ''
            : ' The run did not keep its flags, so these are those of a default run.'}
        </p>
        <Command text={command} label="Command that judges the same again" />
      </section>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: preact.ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function duration(ms: number): string {
  if (!(ms >= 0)) return 'unknown time';
  if (ms < 1000) return `${ms} ms`;
  const seconds = ms / 1000;
  return seconds < 90 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
}
