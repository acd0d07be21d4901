export { invalidRequests, UNKNOWN_MEMBER } from './invalid.ts';
export { validRequest } from './valid.ts';
