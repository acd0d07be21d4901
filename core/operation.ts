import type { Operation } from './contract.ts';

export interface Identified {
  readonly operation: Operation | undefined;
  readonly pathIds: Readonly<Record<string, string>>;
}

/**
 * Which operation a method and path are, whatever prefix the provider puts in front (`/v1`, `/openai/v1`,
 * `/proxy/openai`): the template must match the last segments of the path. The longest template wins, and among equals
 * the one with more literal segments, so that `/responses/input_tokens` is not a response called input_tokens.
 */
export function identify(method: string, path: string, operations: readonly Operation[]): Identified {
  const segments = path.split('/').filter((segment) => segment !== '');
  let best: Identified = { operation: undefined, pathIds: {} };
  let bestScore = -1;
  for (const operation of operations) {
    if (operation.method !== method.toUpperCase()) continue;
    const pathIds = matchTail(operation.path, segments);
    const score = pathIds === undefined ? -1 : specificity(operation.path);
    if (pathIds !== undefined && score > bestScore) {
      best = { operation, pathIds };
      bestScore = score;
    }
  }
  return best;
}

function templateSegments(template: string): readonly string[] {
  return template.split('/').filter((segment) => segment !== '');
}

function specificity(template: string): number {
  const segments = templateSegments(template);
  return segments.length * 10 + segments.filter((segment) => !segment.startsWith('{')).length;
}

function matchTail(template: string, segments: readonly string[]): Record<string, string> | undefined {
  const wanted = templateSegments(template);
  if (wanted.length > segments.length) return undefined;
  const tail = segments.slice(segments.length - wanted.length);
  const ids: Record<string, string> = {};
  for (const [index, want] of wanted.entries()) {
    const have = tail[index] ?? '';
    if (want.startsWith('{')) ids[want.slice(1, -1)] = decodeSegment(have);
    else if (want !== have) return undefined;
  }
  return ids;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray % is no percent-encoding; the raw segment is then the best name for the id.
    return segment;
  }
}
