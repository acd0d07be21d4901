import type { Rule } from '../../core/rule.ts';

/**
 * The rules whose source lies at a place of the contract, above it or below it: those to look at when the place differs.
 * A union touches the rules of its branches and they those of the union. Pure.
 */
export function touched(where: string, rules: readonly Pick<Rule, 'id' | 'source'>[]): readonly string[] {
  const place = pathOf(where);
  return rules
    .filter(({ source }) => {
      const path = sourcePath(source);
      return path !== undefined && (startsWith(place, path) || startsWith(path, place));
    })
    .map(({ id }) => id);
}

/** `Item.message/role=user` -> Item, message, role: a branch's name begins with its union's. */
function pathOf(where: string): readonly string[] {
  const [place = ''] = where.split('=');
  const [schema = '', ...members] = place.split('/');
  const [union = '', variant] = schema.split(':');
  return [...branch(variant === undefined ? union : `${union}.${variant}`), ...members.map(bare)];
}

/** The same of `#/components/schemas/Item.message/properties/role`. */
function sourcePath(source: string): readonly string[] | undefined {
  const [root, part, schema, ...rest] = source.slice(2).split('/');
  if (root !== 'components' || part !== 'schemas' || schema === undefined) return undefined;
  return [...branch(schema), ...rest.filter((name) => name !== 'properties' && name !== 'items')];
}

function branch(schema: string): readonly string[] {
  const dot = schema.indexOf('.');
  return dot < 0 ? [schema] : [schema.slice(0, dot), schema.slice(dot + 1)];
}

/** A member's name without the marks for "every element" and "every value". */
function bare(name: string): string {
  return name.replace(/(?:\[\]|\{\})+$/, '');
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((part, index) => path[index] === part);
}
