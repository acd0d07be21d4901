import type { Contract } from '../contract.ts';
import type { DocumentedAnswer, DocumentedContract, DocumentedParameter, JsonType } from '../document.ts';
import { isObject, type Json, typeName } from '../json.ts';
import { errorTexts } from '../judge/answerable.ts';
import { blamed } from '../judge/blame.ts';
import { sentParameters } from '../parameter.ts';
import type { DocumentRule, ExchangeRule } from '../rule.ts';
import type { ExchangeView } from '../view.ts';

/** One thing that a document states and that an answer can break. */
export interface OwnPromise {
  /** Of the document, from 1. */
  readonly line: number;
  /** Short: `POST /v1/responses`, `temperature: number`. */
  readonly says: string;
}

/** A rule about a vendor's own document. What it judges is what that document states, and nothing else. */
export interface OwnPart {
  /** What of the document it judges; none: the rule is idle under this document. */
  readonly promises: (document: DocumentedContract) => readonly OwnPromise[];
  /** Judges the examples that the document prints, beside answers or alone. All others need a request that was sent. */
  readonly ofExamples?: 'too' | 'only';
}
export type OwnRule = (ExchangeRule | DocumentRule) & OwnPart;

/** As every expectation under a document ends: where it says so. */
export function byLine(line: number): string {
  return `(line ${line} of the document)`;
}

/** The answers that the document describes for this operation and status. */
export function answersFor(document: DocumentedContract, view: ExchangeView): readonly DocumentedAnswer[] {
  return document.answers.filter(({ operation, status }) => operation === view.operation && status === view.status);
}

/** `json`, as one exporter prints it, is short for the media type. */
export function mediaType(printed: string): string {
  const [essence = ''] = printed.split(';');
  const plain = essence.trim().toLowerCase();
  return plain === 'json' ? 'application/json' : plain;
}

/** Members that ask for an answer of another form: a stream, or one that is not there yet. */
const OTHER_FORMS = ['background'] as const;

/**
 * Whether the request asks for an answer in one piece and at once, which is what a document describes that says no more.
 * False also where nobody knows what was asked.
 */
export function asksPlainly({ askedToStream, sent, exchange }: ExchangeView): boolean {
  // An example stands for itself: what was left open of its request asks for nothing special.
  if (exchange.fidelity !== 'document' && askedToStream !== false) return false;
  return askedToStream !== true && OTHER_FORMS.every((name) => !isObject(sent) || sent[name] !== true);
}

/** What the document states about members of this operation's request; what only an example shows it does not state. */
export function statedFor(document: DocumentedContract, view: ExchangeView): readonly DocumentedParameter[] {
  return document.parameters.filter(({ operation, basis }) => operation === view.operation && basis === 'stated');
}

/** Whether a value is what the document states of the parameter. */
export function fits(parameter: DocumentedParameter, value: Json, contract: Contract): boolean {
  const { types, elements, schema } = parameter;
  if (!types.some((type) => isOf(value, type))) return false;
  if (elements !== undefined && Array.isArray(value)) {
    if (!(value as readonly Json[]).every((each) => elements.some((type) => isOf(each, type)))) return false;
  }
  const index = contract.document?.parameters.indexOf(parameter) ?? -1;
  return schema === undefined || contract.validate(`#/parameters/${index}/schema`, value, '').length === 0;
}

function isOf(value: Json, type: JsonType): boolean {
  const own = typeName(value);
  return own === type || (type === 'number' && own === 'integer');
}

/** A refusal with 400 or 422 that complains of one stated parameter, which was sent as it is stated. */
export interface Complaint {
  readonly parameter: DocumentedParameter;
  /** Of the parameter as such, not of something within it. */
  readonly whole: boolean;
  readonly text: string;
}

export function complaintIn(view: ExchangeView, contract: Contract): Complaint | undefined {
  const { document } = contract;
  if (document === undefined || !isRefusal(view) || view.body.kind !== 'json' || !isObject(view.sent)) return undefined;
  const [only, ...others] = blamed(view.body.value, sentParameters(view.sent));
  if (only === undefined || others.length > 0) return undefined;
  const [root = only.member] = only.member.split('.');
  const parameter = statedFor(document, view).find(({ name }) => name === root);
  const value = view.sent[root];
  if (parameter === undefined || value === undefined || !fits(parameter, value, contract)) return undefined;
  return { parameter, whole: only.at === root, text: refusalText(view) };
}

export function isRefusal({ status }: ExchangeView): boolean {
  return status === 400 || status === 422;
}

/** The refusal for people: its status, and what it says first. */
export function refusalWords(view: ExchangeView): string {
  const texts = view.body.kind === 'json' ? errorTexts(view.body.value) : [];
  // The bare name of a member says less than any sentence.
  const text = texts.find((each) => /\s/.test(each)) ?? texts[0];
  return text === undefined ? String(view.status) : `${view.status}: ${text}`;
}

/** All that a refusal says: its texts, and its codes. */
export function refusalText({ body }: ExchangeView): string {
  if (body.kind !== 'json') return '';
  const error = isObject(body.value) && isObject(body.value['error']) ? body.value['error'] : {};
  const codes = [error['code'], error['type']].filter((code) => typeof code === 'string');
  return [...errorTexts(body.value), ...codes].join('\n');
}

/** The refusal complains of a name or a type as such: no other value would do. */
export function refusesAsSuch({ text, whole }: Complaint): boolean {
  return whole && !OF_A_MODEL.test(text) && (UNKNOWN.test(text) || WRONG_TYPE.test(text));
}

/** Some models of a server that knows a parameter do not take it. */
const OF_A_MODEL = /\bmodels?\b/i;
const UNKNOWN =
  /\b(?:unknown|unrecogni[sz]ed|unsupported|unexpected|extra|additional)[ _-](?:\w+[ _-])?(?:parameters?|arguments?|fields?|members?|propert(?:y|ies)|inputs?|keys?)\b|\bextra_forbidden\b/i;
const WRONG_TYPE =
  /\binvalid[ _]type\b|\b(?:must|should) be (?:of type |a valid |an? )?(?:string|str|integer|int|number|float|boolean|bool|array|list|object|dict)/i;
