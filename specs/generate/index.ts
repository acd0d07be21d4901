export { requestWith } from './assemble.ts';
export { cover } from './covering.ts';
export { invalidRequests, UNKNOWN_MEMBER } from './invalid.ts';
export { ELSEWHERE, type ParameterValue, parameterValues } from './parameters.ts';
export { validRequest } from './valid.ts';
