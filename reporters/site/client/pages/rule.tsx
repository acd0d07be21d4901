import { CAPABILITIES } from '../../../../core/capability.ts';
import { CONTRACT_IDS } from '../../../../core/contract.ts';
import type { RuleInfo } from '../../../results/model.ts';
import type { SiteMatrix } from '../../model.ts';
import { EMPTY_VIEW, formatRoute, type Route } from '../state.ts';
import { Empty, LevelMark } from '../ui/parts.tsx';
import { RuleCounterexample } from './rule-counterexample.tsx';
import { RulePromises } from './rule-promises.tsx';
import { RuleProviders } from './rule-providers.tsx';
import { RuleStatements } from './rule-statements.tsx';
import './pages.css';

export interface RulePageProps {
  readonly matrix: SiteMatrix;
  readonly route: Extract<Route, { page: 'rule' }>;
}

/** One rule over all providers: what it says and why, who keeps to it, and what it takes to break it. */
export function RulePage({ matrix, route }: RulePageProps) {
  const index = matrix.rules.findIndex(({ id }) => id === route.id);
  const rule = matrix.rules[index];
  if (rule === undefined) {
    return (
      <main class="page">
        <h1>Rule</h1>
        <Empty title={`No rule is called ${route.id} here.`}>
          No run of this site was judged by it. Rules that a kit retires keep their names and are never given to others.
          <br />
          <a class="button" href={formatRoute({ page: 'matrix', view: EMPTY_VIEW })}>
            Go to the matrix
          </a>
        </Empty>
      </main>
    );
  }
  return (
    <main class="page" key={rule.id}>
      <h1>{rule.title}</h1>
      <p class="lead">
        <code>{rule.id}</code>
      </p>
      <Facts rule={rule} />
      <RuleProviders matrix={matrix} rule={rule} index={index} />
      {rule.levels.own === undefined ? <RuleStatements rule={rule} /> : <RulePromises rule={rule} />}
      <RuleCounterexample rule={rule} />
    </main>
  );
}

function Facts({ rule }: { readonly rule: RuleInfo }) {
  const capability = CAPABILITIES.find(({ id }) => id === rule.capability);
  return (
    <dl class="facts">
      <dt>Level</dt>
      <dd>
        {rule.levels.own === undefined ? null : (
          <span class="level-of">
            <LevelMark level={rule.levels.own} /> under a vendor's own document, where that states it
          </span>
        )}
        {(rule.levels.own === undefined ? CONTRACT_IDS : []).map((contract) => {
          const level = rule.levels[contract];
          return (
            <span class="level-of" key={contract}>
              {level === undefined ? <span class="quiet">no such rule</span> : <LevelMark level={level} />} in{' '}
              {contract}
            </span>
          );
        })}
      </dd>
      <dt>Capability</dt>
      <dd>
        <a
          href={formatRoute({
            page: 'matrix',
            view: { ...EMPTY_VIEW, capabilities: [rule.capability], open: [rule.capability] },
          })}
        >
          {capability?.title ?? rule.capability}
        </a>{' '}
        {capability === undefined ? null : <span class="quiet">{capability.about}</span>}
      </dd>
      <dt>Source</dt>
      <dd>
        <code>{rule.source}</code>{' '}
        <span class="quiet">
          {rule.levels.own === undefined ? 'in the contract openai' : "in a vendor's document; its lines are below"}
        </span>
      </dd>
      {rule.breaks.length === 0 ? null : (
        <>
          <dt>Breaks</dt>
          <dd>{rule.breaks.join(', ')}</dd>
        </>
      )}
      <dt>Look at</dt>
      <dd>
        <a href={formatRoute({ page: 'matrix', view: { ...EMPTY_VIEW, text: rule.id, open: [rule.capability] } })}>
          its row in the matrix
        </a>
        {' · '}
        <a href={formatRoute({ page: 'history', query: { rule: rule.id } })}>its history</a>
      </dd>
    </dl>
  );
}
