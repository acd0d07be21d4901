import type { Exchange } from '../../core/exchange.ts';
import { integerMember, type Json, member, parseJson, stringMember } from '../../core/json.ts';

/**
 * The tokens that the answers report as used. One response may be seen several times (background polling, retrieval),
 * so usage is taken once for each response id, the last one seen.
 */
export function tokensOf(exchanges: Iterable<Exchange>): { readonly input: number; readonly output: number } {
  const used = new Map<string, { readonly input: number; readonly output: number }>();
  for (const exchange of exchanges) {
    const usage = usageOf(exchange);
    if (usage !== undefined) used.set(usage.response, usage);
  }
  let total = { input: 0, output: 0 };
  for (const { input, output } of used.values()) total = { input: total.input + input, output: total.output + output };
  return total;
}

/** What one answer reports as used, and the id of its response (that of the exchange where it names none). */
export function usageOf(
  exchange: Exchange,
): { readonly response: string; readonly input: number; readonly output: number } | undefined {
  const response = responseIn(exchange);
  const usage = member(response, 'usage');
  const input = integerMember(usage, 'input_tokens');
  const output = integerMember(usage, 'output_tokens');
  if (input === undefined && output === undefined) return undefined;
  return { response: stringMember(response, 'id') ?? exchange.id, input: input ?? 0, output: output ?? 0 };
}

/** The JSON body, or the last snapshot with usage that a stream sent. */
function responseIn({ answer }: Exchange): Json | undefined {
  if (answer.kind === 'none' || answer.body.kind === 'base64') return undefined;
  if (answer.body.kind === 'text' && !answer.contentType.includes('event-stream')) {
    const parsed = parseJson(answer.body.text);
    return parsed.ok ? parsed.value : undefined;
  }
  const payloads =
    answer.body.kind === 'data'
      ? answer.body.payloads
      : answer.body.text.split(/\r\n|\r|\n/).flatMap((line) => (line.startsWith('data:') ? [line.slice(5)] : []));
  for (const payload of payloads.toReversed()) {
    if (!payload.includes('"usage"')) continue;
    const parsed = parseJson(payload);
    const response = parsed.ok ? member(parsed.value, 'response') : undefined;
    if (integerMember(member(response, 'usage'), 'input_tokens') !== undefined) return response;
  }
  return undefined;
}
