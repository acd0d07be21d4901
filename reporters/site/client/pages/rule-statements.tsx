import { CONTRACT_IDS } from '../../../../core/contract.ts';
import type { RuleInfo } from '../../../results/model.ts';
import { useData } from '../load.ts';
import { LevelMark, Waiting } from '../ui/parts.tsx';
import { ScrollBox } from './scroll-box.tsx';

/** What of the contracts the rule judges: their statements, in the project's words, with numbers that never change. */
export function RuleStatements({ rule }: { readonly rule: RuleInfo }) {
  const rules = useData('rules');
  const statements = rules.state === 'ready' ? rules.value[rule.id]?.statements : [];
  return (
    <section aria-labelledby="statements">
      <h2 id="statements">What it rests on</h2>
      {rules.state !== 'ready' ? <Waiting loaded={rules} what="its statements" /> : null}
      {statements === undefined ? (
        <p class="quiet">
          The kit that built this site does not know the rule any more, so only the results speak of it.
        </p>
      ) : null}
      {rules.state === 'ready' && statements?.length === 0 ? (
        <p class="quiet">No statement of its own: the rule follows from the schema at its source.</p>
      ) : null}
      {statements === undefined || statements.length === 0 ? null : (
        <ScrollBox label="Statements, table">
          <table class="plain-table">
            <thead>
              <tr>
                <th scope="col">Statement</th>
                <th scope="col">says</th>
                {CONTRACT_IDS.map((contract) => (
                  <th scope="col" key={contract}>
                    {contract}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {statements.map(({ id, says, levels }) => (
                <tr key={id}>
                  <th scope="row">
                    <code>{id}</code>
                  </th>
                  <td class="wide">{says}</td>
                  {CONTRACT_IDS.map((contract) => {
                    const level = levels[contract];
                    return (
                      <td key={contract}>
                        {level === undefined ? <span class="quiet">–</span> : <LevelMark level={level} />}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </section>
  );
}
