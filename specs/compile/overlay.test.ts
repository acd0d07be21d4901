import { expect, test } from '@playwright/test';
import { applyOverlay } from './overlay.ts';

const document = {
  info: { version: '1' },
  list: ['a', 'b', 'c'],
  map: { 'x.y': { type: 'string' }, z: { type: 'string' } },
};
const overlay = (...actions: object[]) => ({ overlay: '1.0.0', actions }) as never;
const applied = (...actions: object[]) => applyOverlay(document, overlay(...actions), 'errata.yaml');

test('update merges objects, appends to lists without repeating and replaces scalars', () => {
  expect(applied({ target: '$.info', update: { date: '2026' } }).info).toEqual({ version: '1', date: '2026' });
  expect(applied({ target: '$.list', update: ['c', 'd'] }).list).toEqual(['a', 'b', 'c', 'd']);
  expect(applied({ target: "$.map['x.y']", update: { type: ['string', 'null'] } }).map['x.y'].type).toEqual([
    'string',
    'null',
  ]);
});

test('remove takes members, elements by index and elements by value', () => {
  expect(applied({ target: '$.map.z', remove: true }).map).toEqual({ 'x.y': { type: 'string' } });
  expect(applied({ target: '$.list[0]', remove: true }).list).toEqual(['b', 'c']);
  expect(applied({ target: "$.list[?(@ == 'b')]", remove: true }).list).toEqual(['a', 'c']);
  expect(applied({ target: '$.list.*', remove: true }).list).toEqual([]);
});

test('remove takes a reference by what it refers to', () => {
  const refs = { oneOf: [{ $ref: '#/a' }, { $ref: '#/b' }], list: ['#/b'] };
  const action = { target: "$.oneOf[?(@['$ref'] == '#/b')]", remove: true };
  expect(applyOverlay(refs, overlay(action), 'x').oneOf).toEqual([{ $ref: '#/a' }]);
  expect(() => applyOverlay(refs, overlay({ ...action, target: "$.list[?(@['$ref'] == '#/b')]" }), 'x')).toThrow(
    /nothing/,
  );
});

test('a wildcard reaches every member that has the rest of the path', () => {
  const { map } = applied({ target: '$.map.*.type', update: 'number' });
  expect(map).toEqual({ 'x.y': { type: 'number' }, z: { type: 'number' } });
});

test('the document itself is left alone', () => {
  applied({ target: '$.info', remove: true });
  expect(document.info.version).toBe('1');
});

test('a target that matches nothing, or is no path, is an error that names the action', () => {
  const first = { target: '$.info', update: {} };
  expect(() => applied(first, { target: '$.absent.x', update: {} })).toThrow(
    /errata.yaml: action 2 \(\$\.absent\.x\).*nothing/,
  );
  expect(() => applied({ target: "$.list[?(@ == 'q')]", remove: true })).toThrow(/action 1/);
  expect(() => applied({ target: '$..info', update: {} })).toThrow(/not a JSONPath/);
  expect(() => applied({ update: {} })).toThrow(/target/);
  expect(() => applyOverlay(document, { actions: [] }, 'errata.yaml')).toThrow(
    /errata.yaml: expected an OpenAPI Overlay/,
  );
});
