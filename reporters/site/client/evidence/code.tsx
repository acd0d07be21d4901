import { useLayoutEffect, useRef } from 'preact/hooks';
import { cut, visible } from '../../../text.ts';
import type { Line } from '../../data/layout.ts';
import { useVirtual } from '../ui/virtual.ts';
import './code.css';

export interface CodeProps {
  readonly lines: readonly Line[];
  /** What the block is, for those who do not see it. */
  readonly label: string;
  /** The first one is scrolled into view. */
  readonly marks?: readonly CodeMark[];
}

export interface CodeMark {
  readonly line: number;
  /** Nothing is there: what is missing belongs into what begins on the line. */
  readonly near: boolean;
  /** Beside the line. */
  readonly note: string;
  /** The place that the reader came for, among others that are marked too. */
  readonly isMain: boolean;
}

const NONE: readonly CodeMark[] = [];

/** More lines than this are drawn as they come into sight; they cannot be folded then. */
const VIRTUAL_LINES = 600;
const LINE_PIXELS = 18;
const LINE_CHARACTERS = 4000;

/** Text of the wire, line by line, with the marked line scrolled into view. The only place that shows such text. */
export function Code(props: CodeProps) {
  return props.lines.length > VIRTUAL_LINES ? <LongCode {...props} /> : <ShortCode {...props} />;
}

function ShortCode({ lines, label, marks = NONE }: CodeProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const marked =
      box.current?.querySelector<HTMLElement>('.code-line.main') ??
      box.current?.querySelector<HTMLElement>('.code-line.marked');
    if (box.current === null || marked === null || marked === undefined) return;
    box.current.scrollTop = marked.offsetTop - box.current.clientHeight / 3;
  }, [lines, marks[0]?.line]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <div class="code" ref={box} tabIndex={0} role="group" aria-label={label}>
      {lines.map((line, index) => (
        <CodeLine key={index} line={line} marks={marks.filter((each) => each.line === index)} />
      ))}
    </div>
  );
}

function LongCode({ lines, label, marks = NONE }: CodeProps) {
  const box = useRef<HTMLDivElement>(null);
  const { items, total, scrollTo } = useVirtual({
    scroller: box,
    count: lines.length,
    size: () => LINE_PIXELS,
    before: 0,
    overscan: 20,
    version: String(lines.length),
  });
  const first = marks[0]?.line;
  useLayoutEffect(() => {
    if (first !== undefined) scrollTo(first);
  }, [lines, first]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <div class="code long" ref={box} tabIndex={0} role="group" aria-label={`${label}, ${lines.length} lines`}>
      <div style={{ height: `${total}px`, position: 'relative' }}>
        {items.map(({ index, start }) => {
          const line = lines[index];
          return line === undefined ? null : (
            <div key={index} class="row" style={{ transform: `translateY(${start}px)` }}>
              <CodeLine line={line} marks={marks.filter((each) => each.line === index)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function CodeLine({ line, marks }: { readonly line: Line; readonly marks: readonly CodeMark[] }) {
  const text = visible(cut(line.text, LINE_CHARACTERS));
  if (marks.length === 0) return <div class="code-line">{text === '' ? ' ' : text}</div>;
  return (
    <div class={marks.some(({ isMain }) => isMain) ? 'code-line marked main' : 'code-line marked'}>
      <mark>{text === '' ? ' ' : text}</mark>
      {marks.map(({ near, note }) => (
        <span class="code-note" key={note}>
          {near ? ' ◂ missing here: ' : ' ◂ '}
          {note}
        </span>
      ))}
    </div>
  );
}
