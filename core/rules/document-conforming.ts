import type { Contract } from '../contract.ts';
import type { DocumentedContract, DocumentedParameter } from '../document.ts';
import { answerSchema, requestSchema, shapeOf, typesOf } from './document-schema.ts';

const DESCRIBED_BY_HAND = new Set(['model', 'input', 'stream', 'tools']);

/**
 * A document to which no `document` rule objects under `contract`. The counterexamples of these rules are edits of it
 * (`of: 'conforming'`), because every real document breaks some of them. Lines are made up.
 */
export function conformingDocument(contract: Contract): DocumentedContract {
  const others = [...shapeOf(contract, requestSchema(contract)).properties]
    .filter(([name]) => !DESCRIBED_BY_HAND.has(name))
    .map(([name, schema]): DocumentedParameter => {
      const types = [...(typesOf(contract, schema) ?? [])];
      return { line: 34, operation: 'createResponse', name, types, basis: 'stated' };
    });
  const answerMembers = shapeOf(contract, answerSchema(contract)).properties.keys();
  return {
    id: 'conforming',
    title: 'Conforming document',
    document: 'conforming.txt',
    baseUrl: 'https://api.example.com',
    baseUrlLine: 1,
    operations: [
      { line: 2, operation: 'createResponse', method: 'POST', path: '/v1/responses', depth: 'described' },
      { line: 3, operation: 'getResponse', method: 'GET', path: '/v1/responses/{response_id}', depth: 'described' },
      {
        line: 4,
        operation: 'deleteResponse',
        method: 'DELETE',
        path: '/v1/responses/{response_id}',
        depth: 'described',
      },
      { line: 5, operation: 'cancelResponse', depth: 'described' },
      { line: 6, operation: 'listInputItems', depth: 'described' },
      { line: 7, operation: 'getInputTokenCounts', depth: 'described' },
      { line: 8, operation: 'compactResponse', depth: 'described' },
      { line: 9, operation: 'createConversation', depth: 'described' },
      { line: 10, operation: 'getConversation', depth: 'described' },
      { line: 11, operation: 'updateConversation', depth: 'described' },
      { line: 12, operation: 'deleteConversation', depth: 'described' },
      { line: 13, operation: 'createConversationItems', depth: 'described' },
      { line: 14, operation: 'listConversationItems', depth: 'described' },
      { line: 15, operation: 'getConversationItem', depth: 'described' },
      { line: 16, operation: 'deleteConversationItem', depth: 'described' },
      { line: 17, operation: 'listModels', depth: 'described' },
      { line: 18, operation: 'retrieveModel', depth: 'described' },
    ],
    auth: [{ line: 20, place: 'header', name: 'Authorization', scheme: 'Bearer', required: true, basis: 'stated' }],
    headers: [{ line: 21, operation: 'createResponse', name: 'Content-Type', required: true, basis: 'stated' }],
    bodies: [{ line: 22, operation: 'createResponse', contentType: 'application/json' }],
    parameters: [
      { line: 30, operation: 'createResponse', name: 'model', types: ['string'], required: false, basis: 'stated' },
      { line: 31, operation: 'createResponse', name: 'input', types: ['string', 'array'], basis: 'stated' },
      { line: 32, operation: 'createResponse', name: 'stream', types: ['boolean'], basis: 'stated' },
      {
        line: 33,
        operation: 'createResponse',
        name: 'tools',
        types: ['array'],
        elements: ['object'],
        basis: 'example',
        value: [],
      },
      ...others,
    ],
    answers: [
      {
        line: 40,
        operation: 'createResponse',
        status: 200,
        contentType: 'application/json',
        schema: {
          type: 'object',
          required: ['id', 'object', 'output'],
          properties: {
            ...Object.fromEntries([...answerMembers].map((name) => [name, {}])),
            id: { type: 'string' },
            object: { const: 'response' },
            output: { type: 'array' },
          },
        },
      },
      { line: 41, operation: 'createResponse', status: 200, contentType: 'text/event-stream' },
      { line: 42, operation: 'createResponse', status: 400, contentType: 'application/json' },
    ],
    examples: [{ line: 50, operation: 'createResponse', name: 'request', request: { model: 'model', input: 'Hello' } }],
  };
}
