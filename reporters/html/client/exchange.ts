import type { PageFinding, ShownEvent, ShownExchange } from '../page-model.ts';
import type { Dom } from './dom.ts';

export interface ExchangeTools {
  readonly dom: Dom;
  readonly visible: (text: string) => string;
  /** Writes to the clipboard; false when the browser does not let us. */
  readonly copy: (text: string) => Promise<boolean>;
}

/** Builds the evidence of one finding: request and answer side by side with the place marked, and the command. */
export function makeExchangeView({ dom, visible, copy }: ExchangeTools) {
  const { el, button } = dom;

  function lines(texts: readonly string[], marked: number, near: boolean, finding: PageFinding): HTMLElement {
    const list = el('div', { class: 'code', tabindex: '0', role: 'group' });
    texts.forEach((text, index) => {
      if (index !== marked) {
        list.append(el('div', { class: 'line' }, text === '' ? ' ' : text));
        return;
      }
      const note =
        finding.note !== undefined
          ? finding.note
          : near
            ? `here: ${finding.expected}, was ${finding.actual}`
            : `expected ${finding.expected}`;
      const mark = el('mark', {}, text === '' ? ' ' : text);
      list.append(el('div', { class: 'line marked' }, mark, el('span', { class: 'note' }, `◂ ${note}`)));
    });
    return list;
  }

  function event(shown: ShownEvent, finding: PageFinding): HTMLElement {
    const { mark } = finding;
    const isMarked = mark.part === 'event' && mark.event === shown.index;
    const head = el(
      'div',
      { class: 'event-head' },
      el('span', { class: 'number' }, String(shown.index)),
      el('span', { class: 'name' }, shown.name),
      isMarked ? undefined : el('span', { class: 'brief' }, shown.brief),
    );
    const row = el('li', { class: isMarked ? 'event marked' : 'event' }, head);
    if (mark.part === 'event' && isMarked && shown.lines !== undefined) {
      row.append(lines(shown.lines, mark.line, mark.near, finding));
    }
    return row;
  }

  function answer(shown: ShownExchange, finding: PageFinding): HTMLElement {
    const { mark } = finding;
    const isHere = mark.part === 'answer';
    const box = el('section', { class: 'half' }, el('h5', {}, 'Answer'));
    box.append(lines(shown.answer, isHere ? mark.line : -1, isHere && mark.near, finding));
    if (shown.events !== undefined) {
      const list = el('ol', { class: 'events', tabindex: '0', 'aria-label': 'Events of the stream' });
      for (const each of shown.events) list.append(event(each, finding));
      box.append(list);
      if (shown.events.length === 0) box.append(el('p', { class: 'quiet' }, 'The stream held no event.'));
    }
    for (const note of shown.notes) box.append(el('p', { class: 'quiet' }, note));
    return box;
  }

  function command(curl: string): HTMLElement {
    const said = el('span', { class: 'quiet', role: 'status' });
    const press = () => {
      void copy(curl).then((done) => {
        said.textContent = done ? 'copied' : 'select the text and copy it: the browser does not allow more here';
      });
    };
    return el(
      'section',
      { class: 'command' },
      el('h5', {}, 'See it yourself ', button({ class: 'small copy' }, press, 'Copy curl'), ' ', said),
      el('pre', { class: 'code curl', tabindex: '0' }, visible(curl)),
    );
  }

  /** Brings the marked place into view inside its own scrollers; call once the element is on the page. */
  function reveal(root: HTMLElement): void {
    for (const scroller of Array.from(root.querySelectorAll('.events, .code'))) {
      const marked = scroller.querySelector('.marked');
      if (!(marked instanceof HTMLElement) || !(scroller instanceof HTMLElement)) continue;
      const offset = marked.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      scroller.scrollTop += offset - scroller.clientHeight / 3;
    }
  }

  function view(shown: ShownExchange | undefined, finding: PageFinding): HTMLElement {
    if (shown === undefined) {
      if (finding.at.startsWith('/lines/')) return el('p', { hidden: '' });
      const why = `The exchange ${visible(finding.exchange)} is not in this file, which keeps only part of the evidence.`;
      return el('p', { class: 'quiet' }, why);
    }
    const { mark } = finding;
    const isHere = mark.part === 'request';
    const isLost = mark.part === 'whole' && finding.at !== '/stream';
    return el(
      'div',
      { class: 'exchange' },
      el('p', { class: 'exchange-title' }, shown.title, shown.step === '' ? undefined : ` · ${shown.step}`),
      shown.curl === '' ? undefined : command(shown.curl),
      el(
        'div',
        { class: 'halves' },
        el(
          'section',
          { class: 'half' },
          el('h5', {}, 'Request'),
          lines(shown.request, isHere ? mark.line : -1, isHere && mark.near, finding),
        ),
        answer(shown, finding),
      ),
      isLost ? el('p', { class: 'quiet' }, 'The place is not in the part that is shown here.') : undefined,
    );
  }

  return { view, reveal };
}
