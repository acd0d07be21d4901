import type { Unanswered } from '../../../../core/report.ts';
import { plural } from '../../../text.ts';
import type { SiteColumnDetails } from '../../model.ts';
import type { Loaded } from '../load.ts';
import { Waiting } from '../ui/parts.tsx';
import { Fold } from './fold.tsx';

const BLAME: Readonly<Record<Unanswered['blame'], string>> = {
  kit: 'the kit',
  network: 'the network',
  provider: 'the provider',
  gateway: 'a gateway',
  model: 'the model',
  configuration: 'the configuration of this run',
};

const SHOWN = 100;

/** What says nothing about the protocol, and why; by blame and reason. */
export function ProviderUnanswered({ details }: { readonly details: Loaded<SiteColumnDetails> }) {
  if (details.state !== 'ready') return <Waiting loaded={details} what="what was not answered" />;
  const { unanswered } = details.value;
  if (unanswered.length === 0) return null;
  const groups = new Map<string, Unanswered[]>();
  for (const each of unanswered) {
    const key = `${each.blame}\n${each.cause}\n${each.detail}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return (
    <section aria-labelledby="unanswered">
      <h2 id="unanswered">Unanswered ({unanswered.length})</h2>
      <p class="quiet">Requests whose answers could not be judged. They count neither for nor against the provider.</p>
      <ul class="folds">
        {[...groups].map(([key, own]) => {
          const [first] = own;
          if (first === undefined) return null;
          return (
            <Fold
              key={key}
              summary={
                <span class="folded-title">
                  {first.detail}{' '}
                  <span class="quiet">
                    because of {BLAME[first.blame]} · {plural(own.length, 'request')}
                  </span>
                </span>
              }
            >
              {() => (
                <ul class="names">
                  {own.slice(0, SHOWN).map(({ exchange }) => (
                    <li key={exchange}>
                      <code>{exchange}</code>
                    </li>
                  ))}
                  {own.length > SHOWN ? <li>{own.length - SHOWN} more are in results.json.</li> : null}
                </ul>
              )}
            </Fold>
          );
        })}
      </ul>
    </section>
  );
}
