import type { Figure } from '../figure.ts';
import { checkFigure } from './check.ts';
import { judgeFigure } from './judge.ts';
import { packageFigure } from './package.ts';
import { runFigure } from './run.ts';
import { siteFigure } from './site.ts';
import { startFigure } from './start.ts';
import { validatorsFigure } from './validators.ts';

/** In the order of the page. */
export const figures: readonly Figure[] = [
  judgeFigure,
  validatorsFigure,
  startFigure,
  checkFigure,
  siteFigure,
  runFigure,
  packageFigure,
];
