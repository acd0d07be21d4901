import { useMemo } from 'preact/hooks';
import type { EvidenceExchange } from '../../../results/model.ts';
import { visible } from '../../../text.ts';
import { eventLines, type Line, layOut, markInEvent, markOf } from '../../data/layout.ts';
import { eventsOf, streamOf } from '../../data/stream.ts';
import { Code } from './code.tsx';
import { lastName } from './marks.ts';

export interface ExcerptProps {
  readonly held: EvidenceExchange;
  readonly at: string;
  readonly expected: string;
}

const BEFORE = 3;
const AFTER = 4;

interface Found {
  readonly lines: readonly Line[];
  readonly line: number;
  readonly near: boolean;
}

/** A few lines around the place, with the place marked; nothing where it has no line. */
export function Excerpt({ held, at, expected }: ExcerptProps) {
  const found = useMemo(() => locate(held, at), [held, at]);
  if (found === undefined) return null;
  const from = Math.max(0, found.line - BEFORE);
  const lines = found.lines.slice(from, found.line + AFTER + 1);
  const mark = {
    line: found.line - from,
    near: found.near,
    note: visible(found.near ? `${lastName(at)}, expected ${expected}` : `expected ${expected}`),
    isMain: true,
  };
  return <Code lines={lines} marks={[mark]} label="The place on the wire" />;
}

function locate({ exchange }: EvidenceExchange, at: string): Found | undefined {
  const number = /^\/events\/(\d+)(?=\/|$)/.exec(at)?.[1];
  if (number === undefined) {
    const layout = layOut(exchange);
    const mark = markOf(at, layout, exchange);
    return mark === undefined ? undefined : { ...mark, lines: layout[mark.part] };
  }
  const answer = streamOf(exchange);
  const event = answer === undefined ? undefined : eventsOf(answer)[Number(number)];
  if (event === undefined) return undefined;
  const lines = eventLines(event);
  return { ...markInEvent(at, lines), lines };
}
