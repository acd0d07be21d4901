import type { PageColumn, PageData, PageFinding, PageParameter, PageRule, PageVerdict } from '../page-model.ts';
import type { Dom } from './dom.ts';
import type { makeExchangeView } from './exchange.ts';

export interface PanelTools {
  readonly dom: Dom;
  readonly data: PageData;
  readonly dialog: HTMLDialogElement;
  readonly evidence: ReturnType<typeof makeExchangeView>;
  /** `#` links, so that every panel has an address. */
  readonly go: (hash: string) => void;
}

/** The panel that a cell opens: one rule on one column, or one capability on one column. */
export function makePanel({ dom, data, dialog, evidence, go }: PanelTools) {
  const { el, button, link } = dom;

  function show(title: string, column: PageColumn, ...content: readonly (Node | undefined)[]): void {
    const where = `${column.name} · ${column.evidence} · contract ${column.contract}`;
    const close = button({ class: 'small close', 'aria-label': 'Close' }, () => dialog.close(), '✕');
    const head = el('header', {}, el('div', {}, el('h2', { id: 'panel-title' }, title), el('p', {}, where)), close);
    const body = el('div', { class: 'panel-body' });
    for (const part of content) if (part !== undefined) body.append(part);
    dialog.replaceChildren(head, body);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    evidence.reveal(dialog);
  }

  function level(name: string): HTMLElement {
    return el('span', { class: `level level-${name.toLowerCase()}` }, name);
  }

  function finding(each: PageFinding, column: PageColumn): HTMLElement {
    const times = each.count === 1 ? '' : `${each.count} places, the first at `;
    const more = each.more.length === 0 ? undefined : el('p', { class: 'quiet' }, `Also at ${each.more.join(', ')}`);
    const shown = Object.hasOwn(column.exchanges, each.exchange) ? column.exchanges[each.exchange] : undefined;
    return el(
      'article',
      { class: 'finding' },
      el('p', { class: 'place' }, times, el('code', {}, each.place)),
      el(
        'dl',
        { class: 'facts' },
        el('dt', {}, 'expected'),
        el('dd', {}, each.expected),
        el('dt', {}, 'actual'),
        el('dd', { class: 'actual' }, each.actual),
      ),
      more,
      evidence.view(shown, each),
    );
  }

  function outcome(verdict: PageVerdict): HTMLElement {
    const text = `${data.symbols[verdict.outcome]} ${data.words[verdict.outcome]}`;
    const why = verdict.why === undefined ? undefined : ` · ${verdict.why} `;
    const more = verdict.link === undefined ? undefined : link(verdict.link, 'more');
    return el('p', { class: `outcome is-${verdict.outcome}` }, text, why, more);
  }

  function facts(rule: PageRule): HTMLElement {
    const list = el('dl', { class: 'facts' });
    if (rule.breaks.length > 0) list.append(el('dt', {}, 'breaks'), el('dd', {}, rule.breaks.join(', ')));
    list.append(el('dt', {}, 'source'), el('dd', {}, el('code', {}, rule.source)));
    return list;
  }

  /** One rule's findings on one column. */
  function details(rule: PageRule, verdict: PageVerdict, column: PageColumn): HTMLElement {
    const box = el('div', { class: 'details' }, outcome(verdict), facts(rule));
    verdict.findings.forEach((each, index) => {
      box.append(index === 0 ? finding(each, column) : furtherFinding(each, column));
    });
    return box;
  }

  /** One line until it is opened: the first finding mostly says it all. */
  function furtherFinding(each: PageFinding, column: PageColumn): HTMLElement {
    const shown = Object.hasOwn(column.exchanges, each.exchange) ? column.exchanges[each.exchange] : undefined;
    const where = shown === undefined || shown.step === '' ? each.place : `${shown.step} ${each.place}`;
    const text = el('span', { class: 'fold-text' }, el('b', {}, where), el('span', {}, each.actual));
    const box = el('details', {}, el('summary', {}, text));
    box.addEventListener('toggle', () => {
      if (box.childElementCount > 1) return;
      box.append(finding(each, column));
      evidence.reveal(box);
    });
    return box;
  }

  /** The same rule on every other column. */
  function elsewhere(rule: PageRule): HTMLElement {
    const list = el('ul', { class: 'elsewhere' });
    for (const column of data.columns) {
      const verdict = column.verdicts[rule.id];
      if (verdict === undefined) continue;
      const kind = column.isLive ? '' : ` (${column.evidence})`;
      const text = `${data.symbols[verdict.outcome]} ${column.name}${kind}`;
      const title = `${column.evidence}, contract ${column.contract}: ${data.words[verdict.outcome]}`;
      const press = () => go(`${column.key}/${rule.id}`);
      list.append(el('li', {}, button({ class: `small is-${verdict.outcome}`, title }, press, text)));
    }
    return el('section', {}, el('h3', {}, 'This rule in every column'), list);
  }

  function showRule(rule: PageRule, column: PageColumn): void {
    const verdict = column.verdicts[rule.id];
    const lead = el('p', { class: 'lead' }, level(verdict?.level ?? rule.level), ' ', rule.title);
    const none =
      column.notRun === undefined
        ? `The contract ${column.contract} does not have this rule.`
        : `Not run: ${column.notRun}.`;
    const body = verdict === undefined ? el('p', {}, none) : details(rule, verdict, column);
    show(rule.id, column, lead, body, elsewhere(rule));
  }

  /** A rule as a line that opens; its details are built when they are first wanted. */
  function fold(rule: PageRule, verdict: PageVerdict, column: PageColumn, open: boolean): HTMLElement {
    const symbol = el('span', { class: `symbol is-${verdict.outcome}` }, data.symbols[verdict.outcome]);
    const text = el('span', { class: 'fold-text' }, el('b', {}, rule.id), el('span', {}, rule.title));
    const box = el('details', {}, el('summary', {}, symbol, level(verdict.level), text));
    const fill = () => {
      if (box.childElementCount > 1) return;
      box.append(details(rule, verdict, column));
      evidence.reveal(box);
    };
    box.addEventListener('toggle', fill);
    if (open) {
      box.append(details(rule, verdict, column));
      box.setAttribute('open', '');
    }
    return box;
  }

  function showCapability(id: string, column: PageColumn): void {
    const capability = data.capabilities.find((each) => each.id === id);
    const cell = column.cells[id];
    if (capability === undefined || cell === undefined) return;
    const order = ['fail', 'flaky', 'stale', 'known-fail', 'inconclusive', 'unsupported', 'pass', 'not-exercised'];
    const rank = { MUST: 0, SHOULD: 1, MAY: 2 };
    const entries = data.rules
      .flatMap((rule) => {
        const verdict = rule.capability === id ? column.verdicts[rule.id] : undefined;
        return verdict === undefined ? [] : [{ rule, verdict }];
      })
      .sort(
        (a, b) =>
          rank[a.verdict.level] - rank[b.verdict.level] ||
          order.indexOf(a.verdict.outcome) - order.indexOf(b.verdict.outcome),
      );
    const groups = [
      { title: 'Do not hold', of: ['fail'] },
      { title: 'Flaky', of: ['flaky'] },
      { title: 'Known failures', of: ['known-fail', 'stale'] },
      { title: 'Could not be judged', of: ['inconclusive', 'unsupported'] },
      { title: 'Hold', of: ['pass'] },
      { title: 'Not exercised by this run', of: ['not-exercised'] },
    ];
    const sections = groups.map((group) => {
      const mine = entries.filter(({ verdict }) => group.of.includes(verdict.outcome));
      if (mine.length === 0) return undefined;
      const section = el('section', { class: 'group' }, el('h3', {}, `${group.title} (${mine.length})`));
      mine.forEach(({ rule, verdict }, index) => {
        section.append(fold(rule, verdict, column, index === 0 && verdict.outcome === 'fail'));
      });
      return section;
    });
    const claim = column.capabilities[id];
    const words = cell.label.charAt(0).toUpperCase() + cell.label.slice(1);
    const lead = el('p', { class: 'lead' }, `${cell.symbol} ${words}.`);
    const about = el('p', { class: 'quiet' }, `${capability.about}. ${claim ?? ''}`);
    const empty =
      entries.length > 0 || column.notRun !== undefined
        ? undefined
        : el('p', {}, 'No rule of this capability is in the contract of this column.');
    show(capability.title, column, lead, about, empty, ...sections);
  }

  /** One value as a line that opens to its exchange, which is built when it is first wanted. */
  function parameterValue(each: PageParameter['values'][number], column: PageColumn): HTMLElement {
    const symbol = el('span', { class: `symbol value-${each.outcome}` }, data.parameterSymbols[each.outcome]);
    const why = el('span', {}, `${each.outcome}: ${each.why}`);
    const text = el('span', { class: 'fold-text' }, el('b', {}, each.value), why);
    const box = el('details', {}, el('summary', {}, symbol, text));
    box.addEventListener('toggle', () => {
      if (box.childElementCount > 1) return;
      const { exchange } = each.place;
      const shown = Object.hasOwn(column.exchanges, exchange) ? column.exchanges[exchange] : undefined;
      box.append(el('div', { class: 'details' }, evidence.view(shown, each.place)));
      evidence.reveal(box);
    });
    return box;
  }

  function showParameter(name: string, column: PageColumn): void {
    const own = Object.hasOwn(column.parameters, name) ? column.parameters[name] : undefined;
    if (own === undefined) return;
    const symbol = data.parameterSymbols[own.outcome];
    const lead = el('p', { class: 'lead' }, `${symbol} ${own.label.charAt(0).toUpperCase()}${own.label.slice(1)}.`);
    const order = ['crashed', 'ignored', 'refused', 'honoured', 'unclear'];
    const values = own.values.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
    const group = el('section', { class: 'group' }, el('h3', {}, 'Its values'));
    for (const each of values) group.append(parameterValue(each, column));
    const list = el('ul', { class: 'elsewhere' });
    for (const other of data.columns) {
      const cell = Object.hasOwn(other.parameters, name) ? other.parameters[name] : undefined;
      if (cell === undefined) continue;
      const press = () => go(`${other.key}/parameter:${name}`);
      const title = `${other.evidence}, contract ${other.contract}: ${cell.label}`;
      const words = `${data.parameterSymbols[cell.outcome]} ${other.name}`;
      list.append(el('li', {}, button({ class: `small value-${cell.outcome}`, title }, press, words)));
    }
    const elsewhere = el('section', {}, el('h3', {}, 'This member in every column'), list);
    show(name, column, lead, group, elsewhere);
  }

  return { showRule, showCapability, showParameter };
}
