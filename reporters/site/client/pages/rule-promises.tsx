import type { RuleInfo } from '../../../results/model.ts';
import { useData } from '../load.ts';
import { Waiting } from '../ui/parts.tsx';
import { ScrollBox } from './scroll-box.tsx';

/** Of a rule of vendors' own documents: what each of them states, and where. */
export function RulePromises({ rule }: { readonly rule: RuleInfo }) {
  const rules = useData('rules');
  const promises = rules.state === 'ready' ? (rules.value[rule.id]?.promises ?? {}) : {};
  const rows = Object.entries(promises).flatMap(([document, list]) => list.map((each) => ({ document, ...each })));
  return (
    <section aria-labelledby="statements">
      <h2 id="statements">What it rests on</h2>
      {rules.state !== 'ready' ? <Waiting loaded={rules} what="what the documents state" /> : null}
      {rules.state === 'ready' && rows.length === 0 ? (
        <p class="quiet">No document that this kit has read states anything that it could judge.</p>
      ) : null}
      {rows.length === 0 ? null : (
        <ScrollBox label="What the documents state, table">
          <table class="plain-table">
            <thead>
              <tr>
                <th scope="col">Document</th>
                <th scope="col">line</th>
                <th scope="col">states</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ document, line, says }) => (
                <tr key={`${document} ${line} ${says}`}>
                  <th scope="row">{document}</th>
                  <td>{line}</td>
                  <td class="wide">
                    <code>{says}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </section>
  );
}
