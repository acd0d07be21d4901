import { useMemo } from 'preact/hooks';
import { createLocator } from '../../../../core/locate/place.ts';
import type { EvidenceExchange } from '../../../results/model.ts';
import { contractPhrase, evidenceWords } from '../../../results/summary.ts';
import { cut, oneLine, visible } from '../../../text.ts';
import type { ExchangeFinding } from '../../data/exchanges.ts';
import { layOut } from '../../data/layout.ts';
import { type Timeline, timelineOf } from '../../data/timeline.ts';
import type { SiteColumn, SiteMatrix } from '../../model.ts';
import { go } from '../route.ts';
import { type EvidenceRoute, formatRoute } from '../state.ts';
import { oddities } from '../timeline/odd.ts';
import { duration } from '../timeline/scale.ts';
import { TimelineView } from '../timeline/view.tsx';
import { Time } from '../ui/parts.tsx';
import { Callout } from './callout.tsx';
import { Code } from './code.tsx';
import { Copy } from './copy.tsx';
import { EventDetail } from './event-detail.tsx';
import { EventList } from './events.tsx';
import { Found } from './found.tsx';
import { eventOf, flagsOf, marksIn, placesOf } from './marks.ts';
import { Notes } from './notes.tsx';
import './exchange.css';

export interface ExchangeViewProps {
  readonly matrix: SiteMatrix;
  readonly column: SiteColumn;
  readonly held: EvidenceExchange;
  readonly found: readonly ExchangeFinding[];
  /** Findings of this exchange that are not among them. */
  readonly unlisted: number;
  readonly route: EvidenceRoute;
}

export function ExchangeView({ matrix, column, held, found, unlisted, route }: ExchangeViewProps) {
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
      <Found column={column} found={found} unlisted={unlisted} held={held} locate={locate} at={route.at} />
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
          {` · ${evidenceWords(column)} · ${contractPhrase(column.contract)} · ${oneLine(name)}`}
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
