import type { RuleInfo } from '../../../results/model.ts';
import { useData } from '../load.ts';
import { Waiting } from '../ui/parts.tsx';
import { Command } from './command.tsx';

/** What makes the rule fail: so that nobody has to believe that it can, and a client's author can try theirs on it. */
export function RuleCounterexample({ rule }: { readonly rule: RuleInfo }) {
  const rules = useData('rules');
  if (rules.state !== 'ready') return <Waiting loaded={rules} what="its counterexample" />;
  const entry = rules.value[rule.id];
  if (entry === undefined) return null;
  const { faults, counterexample } = entry;
  const [first] = faults;
  return (
    <section aria-labelledby="counterexample">
      <h2 id="counterexample">See it fail</h2>
      <p>Exactly this rule fails after this edit of the reference provider's {what(counterexample.of)}:</p>
      <ul class="edits">
        {counterexample.edits.map((edit) => (
          <li key={edit}>
            <code>{edit}</code>
          </li>
        ))}
      </ul>
      {first === undefined ? (
        <p class="quiet">
          No fault of the reference provider breaks it; a test applies this edit to the recorded answer.
        </p>
      ) : (
        <>
          <p>The reference provider does it on request, for every client that wants to know how it copes:</p>
          <ul class="faults">
            {faults.map(({ id, title }) => (
              <li key={id}>
                <p>{title}</p>
                <Command text={`npx responses-tck serve --fault ${id}`} label={`A server with the fault ${id}`} />
              </li>
            ))}
          </ul>
          <p class="quiet also">
            <code>{`npx responses-tck run reference --fault ${first.id} --rule ${rule.id}`}</code> judges it.
          </p>
        </>
      )}
    </section>
  );
}

/** `text/create` is the step of a scenario; anything else is a document. */
function what(of: string): preact.ComponentChildren {
  return of.includes('/') ? (
    <>
      answer to <code>{of}</code>
    </>
  ) : (
    <>
      document <code>{of}</code>
    </>
  );
}
