/** Playwright's switch that leaves modules to Node: no transformation of TypeScript. */
const NODE_LOADS = 'PW_DISABLE_TS_ESM';

/**
 * Environment for a Playwright process. What is built needs no transformation; the loader that Playwright installs for it
 * is, on Node 20, a thread in the runner and one in each worker, which every import asks: 90 MiB and a quarter of a run's
 * processor time. The TypeScript tree needs it, and so does a reporter of the user's in TypeScript.
 * @param module the URL of the module that asks: a `.ts` file where nothing is built
 * @param reporters names and paths, with commas
 */
export function asBuilt(module: string, reporters = ''): Readonly<Record<string, string>> {
  const isSource = module.endsWith('.ts') || reporters.split(',').some((name) => /\.[cm]?tsx?$/.test(name));
  return isSource ? {} : { [NODE_LOADS]: '1' };
}
