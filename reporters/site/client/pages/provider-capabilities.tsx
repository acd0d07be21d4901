import { CAPABILITIES } from '../../../../core/capability.ts';
import { isAnswered } from '../../../../core/report.ts';
import type { SiteColumn, SiteColumnDetails, SiteMatrix } from '../../model.ts';
import type { Loaded } from '../load.ts';
import { capabilityCell } from '../matrix/model.ts';
import { EMPTY_VIEW, formatRoute } from '../state.ts';
import { ScrollBox } from './scroll-box.tsx';

const FOUND = {
  offered: '● offered',
  unsupported: '– refused honestly',
  unknown: '? nobody could tell',
} as const;

/** What its provider file claims, and what the run found. */
export function ProviderCapabilities({
  matrix,
  column,
  details,
}: {
  readonly matrix: SiteMatrix;
  readonly column: SiteColumn;
  readonly details: Loaded<SiteColumnDetails>;
}) {
  const states = new Map(
    (details.state === 'ready' ? details.value.capabilities : []).map((state) => [state.id as string, state]),
  );
  const spoken = new Set(matrix.rules.map(({ capability }) => capability as string));
  // Whoever was recorded had claimed nothing to this kit.
  const isLive = column.evidence === 'live';
  const isFound = isAnswered(column.evidence);
  return (
    <section aria-labelledby="capabilities">
      <h2 id="capabilities">Capabilities</h2>
      <ScrollBox label="Capabilities, table">
        <table class="plain-table">
          <thead>
            <tr>
              <th scope="col">Capability</th>
              {isLive ? <th scope="col">Claimed</th> : null}
              {isFound ? <th scope="col">Found</th> : null}
              <th scope="col">MUST rules</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {CAPABILITIES.filter(({ id }) => spoken.has(id)).map(({ id, title }) => {
              const state = states.get(id);
              const cell = capabilityCell(matrix, column, id);
              return (
                <tr key={id}>
                  <th scope="row">
                    <a
                      href={formatRoute({
                        page: 'matrix',
                        view: { ...EMPTY_VIEW, contract: column.contract, cell: { column: column.key, of: id } },
                      })}
                    >
                      {title}
                    </a>
                  </th>
                  {isLive ? <td>{state?.claimed === true ? 'yes' : <span class="quiet">no</span>}</td> : null}
                  {isFound ? <td>{state === undefined ? <span class="quiet">·</span> : FOUND[state.state]}</td> : null}
                  <td class={`nowrap tone-${cell.tone}`}>
                    {cell.symbol} {cell.text}
                    {cell.warnings === 0 ? '' : ` ▵${cell.warnings}`}
                  </td>
                  <td class="quiet wide">{state?.why ?? cell.label}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
