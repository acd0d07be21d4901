import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { CAPABILITIES } from '../../../../core/capability.ts';
import { contractIdOf } from '../../../../core/contract.ts';
import { contractPhrase, evidenceWords } from '../../../results/summary.ts';
import type { SiteMatrix } from '../../model.ts';
import { FindingPanel } from '../evidence/panel.tsx';
import { changeView } from '../route.ts';
import { type CellAddress, formatRoute } from '../state.ts';
import { LevelMark } from '../ui/parts.tsx';
import { CapabilityPanel } from './capability-panel.tsx';
import './panel.css';

export interface CellPanelProps {
  readonly matrix: SiteMatrix;
  readonly address: CellAddress;
}

/** Beside the matrix: what the selected cell stands for. */
export function CellPanel({ matrix, address }: CellPanelProps) {
  const column = matrix.columns.find(({ key }) => key === address.column);
  const rule = matrix.rules.find(({ id }) => id === address.of);
  const capability = CAPABILITIES.find(({ id }) => id === address.of);
  if (column === undefined || (rule === undefined && capability === undefined)) {
    return (
      <Panel title="Nothing has this address" name="cell">
        <p>
          This site has no column {address.column} with {address.of}. It may have been judged by an older run.
        </p>
      </Panel>
    );
  }
  const where = (
    <>
      <a href={formatRoute({ page: 'provider', key: column.key, query: {} })}>{column.provider.name}</a>
      {` · ${column.notRun === undefined ? evidenceWords(column) : 'not run'} · ${contractPhrase(column.contract)}`}
    </>
  );
  const name = `${address.column}/${address.of}`;
  if (rule !== undefined) {
    const level = rule.levels[contractIdOf(column.contract)];
    return (
      <Panel title={rule.title} where={where} name={name}>
        <p class="panel-rule">
          {level === undefined ? null : <LevelMark level={level} />}{' '}
          <a href={formatRoute({ page: 'rule', id: rule.id, query: {} })}>
            <code>{rule.id}</code>
          </a>
        </p>
        {column.notRun === undefined ? <FindingPanel column={column} rule={rule} /> : <p>Not run: {column.notRun}.</p>}
      </Panel>
    );
  }
  return (
    <Panel title={capability?.title ?? ''} where={where} name={name}>
      <CapabilityPanel matrix={matrix} column={column} capability={address.of} />
    </Panel>
  );
}

interface PanelProps {
  readonly title: string;
  readonly where?: ComponentChildren;
  /** Changes when something else is shown. */
  readonly name: string;
  readonly children: ComponentChildren;
}

/** A dialog at the side; Escape, its button or a click beside it closes it. */
export function Panel({ title, where, name, children }: PanelProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    if (!element.open) element.showModal();
    element.scrollTop = 0;
  }, [name]);
  const close = () => changeView(({ cell: _, ...rest }) => rest);
  return (
    <dialog
      class="panel"
      ref={dialog}
      aria-labelledby="panel-title"
      onCancel={(event) => {
        event.preventDefault();
        dialog.current?.close();
      }}
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <header>
        <div>
          <h2 id="panel-title" tabIndex={-1} autofocus>
            {title}
          </h2>
          {where === undefined ? null : <p class="quiet">{where}</p>}
        </div>
        <button type="button" class="button" onClick={() => dialog.current?.close()} aria-label="Close">
          ✕
        </button>
      </header>
      <div class="panel-body">{children}</div>
    </dialog>
  );
}
