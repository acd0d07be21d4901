/** The kit as a library: judge exchanges that you recorded yourself. */
export type { Contract, ContractId } from './core/contract.ts';
export type { Exchange } from './core/exchange.ts';
export { type Judgement, judgeExchange } from './core/judge/judge.ts';
export { judgeScenario } from './core/judge/scenario.ts';
export { verdictsOf } from './core/judge/verdicts.ts';
export type { ScenarioReport, Verdict } from './core/report.ts';
export type { Finding, Level, Rule } from './core/rule.ts';
export { rules } from './core/rules/index.ts';
export { readRecording } from './fixtures/recordings/read.ts';
export type { Results } from './reporters/results/model.ts';
export { loadContract } from './specs/load.ts';
