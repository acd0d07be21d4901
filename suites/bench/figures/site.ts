import { packageFile } from '../../../specs/package-root.ts';
import type { Figure } from '../figure.ts';
import { ended, runNode } from '../program.ts';

const PROVIDERS = 1000;
const RULES = 400;

export const siteFigure: Figure = {
  id: 'site',
  title: 'The site',
  how: `\`npm run bench:site\`: a site of ${PROVIDERS} providers and ${RULES} rules is opened in Chromium, from the navigation to the painted matrix. The floor is an empty page that parses the same script and data.`,
  async measure() {
    const program = packageFile('dist', 'reporters', 'site', 'bench', 'main.js');
    const { stdout } = ended(await runNode([program, String(PROVIDERS), String(RULES)]));
    const told = (what: string): number => {
      const found = new RegExp(`${what}[^\\n]*?([\\d.]+) ms`).exec(stdout)?.[1];
      if (found === undefined) throw new Error(`bench:site did not say: ${what}`);
      return Number(found);
    };
    return [
      {
        what: 'to the first matrix',
        value: told('to the first matrix'),
        unit: 'ms',
        floor: told('empty page, same parsing'),
      },
      { what: 'built in', value: told('built in'), unit: 'ms' },
    ];
  },
};
