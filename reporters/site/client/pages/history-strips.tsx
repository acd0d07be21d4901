import { useMemo, useState } from 'preact/hooks';
import { plural } from '../../../text.ts';
import type { SiteHistory } from '../../data/history.ts';
import { formatRoute } from '../state.ts';
import { ScrollBox } from './scroll-box.tsx';
import { Strip } from './strip.tsx';

type Wanted = 'changed' | 'failing' | 'all';
const SHOWN = 200;

/** Rule by rule, a symbol a run. */
export function HistoryStrips({ history }: { readonly history: SiteHistory }) {
  const { rules, runs } = history;
  const [wanted, want] = useState<Wanted>('changed');
  const [text, search] = useState('');
  const lines = useMemo(() => {
    const codes = (index: number) => runs.map(({ outcomes }) => outcomes[index] ?? '-');
    return rules.map((rule, index) => {
      const own = codes(index);
      return {
        rule,
        index,
        changed: new Set(own.map((code) => code.toLowerCase())).size > 1,
        failing: own.some((code) => 'fkl'.includes(code.toLowerCase())),
      };
    });
  }, [rules, runs]);
  const found = lines
    .filter((line) => (wanted === 'all' || line[wanted]) && line.rule.toLowerCase().includes(text.toLowerCase()))
    // What failed comes first; the order is that of the matrix otherwise.
    .sort((left, right) => Number(right.failing) - Number(left.failing));
  return (
    <section aria-labelledby="strips">
      <h2 id="strips">Rule by rule</h2>
      <p class="quiet">One symbol a run, the newest at the right.</p>
      <div class="choices">
        <label class="choice">
          Rules{' '}
          <select class="field" value={wanted} onChange={(event) => want(wantedOf(event.currentTarget.value))}>
            <option value="changed">that changed ({lines.filter(({ changed }) => changed).length})</option>
            <option value="failing">that ever failed ({lines.filter(({ failing }) => failing).length})</option>
            <option value="all">all ({lines.length})</option>
          </select>
        </label>
        <label class="choice">
          called{' '}
          <input
            class="field"
            type="search"
            placeholder="e.g. usage/"
            value={text}
            onInput={(event) => search(event.currentTarget.value)}
          />
        </label>
      </div>
      {found.length === 0 ? (
        <p>{wanted === 'changed' && text === '' ? 'Every run judged every rule alike.' : 'No rule is like that.'}</p>
      ) : (
        <ScrollBox label="Outcomes of each rule, table">
          <table class="plain-table strips">
            <tbody>
              {found.slice(0, SHOWN).map(({ rule, index }) => (
                <tr key={rule}>
                  <th scope="row">
                    <a href={formatRoute({ page: 'history', query: { rule } })}>
                      <code>{rule}</code>
                    </a>
                  </th>
                  <td>
                    <Strip runs={runs} index={index} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {found.length > SHOWN ? (
        <p class="quiet also">{plural(found.length - SHOWN, 'more rule')}: name them more closely to see them.</p>
      ) : null}
    </section>
  );
}

function wantedOf(value: string): Wanted {
  return value === 'failing' || value === 'all' ? value : 'changed';
}
