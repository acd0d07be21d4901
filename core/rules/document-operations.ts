import type { Capability } from '../capability.ts';
import type { ContractId, OperationId, SpecPointer } from '../contract.ts';
import type { DocumentRule, Level, RuleId } from '../rule.ts';
import { level, names, operationOf, placeOfOmission } from './document-place.ts';

interface Group {
  readonly capability: Capability;
  readonly operations: readonly [OperationId, ...OperationId[]];
  /** Where one of them stands among the operations of `conformingDocument`, for the counterexample. */
  readonly index: number;
  readonly source: SpecPointer;
  readonly levels: Readonly<Partial<Record<ContractId, Level>>>;
}

const OPENAI_ONLY = { openai: 'MAY' } as const;

/** The operations beside create, by capability: optional, so a document that leaves them out is only told. */
const GROUPS: readonly Group[] = [
  {
    capability: 'state',
    operations: ['getResponse', 'deleteResponse', 'listInputItems'],
    index: 1,
    source: '#/paths/~1responses~1{response_id}/get',
    levels: OPENAI_ONLY,
  },
  {
    capability: 'background',
    operations: ['cancelResponse'],
    index: 3,
    source: '#/paths/~1responses~1{response_id}~1cancel/post',
    levels: OPENAI_ONLY,
  },
  {
    capability: 'compaction',
    operations: ['compactResponse', 'getInputTokenCounts'],
    index: 6,
    source: '#/paths/~1responses~1compact/post',
    levels: level('MAY'),
  },
  {
    capability: 'conversations',
    operations: [
      'createConversation',
      'getConversation',
      'updateConversation',
      'deleteConversation',
      'createConversationItems',
      'listConversationItems',
      'getConversationItem',
      'deleteConversationItem',
    ],
    index: 7,
    source: '#/paths/~1conversations/post',
    levels: OPENAI_ONLY,
  },
  {
    capability: 'models',
    operations: ['listModels', 'retrieveModel'],
    index: 15,
    source: '#/paths/~1models/get',
    levels: OPENAI_ONLY,
  },
];

function ruleOf({ capability, operations, index, source, levels }: Group): DocumentRule {
  const id: RuleId = `document/operations-${capability}`;
  return {
    id,
    title: `The operations of the capability ${capability} are described`,
    on: 'document',
    levels,
    source,
    capability,
    counterexample: {
      of: 'conforming',
      edit: [{ op: 'set', path: `/document/operations/${index}/depth`, value: 'listed' }],
    },
    judge(document, probe, contract) {
      const known = operations.filter((operation) => contract.operations.some(({ id: one }) => one === operation));
      if (known.length === 0) return;
      const omitted = known.filter((operation) => operationOf(document, operation) === undefined);
      const listed = known.filter((operation) => operationOf(document, operation)?.depth === 'listed');
      const first = listed[0];
      const place = first === undefined ? undefined : operationOf(document, first)?.line;
      const actual = [
        ...(listed.length > 0 ? [`only listed: ${names(listed)}`] : []),
        ...(omitted.length > 0 ? [`omits ${names(omitted)}`] : []),
      ].join('; ');
      const holds = omitted.length === 0 && listed.length === 0;
      probe.check(holds, place ?? placeOfOmission(document), `${known.length} described`, actual);
    },
  };
}

/** What the document leaves out beside create. */
export const operationRules: readonly DocumentRule[] = GROUPS.map(ruleOf);
