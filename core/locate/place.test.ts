import { expect, test } from '@playwright/test';
import { bodyBytes } from '../body.ts';
import type { Body, HttpAnswer } from '../exchange.ts';
import { createLocator, type Place } from './place.ts';

function answerOf(body: Body): HttpAnswer {
  const contentType = body.kind === 'data' ? 'text/event-stream' : 'application/json';
  return { kind: 'http', status: 200, headers: { 'x-request-id': 'r' }, contentType, body, ending: 'complete' };
}

/** What the body holds from the place on. */
function from(body: Body, at: string, length: number): string {
  const { byte } = createLocator({ answer: answerOf(body) })(at);
  return new TextDecoder().decode(bodyBytes(body).subarray(byte, (byte ?? 0) + length));
}

const place = (body: Body, at: string): Place => createLocator({ answer: answerOf(body) })(at);

const STREAM =
  '\uFEFFevent: response.created\r\ndata: {"type":"response.created","sequence_number":0}\r\n\r\n' +
  ': a comment €\n\nevent: response.output_text.delta\ndata:{"type":"response.output_text.delta",\ndata: "delta":"Zoë",\ndata: "sequence_number":7}\n\n' +
  'data: {"type":"x"}\n\ndata: [DONE]\n\n';

test('a member of a JSON body is at its byte', () => {
  const body: Body = { kind: 'text', text: '{"name":"Zoë €","usage":{"total":15}}' };
  expect(from(body, '/body/usage/total', 2)).toBe('15');
  expect(place(body, '/body/usage/total')).toMatchObject({
    part: 'body',
    byte: Buffer.byteLength('{"name":"Zoë €","usage":{"total":'),
    exact: true,
  });
  expect(place(body, '/body/usage/none')).toEqual({
    part: 'body',
    byte: Buffer.byteLength('{"name":"Zoë €","usage":'),
    exact: false,
    within: 'object',
  });
  expect(place(body, '/body')).toMatchObject({ part: 'body', byte: 0, exact: true });
});

test('a member of an event is at its byte, however its data lines are cut', () => {
  const body: Body = { kind: 'text', text: STREAM };
  expect(from(body, '/events/0/data/sequence_number', 3)).toBe('0}\r');
  expect(from(body, '/events/1/data/sequence_number', 2)).toBe('7}');
  expect(from(body, '/events/1/data/delta', 5)).toBe('"Zoë');
  expect(from(body, '/events/1/event', 9)).toBe('event: re');
  expect(from(body, '/events/1', 9)).toBe('event: re');
  expect(place(body, '/events/1/data/sequence_number')).toMatchObject({
    part: 'event',
    event: 1,
    type: 'response.output_text.delta',
    exact: true,
  });
});

test('what an event lacks is placed where it would be', () => {
  const body: Body = { kind: 'text', text: STREAM };
  expect(from(body, '/events/2/data/sequence_number', 12)).toBe('{"type":"x"}');
  expect(place(body, '/events/2/data/sequence_number')).toMatchObject({ event: 2, type: 'x', exact: false });
  expect(from(body, '/events/2/event', 6)).toBe('data: ');
  expect(place(body, '/events/2/event').exact).toBe(false);
  expect(place(body, '/events/3/data')).toMatchObject({ type: '[DONE]', exact: true });
  expect(place(body, '/events/99/data')).toEqual({ part: 'event', event: 99, exact: false });
});

test('bytes that are no UTF-8 are counted as they are', () => {
  const bytes = Buffer.concat([Buffer.from('data: {"a":"'), Buffer.of(0xff, 0xfe), Buffer.from('","b":1}\n\n')]);
  const body: Body = { kind: 'base64', base64: bytes.toString('base64') };
  expect(place(body, '/events/0/data/b').byte).toBe(bytes.indexOf('1}'));
});

test('bare payloads have events and no bytes', () => {
  const body: Body = { kind: 'data', payloads: ['{"type":"response.created"}'] };
  expect(place(body, '/events/0/data/type')).toEqual({
    part: 'event',
    event: 0,
    type: 'response.created',
    exact: true,
  });
});

test('places outside the body', () => {
  const body: Body = { kind: 'text', text: '' };
  expect(place(body, '/status')).toEqual({ part: 'status', exact: true });
  expect(place(body, '/headers/x-request-id')).toEqual({ part: 'header', exact: true });
  expect(place(body, '/headers/none')).toEqual({ part: 'header', exact: false });
  expect(place(body, '/stream')).toEqual({ part: 'stream', exact: true });
  expect(place(body, '/body/id')).toEqual({ part: 'body', byte: 0, exact: false });
  expect(place(body, '/lines/187')).toEqual({ part: 'document', exact: true });
  expect(place(body, '/request/json/model')).toEqual({ part: 'request', exact: true });
});
