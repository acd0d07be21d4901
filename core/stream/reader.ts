import { type Run, readSse } from '../sse/text.ts';
import type { WireEvent, WireFacts } from '../sse/wire.ts';
import type { Frame, ObjectPayload, Payload, StreamEvent } from './event.ts';
import { ParsedEvent, payloadOf } from './parse.ts';
import { type Template, templateOf } from './template.ts';

/**
 * So many events of one type in a row are parsed before a template of them is made: that costs less than two of them, and
 * genuine streams are a few hundred events long.
 */
const PATIENCE = 3;
const MOST_PATIENCE = 4096;

/** How the events of a template are written in a text: the template with what stands around the data. */
interface Written {
  readonly template: Template;
  readonly frame: Frame | undefined;
  /** Absent where the frame holds what has to be counted or kept of each event. */
  readonly whole: Template | undefined;
  /** Line ends of one event, all of them LF. */
  readonly lines: number;
}

/**
 * Reads the events of one stream, in order, and tells which are alike: a run of deltas is known by its template, instead
 * of each being parsed as if it were the first. What it reads is the same. Where templates do not last (several texts
 * that take turns) it loses its patience for making them. Never throws.
 */
export class EventReader {
  readonly #patience: number;
  #waits: number;
  #template: Template | undefined;
  #written: Written | undefined;
  #uses = 0;
  /** Parsed events of one type in a row. */
  #type: string | undefined;
  #row = 0;
  /** The event before is of the template, and how it was written. */
  #ofTemplate = false;
  #frame: Frame | undefined;

  /** @param patience see `PATIENCE`; `Infinity` parses everything */
  constructor(patience = PATIENCE) {
    this.#patience = patience;
    this.#waits = patience;
  }

  /** An event as it was on the wire, with its payload parsed. */
  wire(wire: WireEvent): StreamEvent {
    const same = this.#frame !== undefined && isSame(this.#frame, wire);
    return this.#read(wire.data, wire.index, same ? this.#frame : frameOf(wire));
  }

  /** As `fromPayload`. */
  payload(text: string, index: number): StreamEvent {
    return this.#read(text, index, undefined);
  }

  /** Hands over all events of a body that is at hand as text. Several times as fast as `wire` where there are runs. */
  text(body: string, feed: (event: StreamEvent) => void): WireFacts {
    return readSse(body, {
      event: (wire, from, to) => {
        feed(this.wire(wire));
        if (this.#ofTemplate) this.#lookAt(body.slice(from, to), wire.data);
      },
      run: (from, index) => this.#run(body, from, index, feed),
    });
  }

  #read(text: string, index: number, frame: Frame | undefined): StreamEvent {
    const template = this.#template;
    if (template !== undefined && template.match(text, 0) === text.length) {
      const alike = this.#ofTemplate && this.#frame === frame;
      this.#uses++;
      this.#ofTemplate = true;
      this.#frame = frame;
      return new TemplateEvent(index, frame, template, alike);
    }
    this.#ofTemplate = false;
    this.#frame = frame;
    const payload = payloadOf(text);
    this.#learn(text, payload);
    return new ParsedEvent(index, frame, payload);
  }

  #learn(text: string, payload: Payload): void {
    const own = payload.kind === 'object' ? payload.type : undefined;
    this.#row = own === this.#type ? this.#row + 1 : 1;
    this.#type = own;
    if (this.#row < this.#waits || payload.kind !== 'object' || own?.endsWith('.delta') !== true) return;
    if (this.#template !== undefined) {
      this.#waits = this.#uses < this.#waits ? Math.min(this.#waits * 2, MOST_PATIENCE) : this.#patience;
    }
    this.#row = 0;
    this.#uses = 0;
    this.#template = templateOf(text, payload.data);
    this.#ofTemplate = this.#template !== undefined;
  }

  /** Sees how the event of the template was written that was read last. */
  #lookAt(block: string, data: string): void {
    const template = this.#template;
    const frame = this.#frame;
    if (template === undefined || (this.#written?.template === template && this.#written.frame === frame)) return;
    const head = block.slice(0, block.length - TAIL.length - data.length);
    const plain = HEAD.test(head) && block === `${head}${data}${TAIL}`;
    const whole = plain ? template.within(head, TAIL) : undefined;
    this.#written = { template, frame, whole, lines: head.split('\n').length + 1 };
  }

  /** Reads events of the template from there on, frame and all in one step each. */
  #run(body: string, from: number, index: number, feed: (event: StreamEvent) => void): Run | undefined {
    if (this.#written?.whole === undefined) return undefined;
    const { whole, frame, lines } = this.#written;
    let to = from;
    let bytes = 0;
    let events = 0;
    for (let end = whole.match(body, to); end !== -1; end = whole.match(body, to)) {
      const alike = events > 0 || (this.#ofTemplate && this.#frame === frame);
      bytes += whole.bytes;
      feed(new TemplateEvent(index + events, frame, whole, alike));
      events++;
      to = end;
    }
    if (events === 0) return undefined;
    this.#uses += events;
    this.#ofTemplate = true;
    this.#frame = frame;
    return { events, to, bytes, lines: events * lines };
  }
}

/** What an event of a run is written with beside its data: no comments, no other fields, no line ends but LF. */
const HEAD = /^(?:event:[^\r\n]*\n)?data: ?$/;
const TAIL = '\n\n';

function frameOf({ name, id, retry, unknownFields, complete }: WireEvent): Frame {
  return { name, id, retry, unknownFields, complete };
}

function isSame(one: Frame, other: Frame): boolean {
  return (
    one.name === other.name &&
    one.id === other.id &&
    one.retry === other.retry &&
    one.unknownFields === other.unknownFields &&
    one.complete === other.complete
  );
}

/** An event that a template knew: its object is made when somebody asks for it, and of nearly all nobody does. */
class TemplateEvent implements StreamEvent {
  readonly index: number;
  readonly wire?: Frame;
  readonly alike: boolean;
  readonly sequenceNumber: number;
  readonly delta: string;
  readonly #obfuscation: string | undefined;
  readonly #template: Template;
  #payload: ObjectPayload | undefined;

  constructor(index: number, wire: Frame | undefined, template: Template, alike: boolean) {
    this.index = index;
    if (wire !== undefined) this.wire = wire;
    this.alike = alike;
    this.sequenceNumber = template.number;
    this.delta = template.delta;
    this.#obfuscation = template.obfuscation;
    this.#template = template;
  }

  get at(): string {
    return `/events/${this.index}`;
  }

  get payload(): ObjectPayload {
    this.#payload ??= {
      kind: 'object',
      type: this.#template.type,
      data: this.#template.object(this.sequenceNumber, this.delta, this.#obfuscation),
    };
    return this.#payload;
  }
}
