import { token } from '../../core/json.ts';

/** Where a request member stands in its exchange, as the places of findings are written. */
export function requestPointer(member: string): string {
  return `/request/json/${member.split('.').map(token).join('/')}`;
}
