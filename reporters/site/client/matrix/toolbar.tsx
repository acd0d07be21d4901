import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { CAPABILITIES } from '../../../../core/capability.ts';
import { OWN } from '../../../../core/contract.ts';
import { EVIDENCE, OUTCOMES } from '../../../../core/report.ts';
import { LEVELS } from '../../../../core/rule.ts';
import { evidenceWords, OUTCOME_SYMBOL, OUTCOME_WORDS } from '../../../results/summary.ts';
import { plural } from '../../../text.ts';
import type { SiteColumn, SiteMatrix } from '../../model.ts';
import { useSlash } from '../header.tsx';
import { changeView, go, useRoute } from '../route.ts';
import { EMPTY_VIEW, type View } from '../state.ts';
import { ALL_CONTRACTS, contractsOf, type Search, shownContract } from './model.ts';
import './toolbar.css';

export interface ToolbarProps {
  readonly matrix: SiteMatrix;
  readonly view: View;
  readonly search: Search;
  readonly columns: readonly SiteColumn[];
  /** How many rows the filters leave. */
  readonly rules: number;
}

/** Everything that chooses rows and columns. */
export function Toolbar({ matrix, view, search, columns, rules }: ToolbarProps) {
  const field = useSlash();
  const { page } = useRoute();
  const contracts = contractsOf(matrix);
  const kinds = EVIDENCE.filter((kind) => matrix.columns.some(({ evidence }) => evidence === kind));
  const narrowed = chips(matrix, view);
  const says = search.rules.length > 0 || narrowed.length > 0;
  return (
    <div class="toolbar">
      <form class="tools" role="search" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
        {contracts.length < 2 ? null : (
          <label>
            <span>contract</span>
            <select
              class="field"
              aria-label="contract"
              value={shownContract(matrix, view) ?? ALL_CONTRACTS}
              onChange={(event) => changeView({ contract: event.currentTarget.value })}
            >
              {contracts.map((id) => (
                <option key={id} value={id}>
                  {id === OWN
                    ? 'its own document'
                    : `${id} ${matrix.run.contracts.find((each) => each.id === id)?.edition ?? ''}`}
                </option>
              ))}
              <option value={ALL_CONTRACTS}>all, side by side</option>
            </select>
          </label>
        )}
        {kinds.length < 2 ? null : (
          <label>
            <span>evidence</span>
            <select
              class="field"
              aria-label="evidence"
              value={view.evidence ?? ''}
              onChange={(event) => {
                const { evidence: _, ...rest } = view;
                const kind = EVIDENCE.find((each) => each === event.currentTarget.value);
                changeView(() => ({ ...rest, ...(kind === undefined ? {} : { evidence: kind }) }));
              }}
            >
              <option value="">all kinds</option>
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {evidenceWords({ evidence: kind })}
                </option>
              ))}
            </select>
          </label>
        )}
        <button
          type="button"
          class="button"
          aria-pressed={view.differences}
          onClick={() => changeView({ differences: !view.differences })}
        >
          Only differences
        </button>
        <button
          type="button"
          class="button"
          aria-pressed={isOnlyFailing(view)}
          onClick={() => changeView({ outcomes: isOnlyFailing(view) ? [] : ['fail'] })}
        >
          Only failing
        </button>
        <Filters matrix={matrix} view={view} />
        <input
          ref={field}
          class="field search"
          type="search"
          placeholder="Search rules, providers …   /"
          aria-label="Search rules and providers"
          autocomplete="off"
          spellcheck={false}
          value={view.text}
          onInput={(event) => changeView({ text: event.currentTarget.value }, { replace: true })}
        />
      </form>
      <div class="chips" aria-live="polite">
        {view.pinned.length > 1 ? <CompareButton view={view} isComparison={page === 'compare'} /> : null}
        {says ? <span class="quiet">{`${plural(rules, 'rule')} in ${plural(columns.length, 'column')}`}</span> : null}
        {narrowed.map(({ name, without }) => (
          <button
            key={name}
            type="button"
            class="chip"
            onClick={() => changeView(() => without)}
            title={`Remove: ${name}`}
          >
            {name} <span aria-hidden="true">✕</span>
          </button>
        ))}
        {narrowed.length > 1 ? (
          <button
            type="button"
            class="chip clear"
            onClick={() => changeView(() => ({ ...EMPTY_VIEW, open: view.open }))}
          >
            Clear all
          </button>
        ) : null}
      </div>
    </div>
  );
}

function isOnlyFailing({ outcomes }: View): boolean {
  return outcomes.length === 1 && outcomes[0] === 'fail';
}

function CompareButton({ view, isComparison }: { readonly view: View; readonly isComparison: boolean }) {
  return isComparison ? (
    <button type="button" class="chip" onClick={() => go({ page: 'matrix', view: { ...view, differences: false } })}>
      Show all columns again
    </button>
  ) : (
    <button
      type="button"
      class="chip strong"
      onClick={() => go({ page: 'compare', view: { ...view, differences: true } })}
    >
      Compare the {view.pinned.length} pinned
    </button>
  );
}

/** What narrows the view, each with the view without it. */
function chips(matrix: SiteMatrix, view: View): readonly { readonly name: string; readonly without: View }[] {
  const nameOf = (key: string) => matrix.columns.find((column) => column.key === key)?.provider.name ?? key;
  const found: { name: string; without: View }[] = [];
  const add = (isSet: boolean, name: string, change: Partial<View>) => {
    if (isSet) found.push({ name, without: { ...view, ...change } });
  };
  add(view.levels.length > 0, `level ${view.levels.join(', ')}`, { levels: [] });
  add(view.outcomes.length > 0 && !isOnlyFailing(view), view.outcomes.map((each) => OUTCOME_WORDS[each]).join(', '), {
    outcomes: [],
  });
  add(
    view.capabilities.length > 0,
    CAPABILITIES.filter(({ id }) => view.capabilities.includes(id))
      .map(({ title }) => title)
      .join(', '),
    { capabilities: [] },
  );
  add(
    view.providers.length > 0,
    `only ${view.providers.slice(0, 3).join(', ')}${view.providers.length > 3 ? ' …' : ''}`,
    {
      providers: [],
    },
  );
  add(
    view.hidden.length > 0,
    `hidden: ${view.hidden.slice(0, 3).map(nameOf).join(', ')}${view.hidden.length > 3 ? ' …' : ''}`,
    {
      hidden: [],
    },
  );
  add(view.order.length > 0, 'own order of columns', { order: [] });
  return found;
}

/** Level, verdict, capability and provider, behind one button. */
function Filters({ matrix, view }: { readonly matrix: SiteMatrix; readonly view: View }) {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const leave = (event: Event) => {
      if (!(event.target instanceof Node)) return;
      if (box.current?.contains(event.target) || button.current?.contains(event.target)) return;
      setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [isOpen]);
  const count = view.levels.length + view.outcomes.length + view.capabilities.length + view.providers.length;
  return (
    <div
      class="filters"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        setOpen(false);
        button.current?.focus();
      }}
    >
      <button ref={button} type="button" class="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Filter{count === 0 ? '' : ` (${count})`}
      </button>
      {isOpen ? (
        <div class="filter-box" ref={box}>
          <Choices
            title="Level"
            all={LEVELS}
            chosen={view.levels}
            words={(level) => level}
            change={(levels) => changeView({ levels })}
          />
          <Choices
            title="Verdict of any shown provider"
            all={OUTCOMES}
            chosen={view.outcomes}
            words={(outcome) => (
              <>
                <span class={`symbol is-${outcome}`}>{OUTCOME_SYMBOL[outcome]}</span> {OUTCOME_WORDS[outcome]}
              </>
            )}
            change={(outcomes) => changeView({ outcomes })}
          />
          <Choices
            title="Capability"
            all={CAPABILITIES.map(({ id }) => id)}
            chosen={view.capabilities}
            words={(id) => CAPABILITIES.find((each) => each.id === id)?.title ?? id}
            change={(capabilities) => changeView({ capabilities })}
          />
          <Providers matrix={matrix} view={view} />
        </div>
      ) : null}
    </div>
  );
}

interface ChoicesProps<T extends string> {
  readonly title: string;
  readonly all: readonly T[];
  readonly chosen: readonly T[];
  readonly words: (value: T) => ComponentChildren;
  readonly change: (chosen: readonly T[]) => void;
}

function Choices<T extends string>({ title, all, chosen, words, change }: ChoicesProps<T>) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {all.map((value) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) =>
              change(event.currentTarget.checked ? [...chosen, value] : chosen.filter((each) => each !== value))
            }
          />{' '}
          {words(value)}
        </label>
      ))}
    </fieldset>
  );
}

/** More than fit on a list are found by name. */
const LISTED = 40;

function Providers({ matrix, view }: { readonly matrix: SiteMatrix; readonly view: View }) {
  const [text, setText] = useState('');
  const names = new Map(matrix.columns.map(({ provider }) => [provider.id, provider.name]));
  const found = [...names].filter(([id, name]) => `${id} ${name}`.toLowerCase().includes(text.toLowerCase()));
  const listed = found.slice(0, LISTED).map(([id]) => id);
  const all = [...new Set([...view.providers.filter((id) => names.has(id)), ...listed])];
  return (
    <div class="providers">
      {names.size > LISTED ? (
        <input
          class="field"
          type="search"
          aria-label="Find providers"
          placeholder={`Find among ${names.size} providers`}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      ) : null}
      <Choices
        title="Provider"
        all={all}
        chosen={view.providers}
        words={(id) => names.get(id) ?? id}
        change={(providers) => changeView({ providers })}
      />
      {found.length > LISTED ? (
        <p class="quiet small">and {found.length - LISTED} more: type a part of the name</p>
      ) : null}
    </div>
  );
}
