import type { PageData, PageRule } from '../page-model.ts';
import type { Dom, makeDom } from './dom.ts';
import type { makeExchangeView } from './exchange.ts';
import type { makePanel } from './panel.ts';

export interface Parts {
  readonly visible: (text: string) => string;
  readonly makeDom: typeof makeDom;
  readonly makeExchangeView: typeof makeExchangeView;
  readonly makePanel: typeof makePanel;
}

/** Brings the table to life: rows that open, filters, the panel, and an address for every cell. */
export function clientMain(parts: Parts): void {
  const dom: Dom = parts.makeDom(document);
  const { el } = dom;
  const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData;
  const dialog = document.getElementById('panel') as HTMLDialogElement;
  const search = document.getElementById('search') as HTMLInputElement;
  const level = document.getElementById('level') as HTMLSelectElement;
  const contract = document.getElementById('contract') as HTMLSelectElement | null;
  const failing = document.getElementById('failing') as HTMLInputElement;
  const differing = document.getElementById('differing') as HTMLInputElement;
  const matches = document.getElementById('matches');
  const evidence = parts.makeExchangeView({ dom, visible: parts.visible, copy });
  const panel = parts.makePanel({ dom, data, dialog, evidence, go });
  const opened = new Set<string>();
  /** Capabilities of which every row was asked for; of the others the first rows are enough to find one's way. */
  const whole = new Set<string>();
  const ROWS = 60;

  async function copy(text: string): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }

  /** The address bar is the only state of the panel; replaced, not pushed, so that Back leaves the page. */
  function go(hash: string): void {
    history.replaceState(null, '', hash === '' ? location.pathname + location.search : `#${hash}`);
    route();
  }

  function route(): void {
    const hash = location.hash.slice(1);
    const slash = hash.indexOf('/');
    if (slash === -1) return;
    const key = hash.slice(0, slash);
    const target = decode(hash.slice(slash + 1));
    const column =
      data.columns.find((each) => each.key === key) ?? data.columns.find((each) => each.id === decode(key));
    if (column === undefined) return;
    const rule = data.rules.find((each) => each.id === target);
    if (target.startsWith('parameter:')) panel.showParameter(target.slice('parameter:'.length), column);
    else if (rule !== undefined) panel.showRule(rule, column);
    else panel.showCapability(target, column);
  }

  function decode(text: string): string {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  function isFiltered(): boolean {
    return search.value.trim() !== '' || level.value !== '' || failing.checked || differing.checked;
  }

  function isShown(index: number): boolean {
    return contract === null || contract.value === '' || data.columns[index]?.contract === contract.value;
  }

  function matching(rule: PageRule): boolean {
    const columns = data.columns.filter((_, index) => isShown(index));
    const verdicts = columns.flatMap((column) => column.verdicts[rule.id] ?? []);
    const words = search.value.trim().toLowerCase().split(/\s+/);
    const text = `${rule.id} ${rule.title} ${rule.breaks.join(' ')}`.toLowerCase();
    const outcomes = new Set(verdicts.map(({ outcome }) => outcome));
    return (
      words.every((word) => text.includes(word)) &&
      (level.value === '' || verdicts.some((verdict) => verdict.level === level.value)) &&
      (!failing.checked || outcomes.has('fail')) &&
      (!differing.checked || outcomes.size > 1)
    );
  }

  function ruleRow(rule: PageRule): HTMLElement {
    const mark = el('span', { class: `level level-${rule.level.toLowerCase()}` }, rule.level);
    const name = el('span', { class: 'rule-id' }, rule.id);
    const text = el('span', { class: 'rule-title' }, rule.title);
    const head = el('th', { scope: 'row' }, el('div', { class: 'rule', title: rule.title }, mark, name, text));
    const row = el('tr', { class: 'rule-row' }, head);
    data.columns.forEach((column, index) => {
      const cell = el('td', { 'data-col': String(index) });
      if (!isShown(index)) cell.hidden = true;
      const verdict = column.verdicts[rule.id];
      if (verdict !== undefined) {
        const places = verdict.findings.reduce((sum, each) => sum + each.count, 0);
        const words = `${rule.id}, ${column.name}: ${verdict.level}, ${data.words[verdict.outcome]}`;
        const count = places > 1 ? el('span', { class: 'count' }, `${places}×`) : undefined;
        const symbol = el('span', { class: 'symbol' }, data.symbols[verdict.outcome]);
        const look = `cell is-${verdict.outcome} at-${verdict.level.toLowerCase()}`;
        const press = () => go(`${column.key}/${rule.id}`);
        cell.append(dom.button({ class: look, 'aria-label': words, title: words }, press, symbol, count));
      }
      row.append(cell);
    });
    return row;
  }

  function moreRow(id: string, count: number): HTMLElement {
    const press = () => {
      whole.add(id);
      render();
    };
    const button = dom.button({ class: 'small' }, press, `Show ${count} more rules`);
    const head = el('th', { scope: 'row' }, el('div', { class: 'rule' }, button));
    return el('tr', { class: 'rule-row' }, head, el('td', { colspan: String(data.columns.length) }));
  }

  /** Rows exist only while their capability is open. */
  function render(): void {
    const filtered = isFiltered();
    let found = 0;
    for (const body of Array.from(document.querySelectorAll('tbody[data-capability]'))) {
      const id = body.getAttribute('data-capability') ?? '';
      const rules = data.rules.filter((rule) => rule.capability === id && matching(rule));
      found += rules.length;
      const isOpen = opened.has(id) || (filtered && rules.length > 0);
      for (const row of Array.from(body.querySelectorAll('.rule-row'))) row.remove();
      if (isOpen) {
        const shown = whole.has(id) ? rules : rules.slice(0, ROWS);
        body.append(...shown.map(ruleRow));
        if (shown.length < rules.length) body.append(moreRow(id, rules.length - shown.length));
      }
      body.classList.toggle('empty', filtered && rules.length === 0);
      body.querySelector('[data-expand]')?.setAttribute('aria-expanded', String(isOpen));
    }
    for (const cell of Array.from(document.querySelectorAll('thead [data-col], .capability td, #parameters td'))) {
      if (cell instanceof HTMLElement) cell.hidden = !isShown(Number(cell.getAttribute('data-col')));
    }
    if (matches !== null) {
      const none = found === 0 ? 'No rule matches: clear the search or the filters.' : `${found} rules`;
      matches.textContent = filtered ? none : '';
    }
    findParameters();
  }

  /** The rows are on the page already; only whether they show changes. */
  function openParameters(isOpen: boolean): void {
    document.querySelector('[data-parameters]')?.setAttribute('aria-expanded', String(isOpen));
    for (const row of Array.from(document.querySelectorAll('.parameter-row'))) row.classList.toggle('open', isOpen);
    findParameters();
  }

  /** A search finds members as well: those that match show, whether their group is open or not. */
  function findParameters(): void {
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of Array.from(document.querySelectorAll('.parameter-row'))) {
      const name = (row.querySelector('.rule-id')?.textContent ?? '').toLowerCase();
      const found = words.every((word) => name.includes(word));
      row.classList.toggle('found', words.length > 0 && found);
      row.classList.toggle('missed', !found);
    }
  }

  document.getElementById('matrix')?.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const expand = target?.closest('[data-expand]');
    if (expand != null) {
      const id = expand.getAttribute('data-expand') ?? '';
      if (opened.has(id)) opened.delete(id);
      else opened.add(id);
      render();
    }
    const parameters = target?.closest('[data-parameters]');
    if (parameters != null) openParameters(parameters.getAttribute('aria-expanded') !== 'true');
    const parameter = target?.closest('.parameter-row [data-address]');
    if (parameter != null) go(parameter.getAttribute('data-address') ?? '');
    const cell = target?.closest('[data-cell]');
    const column = data.columns[Number(cell?.getAttribute('data-at') ?? '-1')];
    if (cell != null && column !== undefined) go(`${column.key}/${cell.getAttribute('data-cell')}`);
  });
  for (const control of [search, level, contract, failing, differing]) control?.addEventListener('input', render);
  dialog.addEventListener('close', () => go(''));
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.key !== '/' || typing || dialog.open || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    search.focus();
  });
  window.addEventListener('hashchange', route);
  document.documentElement.classList.add('live');
  render();
  route();
}
