import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { packageFile } from '../package-root.ts';
import type { Difference, DriftSide } from './compare.ts';

/** A difference that is meant. */
export interface Known {
  readonly where: string;
  readonly has: DriftSide;
  readonly reason: string;
}

const isList = new Ajv({ allErrors: true }).compile({
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['where', 'has', 'reason'],
    properties: {
      where: { type: 'string', minLength: 1 },
      has: { enum: ['contract', 'sdk'] },
      reason: { type: 'string', minLength: 10 },
    },
  },
});

/**
 * The list in `specs/drift/known.yaml`.
 * @throws Error naming the entry that is malformed
 */
export function loadKnown(): readonly Known[] {
  const list: unknown = parse(readFileSync(packageFile('specs', 'drift', 'known.yaml'), 'utf8'));
  if (isList(list)) return list as readonly Known[];
  const wrong = (isList.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  throw new Error(`specs/drift/known.yaml: ${wrong.join('; ')}`);
}

interface Sorted {
  readonly unknown: readonly Difference[];
  readonly known: readonly Difference[];
  /** Entries that differ no longer. */
  readonly stale: readonly Known[];
}

/** The differences told apart by the list, and what of the list is out of date. Pure. */
export function sorted(differences: readonly Difference[], list: readonly Known[]): Sorted {
  const meant = (difference: Difference) => list.some((entry) => same(entry, difference));
  return {
    unknown: differences.filter((difference) => !meant(difference)),
    known: differences.filter(meant),
    stale: list.filter((entry) => !differences.some((difference) => same(entry, difference))),
  };
}

function same(entry: Known, difference: Difference): boolean {
  return entry.where === difference.where && entry.has === difference.has;
}
