import type { ParameterOutcome } from '../../../../core/parameter.ts';
import { PARAMETER_SYMBOL, PARAMETER_WORDS } from '../../../results/parameters.ts';
import { contractPhrase } from '../../../results/summary.ts';
import type { SiteColumn, SiteMatrix } from '../../model.ts';
import { requestPointer } from '../../pointer.ts';
import { useData } from '../load.ts';
import { Panel } from '../matrix/panel.tsx';
import { type CellAddress, formatRoute } from '../state.ts';
import { Waiting } from '../ui/parts.tsx';

export interface ParameterPanelProps {
  readonly matrix: SiteMatrix;
  readonly address: CellAddress;
}

/** The values of one request member on one column, what is wrong first, each with the exchange that shows it. */
export function ParameterPanel({ matrix, address }: ParameterPanelProps) {
  const column = matrix.columns.find(({ key }) => key === address.column);
  const name = `${address.column}/${address.of}`;
  if (column === undefined) {
    return (
      <Panel title="Nothing has this address" name={name}>
        <p>This site has no column {address.column}.</p>
      </Panel>
    );
  }
  return (
    <Panel title={address.of} where={`${column.provider.name} · ${contractPhrase(column.contract)}`} name={name}>
      <Values column={column} member={address.of} />
    </Panel>
  );
}

const ORDER: readonly ParameterOutcome[] = ['crashed', 'ignored', 'refused', 'honoured', 'unclear'];

function Values({ column, member }: { readonly column: SiteColumn; readonly member: string }) {
  const details = useData(`columns/${column.key}`);
  if (details.state !== 'ready') return <Waiting loaded={details} what="its values" />;
  const values = details.value.parameters.filter((each) => each.member === member);
  if (values.length === 0) return <p>No request of this run had the member {member}.</p>;
  return (
    <>
      {ORDER.map((outcome) => {
        const mine = values.filter((each) => each.outcome === outcome);
        return mine.length === 0 ? null : (
          <section class="group" key={outcome}>
            <h3>
              <span class={`value-${outcome}`}>{PARAMETER_SYMBOL[outcome]}</span> {outcome} ({mine.length}){' '}
              <span class="quiet small">{PARAMETER_WORDS[outcome]}</span>
            </h3>
            <ul>
              {mine.map(({ value, why, exchange }) => (
                <li key={value} class="value-line">
                  <code>{value}</code> <span class="quiet">{why}</span>{' '}
                  <a
                    href={formatRoute({
                      page: 'evidence',
                      column: column.key,
                      exchange,
                      at: requestPointer(member),
                      query: {},
                    })}
                  >
                    exchange
                  </a>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}
