import { useEffect, useRef, useState } from 'preact/hooks';
import { plural } from '../../text.ts';
import type { SiteMatrix } from '../model.ts';
import { EMPTY_VIEW, formatRoute, type Route } from './state.ts';
import { Time } from './ui/parts.tsx';
import { chooseTheme, chosenTheme, type Theme } from './ui/theme.ts';
import './header.css';

export interface HeaderProps {
  readonly matrix: SiteMatrix;
  readonly route: Route;
}

/** Name, pages, and the strip that says what was judged, when, and what changed. */
export function Header({ matrix, route }: HeaderProps) {
  const view = 'view' in route ? { ...route.view, open: [] } : EMPTY_VIEW;
  const { cell: _, ...kept } = view;
  const pages = [
    { name: 'Matrix', page: 'matrix', href: formatRoute({ page: 'matrix', view: kept }) },
    { name: 'Request members', page: 'parameters', href: formatRoute({ page: 'parameters', view: kept }) },
    { name: 'History', page: 'history', href: formatRoute({ page: 'history', query: {} }) },
  ] as const;
  return (
    <header class="top">
      <div class="top-line">
        <a class="brand" href={formatRoute({ page: 'matrix', view: EMPTY_VIEW })}>
          Responses API compatibility
        </a>
        <nav aria-label="Pages">
          {pages.map(({ name, page, href }) => (
            <a key={page} href={href} aria-current={isCurrent(route, page) ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <ThemeSwitch />
      </div>
      <Strip matrix={matrix} />
    </header>
  );
}

function isCurrent(route: Route, page: Route['page']): boolean {
  return route.page === page || (page === 'matrix' && route.page === 'compare');
}

function Strip({ matrix }: { readonly matrix: SiteMatrix }) {
  const { run, columns, rules, changes } = matrix;
  const providers = new Set(columns.map(({ provider }) => provider.id)).size;
  const notRun = new Set(columns.filter(({ notRun }) => notRun !== undefined).map(({ provider }) => provider.id)).size;
  return (
    <p class="strip">
      <span>
        run <Time at={run.finishedAt} />
      </span>
      <span>
        {plural(providers, 'provider')}
        {notRun === 0 ? '' : ` (${notRun} not asked)`}
      </span>
      <span>{plural(rules.length, 'rule')}</span>
      {changes === undefined ? null : (
        <a class="changes" href={formatRoute({ page: 'history', query: {} })}>
          <b class={changes.regressions.length > 0 ? 'is-fail' : ''}>
            {plural(changes.regressions.length, 'regression')}
          </b>
          {', '}
          {changes.fixes.length} {changes.fixes.length === 1 ? 'fix' : 'fixes'} since {changes.since.slice(0, 10)} →
        </a>
      )}
      <span class="kit">
        {run.kit.name} {run.kit.version}
      </span>
    </p>
  );
}

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const THEME_WORDS: Readonly<Record<Theme, string>> = { system: 'Auto', light: 'Light', dark: 'Dark' };

function ThemeSwitch() {
  const [theme, setTheme] = useState(chosenTheme);
  const press = () => {
    chooseTheme(NEXT[theme]);
    setTheme(NEXT[theme]);
  };
  return (
    <button
      type="button"
      class="button plain theme"
      onClick={press}
      aria-label={`${THEME_WORDS[theme]} colours; change to ${THEME_WORDS[NEXT[theme]]}`}
      title={`Colours: ${theme}`}
    >
      <Shade /> {THEME_WORDS[theme]}
    </button>
  );
}

function Shade() {
  return (
    <svg viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">
      <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.5" />
      <path d="M8 3v10a5 5 0 0 0 0-10z" fill="currentColor" />
    </svg>
  );
}

/** Focuses the element when `/` is pressed anywhere but in a field. */
export function useSlash() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const { target } = event;
      const typing =
        target instanceof HTMLInputElement ||
        target instanceof HTMLSelectElement ||
        target instanceof HTMLTextAreaElement;
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  return field;
}
