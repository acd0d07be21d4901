import type { Figure } from '../figure.ts';
import { judgeFigure } from './judge.ts';

/** In the order of the page. */
export const figures: readonly Figure[] = [judgeFigure];
