import { curlOf } from '../../core/curl.ts';
import type { Answer, Body, Exchange, SentRequest } from '../../core/exchange.ts';
import type { ParameterReport } from '../../core/parameter.ts';
import type { RuleVerdict, ScenarioReport } from '../../core/report.ts';
import type { Finding } from '../../core/rule.ts';
import { plural } from '../text.ts';
import type { EvidenceExchange } from './model.ts';

const BODY_BYTES = 64 * 1024;
/** What one column may bring along: a results file stays readable in a browser. */
const FAILING_BYTES = 8 * 1024 * 1024;
const CONFORMING_BYTES = 256 * 1024;
const CONFORMING_COUNT = 4;
/** Most values of request members are in a few exchanges, so all of them mostly fit. */
const PARAMETER_BYTES = 1024 * 1024;

/**
 * The exchanges that findings point to, those of each rule's first finding before the others, and a few conforming ones
 * for comparison, and those that show what became of request members; within a byte budget, in the order in which they
 * were made.
 */
export function evidenceOf(
  reports: readonly ScenarioReport[],
  verdicts: readonly RuleVerdict[],
  parameters: readonly ParameterReport[] = [],
): readonly EvidenceExchange[] {
  const exchanges = uniqueExchanges(reports);
  const findings = verdicts.flatMap(({ verdict }): readonly Finding[] =>
    'findings' in verdict ? verdict.findings : [],
  );
  const first = new Map(findings.toReversed().map(({ rule, exchange }) => [rule, exchange]));
  const pointed = new Set([...first.values(), ...findings.map(({ exchange }) => exchange)]);
  const kept = new Map<string, EvidenceExchange>();
  let budget = FAILING_BYTES;
  for (const id of pointed) {
    const exchange = exchanges.get(id);
    if (exchange === undefined) continue;
    const evidence = evidenceExchange(exchange);
    budget -= sizeOf(evidence);
    if (budget < 0) break;
    kept.set(id, evidence);
  }
  budget = CONFORMING_BYTES;
  let conforming = 0;
  for (const [id, exchange] of exchanges) {
    if (conforming === CONFORMING_COUNT) break;
    if (pointed.has(id) || exchange.answer.kind === 'none') continue;
    const evidence = evidenceExchange(exchange);
    if (sizeOf(evidence) > budget) continue;
    budget -= sizeOf(evidence);
    conforming++;
    kept.set(id, evidence);
  }
  budget = PARAMETER_BYTES;
  for (const id of shown(parameters)) {
    const exchange = exchanges.get(id);
    if (exchange === undefined || kept.has(id)) continue;
    const evidence = evidenceExchange(exchange);
    if (sizeOf(evidence) > budget) continue;
    budget -= sizeOf(evidence);
    kept.set(id, evidence);
  }
  return [...exchanges.keys()].flatMap((id) => kept.get(id) ?? []);
}

/** What is wrong comes first. */
function shown(parameters: readonly ParameterReport[]): ReadonlySet<string> {
  const isWrong = ({ outcome }: ParameterReport) => outcome !== 'honoured' && outcome !== 'unclear';
  return new Set([...parameters.filter(isWrong), ...parameters].map(({ exchange }) => exchange));
}

export function uniqueExchanges(reports: readonly ScenarioReport[]): ReadonlyMap<string, Exchange> {
  return new Map(reports.flatMap((report) => report.exchanges).map((exchange) => [exchange.id, exchange]));
}

function evidenceExchange(exchange: Exchange): EvidenceExchange {
  const { answer, omittedBytes } = cutAnswer(exchange.answer);
  const { request, omitted } = cutRequest(exchange.request);
  const curl = curlOf(exchange);
  return {
    exchange: { ...exchange, request, answer },
    curl:
      curl.length <= BODY_BYTES
        ? curl
        : `# The request is ${plural(curl.length, 'character')} long and was left out of this file.`,
    omittedBytes,
    ...(omitted === 0 ? {} : { omittedRequestBytes: omitted }),
  };
}

function sizeOf(evidence: EvidenceExchange): number {
  return JSON.stringify(evidence).length;
}

/** A request whose JSON is too long keeps the beginning of its text: cut JSON is no JSON any more. */
function cutRequest(request: SentRequest): { readonly request: SentRequest; readonly omitted: number } {
  const text = request.text ?? (request.json === undefined ? '' : JSON.stringify(request.json));
  const head = cutUtf8(text, BODY_BYTES);
  const { omitted } = head;
  return { request: omitted === 0 ? request : { ...request, json: undefined, text: head.text }, omitted };
}

function cutAnswer(answer: Answer): { readonly answer: Answer; readonly omittedBytes: number } {
  if (answer.kind === 'none') return { answer, omittedBytes: 0 };
  const { body, omittedBytes } = cutBody(answer.body);
  return { answer: { ...answer, body }, omittedBytes };
}

function cutBody(body: Body): { readonly body: Body; readonly omittedBytes: number } {
  switch (body.kind) {
    case 'text': {
      const head = cutUtf8(body.text, BODY_BYTES);
      return { body: { kind: 'text', text: head.text }, omittedBytes: head.omitted };
    }
    case 'base64': {
      // Four characters are three bytes, so the cut stays on a boundary.
      const characters = Math.floor(BODY_BYTES / 3) * 4;
      const omittedBytes = Math.floor((Math.max(0, body.base64.length - characters) * 3) / 4);
      return { body: { kind: 'base64', base64: body.base64.slice(0, characters) }, omittedBytes };
    }
    case 'data': {
      let bytes = 0;
      const payloads = body.payloads.filter((payload) => {
        bytes += Buffer.byteLength(payload);
        return bytes <= BODY_BYTES;
      });
      const omittedBytes = body.payloads.slice(payloads.length).reduce((sum, each) => sum + Buffer.byteLength(each), 0);
      return { body: { kind: 'data', payloads }, omittedBytes };
    }
    default:
      return body satisfies never;
  }
}

/** The longest beginning of `text` that fits in `limit` bytes of UTF-8 and ends on a whole character. */
function cutUtf8(text: string, limit: number): { readonly text: string; readonly omitted: number } {
  const bytes = Buffer.from(text);
  if (bytes.length <= limit) return { text, omitted: 0 };
  let end = limit;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return { text: bytes.subarray(0, end).toString(), omitted: bytes.length - end };
}
