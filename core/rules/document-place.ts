import type { ContractId, OperationId } from '../contract.ts';
import type { DocumentedContract, DocumentedOperation } from '../document.ts';
import type { Level } from '../rule.ts';

/** A rule about documents at the same level under both contracts. */
export function level(value: Level): Readonly<Record<ContractId, Level>> {
  return { openai: value, 'open-responses': value };
}

export function operationOf(document: DocumentedContract, operation: OperationId): DocumentedOperation | undefined {
  const all = document.operations.filter((one) => one.operation === operation);
  return all.find(({ depth }) => depth === 'described') ?? all[0];
}

/** Where an omission is reported: the line of the create operation, else the first. */
export function placeOfOmission(document: DocumentedContract): number {
  return operationOf(document, 'createResponse')?.line ?? 1;
}

export function names(list: Iterable<string>): string {
  return [...list].join(', ');
}
