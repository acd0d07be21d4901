import { expect, test } from '@playwright/test';
import { placeAfter } from './keys.ts';

const size = { rows: 3, columns: 2 };
const press = (key: string, row: number, column: number, ctrlKey = false) =>
  placeAfter({ key, ctrlKey }, { row, column }, size);

test('arrows stay inside, and the corner is no place', () => {
  expect(press('ArrowDown', 2, 1)).toEqual({ row: 2, column: 1 });
  expect(press('ArrowRight', 2, 1)).toEqual({ row: 2, column: 1 });
  expect(press('ArrowUp', 0, 0)).toEqual({ row: -1, column: 0 });
  expect(press('ArrowUp', 0, -1)).toEqual({ row: 0, column: -1 });
  expect(press('ArrowLeft', -1, 0)).toEqual({ row: -1, column: 0 });
});

test('Home and End go along the row, with Control over the whole grid', () => {
  expect(press('End', 1, -1)).toEqual({ row: 1, column: 1 });
  expect(press('Home', 1, 1)).toEqual({ row: 1, column: -1 });
  expect(press('End', 0, 0, true)).toEqual({ row: 2, column: 1 });
  expect(press('Home', 2, 1, true)).toEqual({ row: 0, column: -1 });
  expect(press('a', 0, 0)).toBeUndefined();
});
