import { arrayOf, isObject, type JsonObject, member, show, stringMember, wordTable } from '../json.ts';
import type { Probe, ResponseSubject, Rule } from '../rule.ts';
import { messageParts } from './content-parts.ts';
import { levels } from './support.ts';

const of = (type: string) => `#/components/schemas/Annotation.${type}` as const;

/** What an annotation points to, by its type. */
const POINTS_TO: Readonly<Record<string, readonly string[]>> = wordTable({
  url_citation: ['url'],
  file_citation: ['file_id'],
  container_file_citation: ['container_id', 'file_id'],
  file_path: ['file_id'],
});

/** Annotations beyond their shape. */
export const citationRules: readonly Rule[] = [
  {
    id: 'item/citation-source',
    title: 'A citation names its source',
    on: 'response',
    levels: levels('MUST', 'MUST'),
    source: '#/components/schemas/Annotation',
    capability: 'core',
    counterexample: {
      of: 'annotations-stream/create',
      edit: [
        { op: 'set', path: '/events/response.completed/response/output/0/content/0/annotations/0/url', value: '' },
      ],
      also: ['stream/annotations-agree'],
    },
    judge(subject, probe) {
      for (const { annotation, at } of annotationsOf(subject)) {
        for (const name of POINTS_TO[stringMember(annotation, 'type') ?? ''] ?? []) {
          // Another type than string is a matter of the annotation's schema.
          if (typeof annotation[name] !== 'string') continue;
          probe.check(annotation[name] !== '', `${at}/${name}`, 'non-empty string', '""');
        }
      }
    },
  },
  {
    id: 'item/file-citation-range',
    title: 'A citation of a file points into its text',
    on: 'response',
    levels: levels('SHOULD', '-'),
    source: of('file_citation'),
    capability: 'hosted-tools',
    counterexample: {
      of: 'file-search-stream/create',
      edit: [
        {
          op: 'set',
          path: '/events/response.completed/response/output/1/content/0/annotations/0/index',
          value: 100000,
        },
      ],
      also: ['stream/annotations-agree'],
    },
    judge(subject, probe) {
      for (const { annotation, at, text } of annotationsOf(subject)) checkRange(probe, annotation, at, text);
    },
  },
];

/** UTF-16 length is the longest of the ways to count characters, so every honest index is below it. */
function checkRange(probe: Probe, annotation: JsonObject, at: string, text: string): void {
  const { index, start_index: start, end_index: end, type } = annotation;
  if (type === 'file_citation' || type === 'file_path') {
    if (typeof index !== 'number') return;
    probe.check(index >= 0 && index <= text.length, `${at}/index`, `0 to ${text.length}`, show(index));
  }
  if (type !== 'container_file_citation' || typeof start !== 'number' || typeof end !== 'number') return;
  const holds = start >= 0 && start <= end && end <= text.length;
  probe.check(holds, at, `0 <= start <= end <= ${text.length}`, `${start}..${end}`);
}

interface PlacedAnnotation {
  readonly annotation: JsonObject;
  readonly at: string;
  /** The text that it annotates. */
  readonly text: string;
}

function annotationsOf(subject: ResponseSubject): readonly PlacedAnnotation[] {
  return messageParts(subject).flatMap(({ part, at }) => {
    const text = member(part, 'text');
    if (typeof text !== 'string') return [];
    return arrayOf(part['annotations']).flatMap((annotation, index) =>
      isObject(annotation) ? [{ annotation, at: `${at}/annotations/${index}`, text }] : [],
    );
  });
}
