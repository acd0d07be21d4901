export { requestWith } from './assemble.ts';
export { cover } from './covering.ts';
export { type InvalidRequest, invalidRequests } from './invalid.ts';
export { CUSTOM, ELSEWHERE, FUNCTION, type ParameterValue, parameterValues } from './parameters.ts';
export { validRequest } from './valid.ts';
