import { useMemo } from 'preact/hooks';
import { bodyBytes } from '../../../../core/body.ts';
import { explain, whereWords } from '../../../../core/explain.ts';
import { createLocator, type Locator } from '../../../../core/locate/place.ts';
import type { EvidenceExchange } from '../../../results/model.ts';
import { evidenceWords } from '../../../results/summary.ts';
import { cut, oneLine, plural, visible } from '../../../text.ts';
import type { ExchangeFinding } from '../../data/exchanges.ts';
import { eventLines, type Line, layOut } from '../../data/layout.ts';
import { type Timeline, timelineOf } from '../../data/timeline.ts';
import type { SiteColumn, SiteMatrix } from '../../model.ts';
import { go } from '../route.ts';
import { type EvidenceRoute, formatRoute } from '../state.ts';
import { oddities } from '../timeline/odd.ts';
import { duration } from '../timeline/scale.ts';
import { TimelineView } from '../timeline/view.tsx';
import { LevelMark, Time } from '../ui/parts.tsx';
import { Code } from './code.tsx';
import { Copy } from './copy.tsx';
import { EventList } from './events.tsx';
import { eventOf, flagsOf, marksIn, marksInEvent, placesOf } from './marks.ts';
import './exchange.css';

export interface ExchangeViewProps {
  readonly matrix: SiteMatrix;
  readonly column: SiteColumn;
  readonly held: EvidenceExchange;
  readonly found: readonly ExchangeFinding[];
  readonly route: EvidenceRoute;
}

export function ExchangeView({ matrix, column, held, found, route }: ExchangeViewProps) {
  const { exchange, curl, omittedBytes } = held;
  const layout = useMemo(() => layOut(exchange), [exchange]);
  const timeline = useMemo(() => timelineOf(exchange, omittedBytes), [exchange, omittedBytes]);
  const locate = useMemo(() => createLocator(exchange), [exchange]);
  const flags = useMemo(() => flagsOf(found), [found]);
  const isPartlyFlagged = found.some(({ count, more }) => count > 1 + more.length);
  const current = found.find((finding) => route.at !== undefined && placesOf(finding).includes(route.at));
  const selected = timeline === undefined ? 0 : selectedEvent(timeline, route, flags);
  const select = (event: number) =>
    go({ ...route, query: { ...route.query, event: String(event) } }, { replace: true });
  const requestMarks = useMemo(
    () => marksIn('request', layout, held, found, route.at),
    [layout, held, found, route.at],
  );
  const answerMarks = useMemo(() => marksIn('answer', layout, held, found, route.at), [layout, held, found, route.at]);
  return (
    <>
      <Head column={column} held={held} />
      {current === undefined ? null : (
        <Callout matrix={matrix} finding={current} at={route.at ?? current.at} held={held} locate={locate} />
      )}
      {timeline === undefined ? null : (
        <>
          <TimelineView
            timeline={timeline}
            flags={flags}
            selected={selected}
            select={select}
            isPartlyFlagged={isPartlyFlagged}
          />
          <EventDetail timeline={timeline} held={held} found={found} at={route.at} selected={selected} />
        </>
      )}
      <div class="halves">
        <section>
          <h2>Request</h2>
          <Code lines={layout.request} marks={requestMarks} label="The request" />
          {curl === '' ? null : (
            <>
              <h3>As a command</h3>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
              <pre class="curl" tabIndex={0}>
                {visible(curl)}
              </pre>
            </>
          )}
        </section>
        <section>
          <h2>Answer</h2>
          <Code lines={layout.answer} marks={answerMarks} label="The answer" />
          {timeline === undefined ? null : (
            <EventList timeline={timeline} flags={flags} selected={selected} select={select} />
          )}
          <Notes held={held} />
        </section>
      </div>
      <Found column={column} found={found} held={held} locate={locate} at={route.at} />
    </>
  );
}

function selectedEvent(timeline: Timeline, route: EvidenceRoute, flags: readonly { readonly event: number }[]): number {
  const asked = route.query['event'];
  const last = Math.max(0, timeline.events.length - 1);
  const wanted = asked !== undefined && /^\d+$/.test(asked) ? Number(asked) : eventOf(route.at);
  return Math.min(last, wanted ?? flags[0]?.event ?? oddities(timeline)[0]?.event ?? 0);
}

function Head({ column, held: { exchange, curl } }: { readonly column: SiteColumn; readonly held: EvidenceExchange }) {
  const { request, answer, step, timing } = exchange;
  const result = answer.kind === 'http' ? String(answer.status) : answer.cause;
  const name = step === undefined ? exchange.id : `${step.scenario}/${step.step}`;
  return (
    <header class="exchange-head">
      <div>
        <h1>{oneLine(cut(`${request.method} ${request.path} → ${result}`, 200))}</h1>
        <p class="quiet">
          <a href={formatRoute({ page: 'provider', key: column.key, query: {} })}>{column.provider.name}</a>
          {` · ${evidenceWords(column)} · contract ${column.contract} · ${oneLine(name)}`}
          {step?.repetition === undefined ? '' : `, repetition ${step.repetition}`}
          {timing === undefined ? null : (
            <>
              {' · '}
              <Time at={timing.startedAt} />
              {` · first byte after ${duration(timing.firstByteMs)}, all after ${duration(timing.totalMs)}`}
            </>
          )}
        </p>
      </div>
      {curl === '' ? null : <Copy text={curl} label="Copy curl" />}
    </header>
  );
}

interface CalloutProps {
  readonly matrix: SiteMatrix;
  readonly finding: ExchangeFinding;
  readonly at: string;
  readonly held: EvidenceExchange;
  readonly locate: Locator;
}

/** The finding that the reader came for. */
function Callout({ matrix, finding, at, held, locate }: CalloutProps) {
  const rule = matrix.rules.find(({ id }) => id === finding.rule);
  const place = locate(at);
  const words = whereWords(place);
  return (
    <section class={`callout at-${finding.level.toLowerCase()}`} aria-label="What is wrong">
      <p class="sentence">{visible(explain(finding, locate(finding.at), held.exchange))}</p>
      <p>
        <LevelMark level={finding.level} />{' '}
        <a href={formatRoute({ page: 'rule', id: finding.rule, query: {} })}>
          <code>{finding.rule}</code>
        </a>{' '}
        {rule?.title}
      </p>
      <p class="quiet">
        <code>{visible(at)}</code>
        {words === '' ? '' : `, ${words}`}
      </p>
      {place.byte === undefined ? null : <Bytes held={held} byte={place.byte} exact={place.exact} />}
    </section>
  );
}

const AROUND = 90;

/** The bytes around a place, as they came. */
function Bytes({
  held,
  byte,
  exact,
}: {
  readonly held: EvidenceExchange;
  readonly byte: number;
  readonly exact: boolean;
}) {
  const { answer } = held.exchange;
  if (answer.kind !== 'http') return null;
  const bytes = bodyBytes(answer.body);
  const text = (from: number, to: number) => oneLine(new TextDecoder().decode(bytes.subarray(Math.max(0, from), to)));
  return (
    <p class="bytes" title={exact ? 'The bytes at the place' : 'The bytes of what would hold it'}>
      {byte > AROUND ? '… ' : ''}
      {text(byte - AROUND, byte)}
      <mark>{text(byte, byte + AROUND)}</mark>
      {byte + AROUND < bytes.length ? ' …' : ''}
    </p>
  );
}

interface EventDetailProps {
  readonly timeline: Timeline;
  readonly held: EvidenceExchange;
  readonly found: readonly ExchangeFinding[];
  readonly at: string | undefined;
  readonly selected: number;
}

/** The event under the cursor: its payload in lines, and as it came. */
function EventDetail({ timeline, held, found, at, selected }: EventDetailProps) {
  const current = timeline.events[selected];
  const lines = useMemo(() => (current === undefined ? [] : eventLines(current.event)), [current]);
  const here = eventOf(at) === selected ? at : undefined;
  const marks = useMemo(() => marksInEvent(selected, lines, found, here), [selected, lines, found, here]);
  if (current === undefined) return null;
  const { wire } = current.event;
  return (
    <div class="event-detail">
      <Code lines={lines} marks={marks} label={`Event ${selected}`} />
      {wire === undefined ? null : (
        <details>
          <summary>
            As it came: bytes {wire.offset} to {wire.end}
          </summary>
          <Code lines={rawEvent(held, wire.offset, wire.end)} label={`The bytes of event ${selected}`} />
        </details>
      )}
    </div>
  );
}

function rawEvent({ exchange: { answer } }: EvidenceExchange, from: number, to: number): readonly Line[] {
  if (answer.kind !== 'http') return [];
  const text = new TextDecoder().decode(bodyBytes(answer.body).subarray(from, to));
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => ({ text: line, at: undefined }));
}

function Notes({ held: { exchange, omittedBytes } }: { readonly held: EvidenceExchange }) {
  const { answer, fidelity, outage } = exchange;
  const notes: string[] = [];
  if (omittedBytes > 0) notes.push(`${plural(omittedBytes, 'byte')} of the answer are left out of the results file.`);
  if (answer.kind === 'http') {
    if (answer.ending === 'cut') notes.push('The connection was closed before the answer ended.');
    if (answer.ending === 'timeout') notes.push('The kit stopped reading at its time limit.');
    if (answer.ending === 'too-long') notes.push('The kit stopped reading at its size limit.');
    if (answer.body.kind === 'base64')
      notes.push('The body is no valid UTF-8; bytes that are none are shown as ⟨U+FFFD⟩ or �.');
    if (answer.body.kind === 'data')
      notes.push('The recording kept the payloads of the events only, so there are no byte offsets.');
  }
  if (fidelity !== 'verbatim') notes.push(`Not as on the wire: ${fidelity}.`);
  if (outage !== undefined) notes.push(`After this request the server was gone: ${oneLine(outage)}.`);
  if (exchange.timing?.retries !== undefined)
    notes.push(`Asked again ${plural(exchange.timing.retries, 'time')} after a limit.`);
  if (exchange.timing?.polls !== undefined)
    notes.push(`Polled: ${plural(exchange.timing.polls, 'earlier answer')} not kept.`);
  return notes.length === 0 ? null : (
    <ul class="notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

interface FoundProps {
  readonly column: SiteColumn;
  readonly found: readonly ExchangeFinding[];
  readonly held: EvidenceExchange;
  readonly locate: Locator;
  readonly at: string | undefined;
}

/** All that was found in this exchange; each leads to its place. */
function Found({ column, found, held, locate, at }: FoundProps) {
  if (found.length === 0) return <p class="quiet">No rule found anything wrong in this exchange.</p>;
  return (
    <section class="found">
      <h2>Found in this exchange ({found.length})</h2>
      <ul>
        {found.map((finding) => (
          <li
            key={`${finding.rule} ${finding.at}`}
            aria-current={placesOf(finding).includes(at ?? '') ? 'true' : undefined}
          >
            <LevelMark level={finding.level} />
            <span>
              <a
                href={formatRoute({
                  page: 'evidence',
                  column: column.key,
                  exchange: visible(held.exchange.id),
                  at: finding.at,
                  query: {},
                })}
              >
                {visible(explain(finding, locate(finding.at), held.exchange))}
              </a>{' '}
              <code class="quiet">{finding.rule}</code>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
